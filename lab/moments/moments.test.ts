import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../synthesis/random';
import { applyChange } from '../../src/core/text';
import { dueChange, readMoments, textsOf, writeMoment, type Moment } from './moment';
import { courseOf, momentIn, stopIn } from './replay';
import { momentKey, momentsOfRepository } from './repository';
import { isForeseeable } from './words';

let folder: string;
let repository: string;
let made: Moment[];

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });

function commit(files: Readonly<Record<string, string>>, subject: string): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repository, path), content);
  git('add', '-A');
  git('commit', '-q', '-m', subject);
}

const box = (...sides: readonly string[]): string =>
  [
    'class Box:',
    `    def __init__(self, ${sides.join(', ')}):`,
    ...sides.map((side) => `        self.${side} = ${side}`),
    '',
    '    def volume(self):',
    `        return ${sides.map((side) => `self.${side}`).join(' * ')}`,
    '',
  ].join('\n');
const shop = (price: string, tax: string): string =>
  `export function total(${price}: number): number {\n  return ${price} * ${tax};\n}\n\nexport const first = total(1);\n`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moments-'));
  repository = join(folder, 'demo');
  mkdirSync(repository);
  git('init', '-q');
  commit(
    {
      'box.py': box('width', 'height'),
      'shop.ts': shop('p', '2'),
      'main.go': 'package main\n\nfunc main() {\n\tprintln("one")\n}\n',
      'data.min.js': 'let a = 1;\n'.repeat(9),
    },
    'First',
  );
  commit(
    { 'box.py': box('width', 'height', 'depth'), 'shop.ts': shop('price', '2') },
    'A third side, and a word for the price',
  );
  commit({ 'box.py': box('width', 'height', 'depth').replaceAll('    ', '  ') }, 'Indent by two');
  commit(
    {
      'shop.ts': shop('price', 'TAX').replaceAll('\n', '\r\n'),
      'main.go': 'package main\n\nfunc main() {\n\tprintln("one")\n\tprintln("two")\n\tprintln("three")\n}\n',
      'data.min.js': 'let b = 1;\n'.repeat(9),
    },
    'Name the tax',
  );
  made = await sample(1);
});

afterAll(() => rmSync(folder, { recursive: true }));

async function sample(seed: number, seen = new Set<string>()): Promise<Moment[]> {
  const out: Moment[] = [];
  for await (const moment of momentsOfRepository(
    { source: 'demo/demo', folder: repository, revision: 'HEAD', per: 40, seed },
    seen,
  ))
    out.push(moment);
  return out;
}

describe('moments of a repository', () => {
  it('are of hand-written files whose code changed, in several languages', () => {
    expect(new Set(made.map(({ path }) => path))).toEqual(new Set(['box.py', 'shop.ts', 'main.go']));
    expect(new Set(made.map(({ language }) => language))).toEqual(new Set(['python', 'typescript', 'go']));
    expect(made.some(({ text }) => text.includes('\r'))).toBe(false);
  });

  it('lead from the base to the text, and by what is due to what was committed', () => {
    const after = new Set([
      box('width', 'height', 'depth'),
      shop('price', '2'),
      shop('price', 'TAX'),
      'package main\n\nfunc main() {\n\tprintln("one")\n\tprintln("two")\n\tprintln("three")\n}\n',
    ]);
    expect(made.length).toBeGreaterThan(4);
    for (const moment of made) {
      expect(textsOf(moment).at(-1)).toBe(moment.text);
      const done = applyChange(moment.text, dueChange(moment));
      // The commit that changes the line ends too is replayed without them.
      expect(after.has(done)).toBe(true);
      expect(moment.kind === 'quiet').toBe(moment.due.length === 0);
      expect(moment.edits.length).toBeGreaterThan(0);
    }
  });

  it('are the same for the same seed, and never twice', async () => {
    expect(await sample(1)).toEqual(made);
    expect(new Set(made.map(momentKey)).size).toBe(made.length);
    const known = new Set(made.map(momentKey));
    expect((await sample(1, new Set(known))).filter((moment) => known.has(momentKey(moment)))).toEqual([]);
  });

  it('go to a file and back', async () => {
    const file = join(folder, 'moments.jsonl');
    const odd = { ...made[0]!, path: 'a\u2028b\u2029c' };
    writeFileSync(file, [...made, odd].map(writeMoment).join(''));
    const read: Moment[] = [];
    for await (const moment of readMoments(file)) read.push(moment);
    expect(read).toEqual([...made, odd]);
    writeFileSync(file, '{"id": 1}\n');
    await expect(readMoments(file).next()).rejects.toThrow(/:1: no moment/);
  });

  it('fail where there is no such revision', async () => {
    await expect(
      momentsOfRepository(
        { source: 'demo/demo', folder: repository, revision: 'nowhere', per: 1, seed: 1 },
        new Set(),
      ).next(),
    ).rejects.toThrow(/demo\/demo/);
  });
});

describe('a course', () => {
  const file = {
    source: 'a/b',
    commit: 'c'.repeat(40),
    language: 'python',
    path: 'box.py',
    before: box('width', 'height'),
    after: box('width', 'height', 'depth'),
  };

  it('may be foreseen after its first hunk, and is quiet after its last', () => {
    let seen = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      const course = courseOf(random, file);
      if (course === null) throw new Error('no course');
      const next = momentIn(random, course, 'next');
      expect(next?.derivable).toBe(true);
      const quiet = momentIn(random, course, 'quiet');
      expect(quiet?.text).toBe(file.after);
      expect(quiet?.derivable).toBe(false);
      const rest = momentIn(random, course, 'rest');
      if (rest === null) continue;
      seen += 1;
      expect(applyChange(rest.text, dueChange(rest))).toBe(file.after);
      expect(rest.due.length + rest.edits.length).toBe(course.order.length + 1);
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('is none of white space alone', () => {
    expect(courseOf(seededRandom(1), { ...file, after: file.before.replaceAll('    ', '\t') })).toBeNull();
  });
});

describe('where typing stops', () => {
  it.each([
    ['', false],
    ['x', false],
    [' x ', false],
    ['ab', true],
    ['\n  x', false],
    ['a\nb', true],
  ])('%j: %s', (text, possible) => {
    const stop = stopIn(seededRandom(1), text);
    expect(stop !== null).toBe(possible);
    if (stop !== null)
      expect([text.slice(0, stop).trim() !== '', text.slice(stop).trim() !== '']).toEqual([true, true]);
  });
});

describe('what can be foreseen', () => {
  const text = 'def area(width, height):\n    return w * h\n';
  const edit = { before: 'def area(w, h):', after: 'def area(width, height):' };
  it.each([
    ['the same renaming', { before: '    return w * h', after: '    return width * height' }, true],
    ['a word that stands nowhere', { before: '    return w * h', after: '    return surface' }, false],
    ['nothing in common with the last edit', { before: 'x = area(1)', after: 'area(1)' }, false],
    ['the loss of a word that was just taken', { before: 'print(w)', after: '' }, true],
  ])('%s: %o is %s', (_name, due, expected) => {
    expect(isForeseeable(text, [edit], due)).toBe(expected);
  });
});
