/** The options of `npm run synthesize`, read and checked. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DIALECTS, findDialect } from '../../../src/core/conversation';
import { DEFAULT_EXCERPT_LIMITS } from '../../../src/core/prediction';
import {
  DEFAULT_CAPS,
  DEFAULT_FILTERS,
  RULE_NAMES,
  type CapLimits,
  type FilterLimits,
  type RowFormat,
  type RuleName,
} from '../../synthesis/instruct';
import { KNOWN_LANGUAGES } from './git';
import { parseShard, type Shard } from './shard';
import { messageOf } from '../../../src/core/message-of';

export const HELP = `npm run synthesize -- <sources> [options]

Sources (each may be given several times)
  --git <folder>            a git repository, with or without a work tree
  --git-list <file>         one such folder a line
  --submissions <file>      JSONL, one person's submissions to one problem a line
  --session <file>          a session exported from Inkling
  --ai-programmer <path>    code to invent courses for: JSONL {code, language} or a folder; needs --endpoint

What is made
  --recipe follow|paper     next edits that follow from the last ones (default), or Programming-Instruct as published
  --format wf|lc|sr|all     the paper's formats
  --dialect <id>            ${Object.keys(DIALECTS).join(', ')}; default inkling-sr-lc for follow
  --rows <n>                most samples with an edit from one process, and as many quiet ones (3; paper: 1)
  --rules <a,b>             rules the judge may use, or all but those after a minus: -body-moved,line-repeated
  --raw                     also the texts that an evaluation needs
  --out <file>              rows.jsonl; several formats become rows.wf.jsonl and so on. Beside it rows.report.html and rows.statistics.json
  --pack <tokens>           also which rows fill a sequence of that length
  --context <tokens>        room for prompt and answer (2048; the paper's formats 8192)

What is read
  --languages <a,b>         ${KNOWN_LANGUAGES.join(', ')} (python,typescript,javascript)
  --max-commits <n>         newest commits of each repository, 0 for all (0)     --revision <name>   where to begin (HEAD)
  --max-files <n>           files in one commit (12)      --max-lines <n>     changed lines in one file (80)
  --max-chars <n>           length of a file (60000)      --benchmarks <dir>|none   what rows must not hold (../shared/data)

Shares
  --quiet <0..1>            of all rows (0.34)            --kind-share <0..1> of one kind among the others (1)
  --per-language <n>        rows (0, no cap; paper: 30000)    --per-source <n>    rows of one repository (no cap)

Running
  --seed <n> (1)            --shard i/n (1/1): part i of n, by the names of commits, so that shards need not know each other
  --endpoint <url>          an OpenAI-compatible server up to /v1, for judge, instructions, chat, AIprogrammer
  --model <name>            --api-key-env <VARIABLE>      --concurrency <n> (8)   --retries <n> (4)   --cache <folder>
`;

export type Recipe = 'follow' | 'paper';

export interface Output {
  /** Part of the file's name; '' where there is only one. */
  readonly name: string;
  readonly format: RowFormat;
}

export interface Options {
  readonly repositories: readonly string[];
  readonly submissions: readonly string[];
  readonly sessions: readonly string[];
  readonly snippets: readonly string[];
  readonly recipe: Recipe;
  readonly outputs: readonly Output[];
  readonly out: string;
  readonly samples: number;
  readonly rules: ReadonlySet<RuleName>;
  readonly raw: boolean;
  readonly pack: number | null;
  readonly languages: ReadonlySet<string>;
  readonly mostCommits: number;
  readonly mostFiles: number;
  readonly revision: string;
  readonly filters: FilterLimits;
  readonly caps: CapLimits;
  readonly benchmarks: string | null;
  readonly seed: number;
  readonly shard: Shard;
  readonly endpoint: {
    readonly url: string;
    readonly model: string;
    readonly key: string | null;
    readonly concurrency: number;
    readonly retries: number;
    readonly cache: string | null;
  } | null;
}

export type Parsed =
  | { readonly kind: 'options'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

class Wrong extends Error {}

/** @param args what stands after the command's name; @param environment for the key's variable. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Parsed {
  try {
    const values = parse(args);
    return values.help ? { kind: 'help' } : { kind: 'options', options: check(values, environment) };
  } catch (error) {
    if (error instanceof Wrong || (error instanceof TypeError && 'code' in error))
      return { kind: 'wrong', message: error.message };
    throw error;
  }
}

type Values = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const list = { type: 'string', multiple: true, default: [] as string[] } as const;
  return parseArgs({
    args: [...args],
    options: {
      git: list,
      'git-list': list,
      submissions: list,
      session: list,
      'ai-programmer': list,
      recipe: text('follow'),
      format: { type: 'string' },
      dialect: { type: 'string' },
      rows: { type: 'string' },
      rules: text(''),
      raw: { type: 'boolean', default: false },
      out: text('rows.jsonl'),
      pack: { type: 'string' },
      context: { type: 'string' },
      languages: text('python,typescript,javascript'),
      'max-commits': text('0'),
      revision: text('HEAD'),
      'max-files': text('12'),
      'max-lines': text(String(DEFAULT_FILTERS.changedLines)),
      'max-chars': text(String(DEFAULT_FILTERS.mostChars)),
      benchmarks: text(resolve(import.meta.dirname, '../../../../shared/data')),
      quiet: text(String(DEFAULT_CAPS.quietShare)),
      'kind-share': text('1'),
      'per-language': { type: 'string' },
      'per-source': text('0'),
      seed: text('1'),
      shard: text('1/1'),
      endpoint: { type: 'string' },
      model: { type: 'string' },
      'api-key-env': { type: 'string' },
      concurrency: text('8'),
      retries: text('4'),
      cache: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

function check(values: Values, environment: Readonly<Record<string, string | undefined>>): Options {
  const recipe = oneOf('recipe', values.recipe, ['follow', 'paper'] as const);
  const shard = parseShard(values.shard);
  if (shard === null) throw new Wrong(`--shard ${values.shard}: written i/n, with i from 1 to n`);
  const languages = new Set(values.languages.split(','));
  for (const language of languages)
    if (!KNOWN_LANGUAGES.includes(language))
      throw new Wrong(`--languages: ${language} is none of ${KNOWN_LANGUAGES.join(', ')}`);
  const repositories = [...values.git, ...values['git-list'].flatMap(linesOf)];
  if (repositories.length + values.submissions.length + values.session.length + values['ai-programmer'].length === 0)
    throw new Wrong('there is nothing to read: give --git, --git-list, --submissions, --session or --ai-programmer');
  const endpoint = endpointOf(values, environment);
  if (values['ai-programmer'].length > 0 && endpoint === null)
    throw new Wrong('--ai-programmer needs a language model: give --endpoint and --model');
  return {
    repositories,
    submissions: values.submissions,
    sessions: values.session,
    snippets: values['ai-programmer'],
    recipe,
    outputs: outputsOf(values, recipe),
    out: values.out,
    samples: whole('rows', values.rows ?? (recipe === 'follow' ? '3' : '1'), 1),
    rules: rulesOf(values.rules),
    raw: values.raw,
    pack: values.pack === undefined ? null : whole('pack', values.pack, 16),
    languages,
    mostCommits: whole('max-commits', values['max-commits'], 0),
    mostFiles: whole('max-files', values['max-files'], 1),
    revision: values.revision,
    filters: {
      ...DEFAULT_FILTERS,
      changedLines: whole('max-lines', values['max-lines'], 1),
      mostChars: whole('max-chars', values['max-chars'], 1),
    },
    caps: {
      perLanguage: orEndless(
        whole(
          'per-language',
          values['per-language'] ?? (recipe === 'paper' ? String(DEFAULT_CAPS.perLanguage) : '0'),
          0,
        ),
      ),
      perSource: orEndless(whole('per-source', values['per-source'], 0)),
      kindShare: share('kind-share', values['kind-share']),
      quietShare: share('quiet', values.quiet),
    },
    benchmarks: values.benchmarks === 'none' ? null : values.benchmarks,
    seed: whole('seed', values.seed, 0),
    shard,
    endpoint,
  };
}

function endpointOf(values: Values, environment: Readonly<Record<string, string | undefined>>): Options['endpoint'] {
  if (values.endpoint === undefined) return null;
  if (!/^https?:\/\//.test(values.endpoint))
    throw new Wrong(`--endpoint ${values.endpoint}: written like http://localhost:8000/v1`);
  if (values.model === undefined) throw new Wrong('--endpoint needs --model');
  const variable = values['api-key-env'];
  const key = variable === undefined ? null : environment[variable];
  if (key === undefined || key === '') throw new Wrong(`--api-key-env: the environment has no ${variable ?? ''}`);
  return {
    url: values.endpoint,
    model: values.model,
    key,
    concurrency: whole('concurrency', values.concurrency, 1),
    retries: whole('retries', values.retries, 0),
    cache: values.cache ?? null,
  };
}

/** The embedded model's room is the product's own (src/session/profile.ts). */
function outputsOf(values: Values, recipe: Recipe): Output[] {
  const formats =
    values.format === undefined
      ? []
      : values.format === 'all'
        ? (['wf', 'lc', 'sr'] as const)
        : [oneOf('format', values.format, ['wf', 'lc', 'sr'] as const)];
  const ids = [
    ...formats.map((format) => `cursorcore-${format}`),
    ...(values.dialect === undefined
      ? formats.length > 0
        ? []
        : recipe === 'follow'
          ? ['inkling-sr-lc']
          : ['cursorcore-wf', 'cursorcore-lc', 'cursorcore-sr']
      : [values.dialect]),
  ];
  return ids.map((id) => {
    const dialect = findDialect(id);
    if (dialect === null) throw new Wrong(`--dialect ${id}: there are ${Object.keys(DIALECTS).join(', ')}`);
    const embedded = id === 'inkling-sr-lc';
    const contextTokens = whole('context', values.context ?? (embedded ? '2048' : '8192'), 256);
    const format: RowFormat = embedded
      ? {
          dialect,
          completion: 'edit',
          limits: DEFAULT_EXCERPT_LIMITS,
          budget: { contextTokens, answerTokens: 256, historyTokens: 600, historyMessages: 4 },
        }
      : {
          dialect,
          completion: 'answer',
          limits: { maxLines: 400, maxChars: contextTokens },
          budget: {
            contextTokens,
            answerTokens: contextTokens / 4,
            historyTokens: contextTokens / 2,
            historyMessages: 8,
          },
        };
    return { name: ids.length === 1 ? '' : id.replace('cursorcore-', ''), format };
  });
}

function rulesOf(text: string): ReadonlySet<RuleName> {
  const names = text
    .replace(/^-/, '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => oneOf('rules', name, RULE_NAMES));
  return new Set(
    names.length === 0 ? RULE_NAMES : text.startsWith('-') ? RULE_NAMES.filter((name) => !names.includes(name)) : names,
  );
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    throw new Wrong(`--git-list ${path}: ${messageOf(error)}`);
  }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Wrong(`--${name} ${text}: a whole number from ${least}`);
  return value;
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new Wrong(`--${name} ${text}: a number from 0 to 1`);
  return value;
}

const orEndless = (count: number): number => (count === 0 ? Number.POSITIVE_INFINITY : count);

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Wrong(`--${name} ${text}: one of ${choices.join(', ')}`);
  return found;
}
