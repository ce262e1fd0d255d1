/** Reads what Python and JavaScript print about an uncaught error. Pure; the text is whatever a program wrote. */
import type { CodeLocation, RunFailure } from './outcome';

/** The files a location may name: everything else (the standard library, the sandbox itself) is passed over. */
export type KnownFile = (path: string) => string | null;

/**
 * Matches the names a program's own files have in tracebacks: as given, below the folder Python runs in, or with `./`.
 * @param paths relative paths of the run's files
 */
export function knownFiles(paths: readonly string[]): KnownFile {
  const known = new Set(paths);
  return (path) => {
    const relative = path.replace(/^\/home\/user\//, '').replace(/^\.\//, '');
    return known.has(relative) ? relative : null;
  };
}

const PYTHON_FRAME = /^\s*File "(.+)", line (\d+)(?:, in .*)?$/;
const PYTHON_ERROR = /^([A-Za-z_][\w.]*)(?:: ([\s\S]*))?$/;
const MAX_MESSAGE = 2_000;

/**
 * A Python traceback. Of chained exceptions the last one counts (the one that ended the program); within it the
 * innermost frame that lies in the user's files, since a fault inside a library is caused where it was called.
 */
export function parsePythonTraceback(trace: string, known: KnownFile): RunFailure {
  const lines = trace.replace(/\s+$/, '').split('\n');
  // What is indented belongs to frames, so the error begins at the last line of the shape `Name` or `Name: text` after them.
  let lastFrame = -1;
  let location: CodeLocation | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('Traceback (most recent call last):')) location = null;
    const frame = PYTHON_FRAME.exec(line);
    if (frame === null) continue;
    lastFrame = index;
    const file = known(frame[1] ?? '');
    if (file !== null) location = { file, line: Number(frame[2]), column: null };
  }
  const from = lines.findIndex(
    (line, index) => index > lastFrame && /^\S/.test(line) && PYTHON_ERROR.test(line.split(': ', 1)[0] ?? ''),
  );
  const error = PYTHON_ERROR.exec(from < 0 ? '' : lines.slice(from).join('\n'));
  const type = error?.[1]?.split('.').at(-1) ?? 'Error';
  return { type, message: (error?.[2] ?? '').slice(0, MAX_MESSAGE), location, trace };
}

/** A stretch of the sandbox's own script that holds one of the user's files; lines from 1. */
export interface ScriptRange {
  readonly file: string;
  readonly firstLine: number;
  readonly lines: number;
}

/** Where a line of the sandbox's script comes from; null outside the user's files. */
export function locate(ranges: readonly ScriptRange[], line: number, column: number | null): CodeLocation | null {
  const range = ranges.find(({ firstLine, lines }) => line >= firstLine && line < firstLine + lines);
  return range === undefined ? null : { file: range.file, line: line - range.firstLine + 1, column };
}

// Chromium and Node: `at name (url:line:column)`; Firefox and Safari: `name@url:line:column`.
const SCRIPT_FRAME = /(?:\(|at |@)((?:blob:)?[^\s()@]*):(\d+):(\d+)\)?$/;

/**
 * A JavaScript error of the sandbox's script, with the stack reduced to the user's files.
 * @param stack as the browser gives it, the message on top or not
 */
export function parseScriptError(
  error: { readonly name: string; readonly message: string; readonly stack: string },
  ranges: readonly ScriptRange[],
): RunFailure {
  const frames: string[] = [];
  let location: CodeLocation | null = null;
  for (const line of error.stack.split('\n')) {
    const found = SCRIPT_FRAME.exec(line.trim());
    if (found === null) continue;
    const place = locate(ranges, Number(found[2]), Number(found[3]));
    if (place === null) continue;
    location ??= place;
    const name = /^\s*(?:at )?(?:async )?([\w$.<>]+)(?: \(|@)/.exec(line)?.[1];
    frames.push(`    at ${name === undefined ? '' : `${name} `}(${place.file}:${place.line}:${place.column ?? 1})`);
  }
  const message = error.message.slice(0, MAX_MESSAGE);
  const head = message === '' ? error.name : `${error.name}: ${message}`;
  return { type: error.name, message, location, trace: [head, ...frames].join('\n') };
}
