/** What surrounds a user's JavaScript: a console, prompts, modules, and the knowledge of when it has ended. */
import { formatLog, inspect } from '../../core/execution/inspect';
import type { WorkerReply } from '../../protocol/execution';
import { awaitLine } from './input';
import { createOutput } from './output';

export type ModuleBody = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
) => Promise<void> | undefined;
/** By path; the main module may be asynchronous, so that `await` works at its top. */
export type ModuleTable = Readonly<Record<string, ModuleBody>>;

export interface ModuleRun {
  readonly scope: WorkerGlobalScope & typeof globalThis;
  readonly post: (reply: WorkerReply) => void;
  readonly input: SharedArrayBuffer | null;
  readonly outputBytes: number;
  readonly modules: ModuleTable;
  readonly main: string;
}

const EXTENSIONS = ['', '.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.js'];
/** A program with nothing left to do gets this long for what cannot be counted, such as a digest of `crypto.subtle`. */
const GRACE_MS = 30;

/** The path a module means by `name`; null when no file of the run is meant. */
export function resolveModule(from: string, name: string, known: (path: string) => boolean): string | null {
  if (!name.startsWith('.')) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const path = parts.join('/');
  const bare = path.replace(/\.(js|mjs|jsx)$/, '');
  return [...EXTENSIONS.map((end) => path + end), ...EXTENSIONS.map((end) => bare + end)].find(known) ?? null;
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const error = new Error(inspect(thrown));
  error.name = 'Uncaught';
  error.stack = '';
  return error;
}

/** Counts timers that are still to fire, by standing in for the worker's own. */
function countTimers(
  scope: ModuleRun['scope'],
  changed: () => void,
): { readonly pending: () => number; readonly later: (act: () => void, ms: number) => void } {
  const alive = new Set<number>();
  const original = {
    setTimeout: scope.setTimeout.bind(scope),
    setInterval: scope.setInterval.bind(scope),
    clearTimeout: scope.clearTimeout.bind(scope),
  };
  const call = (handler: TimerHandler, values: readonly unknown[]): void => {
    if (typeof handler === 'function') (handler as (...given: readonly unknown[]) => void)(...values);
  };
  scope.setTimeout = ((handler: TimerHandler, ms?: number, ...values: readonly unknown[]) => {
    const id = original.setTimeout(() => {
      try {
        call(handler, values);
      } finally {
        alive.delete(id);
        changed();
      }
    }, ms);
    alive.add(id);
    return id;
  }) as typeof scope.setTimeout;
  scope.setInterval = ((handler: TimerHandler, ms?: number, ...values: readonly unknown[]) => {
    const id = original.setInterval(() => {
      call(handler, values);
    }, ms);
    alive.add(id);
    return id;
  }) as typeof scope.setInterval;
  const clear = ((id?: number) => {
    original.clearTimeout(id);
    if (id !== undefined && alive.delete(id)) changed();
  }) as typeof scope.clearTimeout;
  scope.clearTimeout = clear;
  scope.clearInterval = clear;
  return { pending: () => alive.size, later: original.setTimeout };
}

/** Runs the main module; tells of its end once nothing is left that could still act. */
export function runModules({ scope, post, input, outputBytes, modules, main }: ModuleRun): void {
  const output = createOutput(post, outputBytes, () => performance.now());
  let over = false;
  let evaluated = false;
  let failedAssertion: Error | null = null;

  const end = (reply: WorkerReply): void => {
    if (over) return;
    over = true;
    output.flush();
    post(reply);
  };
  const fail = (thrown: unknown): void => {
    const { name, message, stack = '' } = asError(thrown);
    end({
      type: 'failed',
      error: { name, message, stack },
      memory: name === 'RangeError' && /allocation|array length/i.test(message),
    });
  };
  const timers = countTimers(scope, () => {
    settle();
  });
  const settle = (): void => {
    if (!evaluated || timers.pending() > 0) return;
    timers.later(() => {
      if (timers.pending() > 0) return;
      if (failedAssertion === null) end({ type: 'done', code: 0 });
      else fail(failedAssertion);
    }, GRACE_MS);
  };

  const counts = new Map<string, number>();
  const started = new Map<string, number>();
  let indent = '';
  const print =
    (stream: 'out' | 'err') =>
    (...values: readonly unknown[]): void => {
      output.write(stream, `${indent}${formatLog(values).replaceAll('\n', `\n${indent}`)}\n`);
    };
  const log = print('out');
  const problem = print('err');
  Object.assign(scope.console, {
    log,
    info: log,
    debug: log,
    warn: problem,
    error: problem,
    trace: (...values: readonly unknown[]) => {
      problem('Trace:', ...values);
    },
    dir: (value: unknown) => {
      log(inspect(value));
    },
    table: log,
    group: (...values: readonly unknown[]) => {
      if (values.length > 0) log(...values);
      indent += '  ';
    },
    groupEnd: () => {
      indent = indent.slice(2);
    },
    assert: (holds?: unknown, ...values: readonly unknown[]) => {
      if (Boolean(holds)) return;
      const error = new Error(values.length === 0 ? 'console.assert' : formatLog(values));
      error.name = 'AssertionError';
      failedAssertion ??= error;
      problem(`Assertion failed${values.length === 0 ? '' : `: ${formatLog(values)}`}`);
    },
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label) ?? 0}`);
    },
    time: (label = 'default') => {
      started.set(label, performance.now());
    },
    timeEnd: (label = 'default') => {
      log(`${label}: ${(performance.now() - (started.get(label) ?? performance.now())).toFixed(3)} ms`);
    },
  });

  const ask = (words: unknown): string | null => {
    if (input === null) throw new Error('This page cannot wait for input (it is not cross-origin isolated).');
    if (words !== undefined) output.write('out', `${inspect(words)} `);
    output.flush();
    post({ type: 'waiting' });
    return awaitLine(input);
  };
  Object.assign(scope, {
    prompt: (words?: unknown) => ask(words),
    alert: (words?: unknown) => {
      log(words === undefined ? '' : inspect(words));
    },
    confirm: (words?: unknown) =>
      /^(y|yes|ok|true|1)$/i.test(ask(`${words === undefined ? '' : inspect(words)} [y/n]`) ?? ''),
  });

  // An error in a timer or an event, and a promise that nobody waits for.
  scope.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.error ?? event.message);
  });
  scope.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    fail(event.reason);
  });

  const loaded = new Map<string, { exports: unknown }>();
  const load = (
    path: string,
  ): { readonly module: { exports: unknown }; readonly running: Promise<void> | undefined } => {
    const known = loaded.get(path);
    if (known !== undefined) return { module: known, running: undefined };
    const module = { exports: {} };
    loaded.set(path, module);
    const require = (name: string): unknown => {
      const target = resolveModule(path, name, (file) => Object.hasOwn(modules, file));
      if (target === null)
        throw new Error(
          `Cannot find module '${name}': packages from the network are not available here, only your own files.`,
        );
      return load(target).module.exports;
    };
    return { module, running: modules[path]?.call(undefined, module, module.exports, require) };
  };

  post({ type: 'began' });
  try {
    Promise.resolve(load(main).running).then(() => {
      evaluated = true;
      settle();
    }, fail);
  } catch (error) {
    fail(error);
  }
}
