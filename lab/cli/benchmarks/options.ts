/** What the benchmark commands have in common on the command line. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ChangeFormat } from '../../../src/core/conversation';
import { CommandError } from './command';

type Options = NonNullable<ParseArgsConfig['options']>;

const COMMON = {
  model: { type: 'string', default: 'embedded' },
  engine: { type: 'string' },
  gguf: { type: 'string' },
  lora: { type: 'string' },
  threads: { type: 'string' },
  endpoint: { type: 'string' },
  api: { type: 'string', default: 'chat' },
  'key-env': { type: 'string' },
  timeout: { type: 'string' },
  dialect: { type: 'string' },
  format: { type: 'string' },
  'target-area': { type: 'boolean' },
  window: { type: 'string' },
  limit: { type: 'string' },
  'max-tokens': { type: 'string' },
  workers: { type: 'string' },
  out: { type: 'string', default: '.tmp/benchmarks' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies Options;

export interface CommonOptions {
  readonly model: string;
  /** `browser` or `native`; checked where it is used. */
  readonly engine: string;
  /** An adapter for the native engine. */
  readonly lora: string | null;
  /** Of the native engine; null for as many as there are processors. */
  readonly threads: string | null;
  readonly endpoint: string | null;
  readonly api: 'chat' | 'completions';
  /** Name of the environment variable that holds the key of the endpoint. */
  readonly keyEnv: string | null;
  /** How long one answer of a server may take. */
  readonly timeoutSeconds: number;
  readonly dialect: string | null;
  readonly format: ChangeFormat | undefined;
  readonly targetArea: boolean | undefined;
  readonly window: number | null;
  readonly limit: number | null;
  readonly maxTokens: number | null;
  readonly workers: number | null;
  readonly out: string;
  readonly fresh: boolean;
}

const FORMATS: readonly ChangeFormat[] = ['wf', 'lc', 'sr', 'ud', 'lcn'];

const COMMON_HELP = `
The model
  --model embedded|<file.gguf>|<name>   the model that ships (the default), a GGUF file (its card is the .json beside it),
                                        or, with --endpoint, the name the server knows
  --engine browser|native               the program's engine in headless Chromium (default), or llama.cpp as a library
  --gguf <file>                         the same as --model; --lora <file> applies an adapter (GGUF), native only
  --threads <n>                         of the native engine
  --endpoint <URL>                      an OpenAI-compatible server, for example http://localhost:8080/v1
  --api chat|completions                how that server is asked (default chat); completions sends the raw template
  --key-env <NAME>                      the environment variable that holds the server's key
  --timeout <seconds>                   how long the server may take for one answer (default 300)
How it is asked
  --dialect <id>                        cursorcore-wf, -lc, -sr, inkling-sr-lc, instruct-wf; by default the model's own
  --format wf|lc|sr|ud|lcn              other formats for history and answer than the dialect's: whole file, locate and
                                        change, search and replace, unified diff, numbered locate and change
  --target-area                         shows the cursor or selection; --no-target-area hides it
  --window <n>                          only the newest n changes of the history (default all)
  --max-tokens <n>                      the longest answer (default 512 for the embedded model, else 1024)
The run
  --limit <n>                           so many tasks, spread evenly
  --workers <n>                         pages, or questions, at once (default 2 pages, 1 question)
  --out <folder>                        where answers and reports go (default .tmp/benchmarks)
  --fresh                               asks again what was answered before; without it a run that was stopped goes on
  --help                                this`;

/** @throws CommandError for a value that means nothing */
function countOf(value: string | undefined, name: string): number | null {
  if (value === undefined) return null;
  const count = Number(value);
  if (value.trim() === '' || !Number.isInteger(count) || count < (name === 'window' ? 0 : 1))
    throw new CommandError(`--${name} takes a whole number from ${name === 'window' ? 0 : 1}, not ${value}.`);
  return count;
}

export interface Parsed<Extra> {
  readonly common: CommonOptions;
  readonly extra: Extra;
}

/** Reads the command line; prints the help and ends for --help. @throws CommandError for what it does not know */
export function readOptions<const Extra extends Options>(
  help: string,
  extra: Extra,
): Parsed<ReturnType<typeof parseArgs<{ options: Extra }>>['values']> {
  const { values } = parseArgs({ options: { ...COMMON, ...extra }, allowNegative: true });
  const read = values as unknown as Readonly<Record<keyof typeof COMMON, string | boolean | undefined>>;
  if (read.help === true) {
    console.log(`${help}\n${COMMON_HELP}`);
    process.exit(0);
  }
  const text = (name: keyof typeof COMMON): string | undefined => {
    const value = read[name];
    return typeof value === 'string' ? value : undefined;
  };
  const format = text('format');
  const known = FORMATS.find((one) => one === format);
  if (format !== undefined && known === undefined)
    throw new CommandError(`--format takes one of ${FORMATS.join(', ')}, not ${format}.`);
  const api = text('api');
  if (api !== 'chat' && api !== 'completions') throw new CommandError('--api takes chat or completions.');
  const targetArea = read['target-area'];
  return {
    common: {
      model: text('gguf') ?? text('model') ?? 'embedded',
      engine: text('engine') ?? 'browser',
      lora: text('lora') ?? null,
      threads: text('threads') ?? null,
      endpoint: text('endpoint') ?? null,
      api,
      keyEnv: text('key-env') ?? null,
      timeoutSeconds: countOf(text('timeout'), 'timeout') ?? 300,
      dialect: text('dialect') ?? null,
      format: known,
      targetArea: typeof targetArea === 'boolean' ? targetArea : undefined,
      window: countOf(text('window'), 'window'),
      limit: countOf(text('limit'), 'limit'),
      maxTokens: countOf(text('max-tokens'), 'max-tokens'),
      workers: countOf(text('workers'), 'workers'),
      out: text('out') ?? '.tmp/benchmarks',
      fresh: read.fresh === true,
    },
    extra: values,
  };
}
