import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSession } from '../../../src/core/history';
import { Typist } from '../../../src/core/history/typist';
import { Decontaminator, type Ask, type Row, type Statistics } from '../../synthesis/instruct';
import { parseOptions, type Options } from './options';
import { synthesize } from './run';

let folder: string;
let repository: string;

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });

function commit(files: Readonly<Record<string, string | Buffer>>, subject: string): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repository, path), content);
  git('add', '-A');
  git('commit', '-q', '-m', subject);
}

const area = (name: string, last: string): string =>
  `def area(${name}, height):\n    result = ${name} * height\n    return result\n\n\nlast = ${last}\n`;
const script = (name: string): string =>
  `export function total(${name}) {\n  let sum = 0;\n  for (const one of ${name}) sum += one;\n  return sum;\n}\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synthesize-'));
  repository = join(folder, 'demo');
  mkdirSync(repository);
  git('init', '-q');
  commit({ 'area.py': area('w', '1'), 'total.ts': script('items'), 'broken.py': 'x = 1\n'.repeat(20) }, 'First');
  commit({ 'area.py': area('width', '1') }, 'fix: Call it width (#1)');
  commit({ 'area.py': area('width', '2'), 'total.ts': script('prices') }, 'Rename the list, and count to two');
  commit({ 'broken.py': Buffer.from([0xff, 0xfe, 0x00, 0x41]) }, 'Break the encoding of a file');
  commit({ 'area.py': area('width', '"end"') }, 'Say the end');
});

afterAll(() => rmSync(folder, { recursive: true }));

function options(...args: readonly string[]): Options {
  const parsed = parseOptions(['--benchmarks', 'none', '--quiet', '1', ...args], {});
  if (parsed.kind !== 'options') throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

async function made(
  args: readonly string[],
  more: { readonly ask?: Ask; readonly decontaminator?: Decontaminator; readonly name?: string } = {},
): Promise<{ rows: Row[]; text: string; statistics: Statistics }> {
  const out = join(folder, `${more.name ?? 'rows'}.jsonl`);
  const statistics = await synthesize(options('--out', out, ...args), {
    ask: more.ask ?? null,
    decontaminator: more.decontaminator ?? null,
    progress: () => undefined,
  });
  const text = readFileSync(out, 'utf8');
  return {
    text,
    statistics,
    rows: text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row),
  };
}

describe('synthesize', () => {
  it('makes rows of next edits from a repository, and names what it could not read', async () => {
    const { rows, statistics } = await made(['--git', repository]);
    const renames = rows.filter(({ kind }) => kind === 'rename');
    expect(new Set(renames.map(({ language }) => language))).toEqual(new Set(['python', 'typescript']));
    expect(renames[0]!.source).toMatch(/^demo\/[\w.]+@[0-9a-f]{12}$/);
    expect(rows.some(({ quiet, completion }) => quiet && completion === '<|next_end|>')).toBe(true);
    expect(statistics.commits).toBe(4);
    expect(statistics.processes).toBe(4);
    expect(statistics.leftOut.get('not-utf8')).toBe(1);
    expect(statistics.rows).toBe(rows.length);
  });

  it('gives the same file for the same seed', async () => {
    const [one, other] = [
      await made(['--git', repository], { name: 'one' }),
      await made(['--git', repository], { name: 'other' }),
    ];
    expect(one.text).toBe(other.text);
    expect(one.text).not.toBe('');
  });

  it('splits among shards that together make what one run makes', async () => {
    const whole = await made(['--git', repository], { name: 'whole' });
    const parts = await Promise.all(
      [1, 2, 3].map((part) => made(['--git', repository, '--shard', `${part}/3`], { name: `part${part}` })),
    );
    expect(parts.flatMap(({ rows }) => rows.map((row) => row.prompt)).sort()).toEqual(
      whole.rows.map((row) => row.prompt).sort(),
    );
    expect(parts.reduce((sum, { statistics }) => sum + statistics.processes, 0)).toBe(4);
  });

  it('writes every format of the paper, with the rows that fill a pack', async () => {
    const out = join(folder, 'paper.jsonl');
    await synthesize(options('--git', repository, '--recipe', 'paper', '--out', out, '--pack', '1024', '--rows', '4'), {
      ask: null,
      decontaminator: null,
      progress: () => undefined,
    });
    for (const format of ['wf', 'lc', 'sr']) {
      const rows = readFileSync(join(folder, `paper.${format}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Row);
      expect(
        rows.some(
          ({ input, prompt }) => input === 'C+U' && prompt.includes('<|im_start|>user\nCall it width<|im_end|>'),
        ),
      ).toBe(true);
      const packs = readFileSync(join(folder, `paper.${format}.packs.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { rows: number[]; tokens: number });
      expect(packs.flatMap((pack) => pack.rows).sort((a, b) => a - b)).toEqual(rows.map((_, at) => at));
      expect(packs.every(({ tokens }) => tokens <= 1024)).toBe(true);
    }
  });

  it('asks a language model where there is one, and counts its bad answers', async () => {
    const ask: Ask = ({ messages }) =>
      Promise.resolve(
        messages[0]!.content.startsWith('You watch')
          ? { kind: 'text', text: 'I would rather not decide.' }
          : { kind: 'failed', why: { name: 'endpoint-503', detail: 'busy' } },
      );
    const { statistics } = await made(['--git', repository, '--recipe', 'paper', '--format', 'sr', '--rows', '6'], {
      ask,
    });
    expect(statistics.leftOut.get('judgement-malformed')).toBeGreaterThan(0);
  });

  it('reads submissions, sessions and invented courses', async () => {
    const submissions = join(folder, 'log.jsonl');
    writeFileSync(
      submissions,
      [
        JSON.stringify({
          id: 's',
          language: 'Python',
          problem: 'Say it.',
          submissions: [area('w', '1'), area('width', '1'), area('width', '2')],
        }),
        '{oops',
        '',
      ].join('\n'),
    );
    const typist = new Typist('d', area('b', '1')).replace(9, 10, 'breadth');
    typist.wait(60_000);
    typist.replace(typist.text.indexOf('= b ') + 2, typist.text.indexOf('= b ') + 3, 'breadth');
    const session = join(folder, 'session.json');
    writeFileSync(
      session,
      encodeSession([
        {
          id: 'd',
          path: 'area.py',
          language: 'python',
          base: { version: 0, text: area('b', '1') },
          records: typist.records,
        },
      ]),
    );
    const snippets = join(folder, 'snippets.jsonl');
    writeFileSync(snippets, `${JSON.stringify({ code: area('w', '1'), language: 'python' })}\n{"code":1}\n`);
    const ask: Ask = ({ messages }) =>
      Promise.resolve({
        kind: 'text',
        text:
          messages[1]!.content.includes('````') && messages[0]!.content.includes('Play back')
            ? `\`\`\`python\n${area('x', '1')}\`\`\`\nthen\n\`\`\`python\n${area('w', '1')}\`\`\``
            : 'no',
      });
    const { statistics, rows } = await made(
      [
        '--submissions',
        submissions,
        '--session',
        session,
        '--ai-programmer',
        snippets,
        '--endpoint',
        'http://localhost:1/v1',
        '--model',
        'm',
        '--session',
        join(folder, 'missing.json'),
      ],
      { ask },
    );
    expect(Object.fromEntries(statistics.origins)).toEqual({ submissions: 1, session: 1, 'ai-programmer': 1 });
    expect(Object.fromEntries(statistics.leftOut)).toMatchObject({
      'submissions-malformed': 1,
      'snippet-malformed': 1,
      'source-unreadable': 1,
    });
    expect(rows.some(({ kind, source }) => kind === 'rename' && source.startsWith('session.json/area.py'))).toBe(true);
  });

  it('leaves out what a benchmark holds', async () => {
    const decontaminator = new Decontaminator([{ name: 'Bench/1', text: area('width', '1') }]);
    const { statistics, rows } = await made(['--git', repository], { decontaminator });
    expect(statistics.leftOut.get('benchmark-overlap')).toBeGreaterThan(0);
    expect(rows.every(({ language }) => language === 'typescript')).toBe(true);
  });

  it('names a repository that is none, and goes on', async () => {
    const { statistics, rows } = await made(['--git', join(folder, 'nowhere'), '--git', repository]);
    expect(statistics.leftOut.get('git-failed')).toBe(1);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('options', () => {
  it.each([
    [[], 'nothing to read'],
    [['--git', 'x', '--shard', '3/2'], '--shard'],
    [['--git', 'x', '--languages', 'klingon'], 'klingon'],
    [['--git', 'x', '--quiet', '2'], '--quiet'],
    [['--git', 'x', '--rows', '0'], '--rows'],
    [['--git', 'x', '--format', 'xml'], '--format'],
    [['--git', 'x', '--dialect', 'none'], '--dialect'],
    [['--git', 'x', '--rules', 'luck'], '--rules'],
    [['--ai-programmer', 'x'], '--endpoint'],
    [['--git', 'x', '--endpoint', 'http://h/v1'], '--model'],
    [['--git', 'x', '--endpoint', 'http://h/v1', '--model', 'm', '--api-key-env', 'NO_SUCH_KEY'], 'NO_SUCH_KEY'],
    [['--git', 'x', '--surprise'], '--surprise'],
  ])('%j are refused with a word about why', (args, about) => {
    const parsed = parseOptions(args, {});
    expect(parsed.kind === 'wrong' && parsed.message).toContain(about);
  });

  it('leave rules out after a minus', () => {
    expect([...options('--git', 'x', '--rules=-rename,body-moved').rules]).not.toContain('rename');
    expect([...options('--git', 'x', '--rules', 'rename').rules]).toEqual(['rename']);
  });

  it('take the key from the environment only', () => {
    const parsed = parseOptions(['--git', 'x', '--endpoint', 'http://h/v1', '--model', 'm', '--api-key-env', 'KEY'], {
      KEY: 'k',
    });
    expect(parsed.kind === 'options' && parsed.options.endpoint?.key).toBe('k');
  });
});
