/**
 * Runs Python in the sandbox: one interpreter, one run. Everything it needs was brought in as bytes, because nothing
 * can be fetched from here.
 */
import { loadPyodide, type PyodideAPI } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import type { WorkerCommand, WorkerReply, WorkerSetup } from '../src/protocol/execution';
import { awaitLine } from '../src/execution/sandbox/input';
import { createOutput, type Output } from '../src/execution/sandbox/output';
import { HOST_SOURCE, PLOTS_SOURCE } from '../src/execution/sandbox/python-host';
import { messageOf } from '../src/core/message-of';

interface Ended {
  readonly kind: 'done' | 'failed' | 'memory';
  readonly code: number;
  readonly name: string;
  readonly message: string;
  readonly trace: string;
}

/** The part of Emscripten's file system that is used; its own typings are not shipped. */
interface FileSystem {
  mkdirTree(path: string): void;
  writeFile(path: string, text: string): void;
  chdir(path: string): void;
}

const HOME = '/home/user';
/** Below which the interpreter looks for what it would otherwise download. */
const BASE = 'https://packages.invalid/';
const PAGE_BYTES = 65_536;

// The user's code can reach everything global here, so what the host relies on is taken before it starts.
const send = self.postMessage.bind(self);
// Their own messages would be neither counted nor cut.
delete (self as { postMessage?: unknown }).postMessage;
const post = (reply: WorkerReply): void => {
  send(reply);
};

/** Answers the interpreter's own downloads from what was brought in. Nothing else gets an answer. */
function serveAssets(files: ReadonlyMap<string, ArrayBuffer>): void {
  self.fetch = (input) => {
    const url = input instanceof Request ? input.url : String(input);
    const bytes = files.get(url.slice(url.lastIndexOf('/') + 1));
    return bytes === undefined
      ? Promise.reject(new TypeError(`${url} cannot be reached from here.`))
      : Promise.resolve(new Response(bytes));
  };
}

/** The frame compiled the interpreter once; each worker only makes an instance of it. */
function serveInterpreter(module: WebAssembly.Module): void {
  const streaming = WebAssembly.instantiateStreaming.bind(WebAssembly);
  WebAssembly.instantiateStreaming = async (_source, imports) => {
    WebAssembly.instantiateStreaming = streaming;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

/** Refuses to grow any memory past the limit: the interpreter then raises MemoryError where it stands. */
function limitMemory(bytes: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its memory below
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function limited(this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * PAGE_BYTES > bytes) throw new RangeError('The memory limit is reached.');
    return grow.call(this, pages);
  };
}

function connectStreams(python: PyodideAPI, output: Output, input: SharedArrayBuffer | null): void {
  for (const stream of ['out', 'err'] as const) {
    const decoder = new TextDecoder();
    const write = (bytes: Uint8Array): number => {
      output.write(stream, decoder.decode(bytes, { stream: true }));
      return bytes.length;
    };
    if (stream === 'out') python.setStdout({ write, isatty: true });
    else python.setStderr({ write, isatty: true });
  }
  python.setStdin({
    stdin: () => {
      if (input === null) throw new Error('This page cannot wait for input (it is not cross-origin isolated).');
      output.flush();
      post({ type: 'waiting' });
      return awaitLine(input);
    },
  });
}

async function install(
  python: PyodideAPI,
  files: Map<string, ArrayBuffer>,
  command: Extract<WorkerCommand, { type: 'packages' }>,
): Promise<void> {
  for (const { fileName, bytes } of command.wheels) files.set(fileName, bytes);
  if (command.names.length > 0)
    await python.loadPackage([...command.names], {
      messageCallback: () => undefined,
      errorCallback: () => undefined,
      checkIntegrity: false,
    });
}

async function start(setup: WorkerSetup, next: () => Promise<WorkerCommand>): Promise<void> {
  const files = new Map<string, ArrayBuffer>();
  let python: PyodideAPI;
  let disk: FileSystem;
  try {
    const interpreter = setup.assets['python.wasm'];
    const library = setup.assets['python_stdlib.zip'];
    const lock = setup.assets['pyodide-lock.json'];
    if (
      !(interpreter instanceof WebAssembly.Module) ||
      !(library instanceof ArrayBuffer) ||
      !(lock instanceof ArrayBuffer)
    )
      throw new Error('A part of Python is missing.');
    files.set('python_stdlib.zip', library);
    serveAssets(files);
    serveInterpreter(interpreter);
    python = await loadPyodide({
      indexURL: BASE,
      packageBaseUrl: BASE,
      lockFileContents: new TextDecoder().decode(lock),
      createPyodideModule,
      env: { HOME, MPLBACKEND: 'module://inkling_plots', PYTHONDONTWRITEBYTECODE: '1' },
    });
    disk = python.FS as FileSystem;
    for (const folder of ['/inkling', HOME]) disk.mkdirTree(folder);
    disk.writeFile('/inkling/inkling_host.py', HOST_SOURCE);
    disk.writeFile('/inkling/inkling_plots.py', PLOTS_SOURCE);
    disk.chdir(HOME);
    python.runPython(`import sys; sys.path[:0] = ["${HOME}"]; sys.path.append("/inkling"); import inkling_host`);
  } catch (error) {
    post({ type: 'no-interpreter', detail: messageOf(error) });
    return;
  }
  post({ type: 'loaded' });

  const command = await next();
  if (command.type !== 'run') return;
  const output = createOutput(post, command.outputBytes, () => performance.now());
  connectStreams(python, output, setup.input);
  python.registerJsModule('inkling_page', {
    picture: (bytes: { toJs(): Uint8Array<ArrayBuffer>; destroy(): void }, title: string) => {
      output.picture(bytes.toJs().slice(), title);
      bytes.destroy();
    },
  });
  for (const { path, text } of command.files) {
    const at = `${HOME}/${path}`;
    disk.mkdirTree(at.slice(0, at.lastIndexOf('/')));
    disk.writeFile(at, text);
  }
  const host = python.pyimport('inkling_host') as unknown as {
    imports(sources: unknown): { toJs(): string[] };
    run(main: string): Promise<Ended>;
  };
  const modules = host
    .imports(python.toPy(command.files.filter(({ path }) => path.endsWith('.py')).map(({ text }) => text)))
    .toJs();
  if (modules.length > 0) {
    post({ type: 'imports', modules });
    const packages = await next();
    if (packages.type !== 'packages') return;
    try {
      await install(python, files, packages);
    } catch (error) {
      output.write('err', `A package could not be installed: ${messageOf(error)}\n`);
    }
    for (const name of packages.missing) {
      output.write(
        'err',
        `The package ${name} is not part of this Inkling. Whoever hosts it can add it: npm run python:packages -- ${name}\n`,
      );
    }
  }
  limitMemory(command.memoryBytes);
  post({ type: 'began' });
  try {
    const ended = await host.run(command.main);
    output.flush();
    if (ended.kind === 'done') post({ type: 'done', code: ended.code });
    else
      post({
        type: 'failed',
        error: { name: ended.name, message: ended.message, stack: ended.trace },
        memory: ended.kind === 'memory',
      });
  } catch (error) {
    // The interpreter itself gave up, as it does when memory is short in a place where Python cannot say so.
    output.flush();
    const message = messageOf(error);
    post({
      type: 'failed',
      error: { name: error instanceof Error ? error.name : 'Error', message, stack: message },
      memory: /memory|allocation/i.test(message),
    });
  }
}

const commands: WorkerCommand[] = [];
let wake: ((command: WorkerCommand) => void) | null = null;
const next = (): Promise<WorkerCommand> => {
  const queued = commands.shift();
  return queued === undefined
    ? new Promise((resolve) => {
        wake = resolve;
      })
    : Promise.resolve(queued);
};

self.addEventListener('message', ({ data }: MessageEvent<WorkerSetup | WorkerCommand>) => {
  if (data.type === 'setup') {
    void start(data, next);
    return;
  }
  const waiting = wake;
  wake = null;
  if (waiting === null) commands.push(data);
  else waiting(data);
});
