/** A user's JavaScript or TypeScript as one script for a sandboxed worker. */
import type { RunFile, ScriptRange } from '../core/execution';

export interface BuiltScript {
  readonly script: string;
  /** Where each file lies in it, for error messages. */
  readonly ranges: readonly ScriptRange[];
}

export interface ScriptFault {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const RUNNABLE = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const TYPED = /\.(?:[cm]?ts|tsx)$/i;
const MODULE_SYNTAX = /^\s*(?:import\b(?!\s*\()|export\b)/m;

/** Whether a file's text has to be rewritten before it can run as part of one script. */
export const needsTranspiling = (file: RunFile): boolean =>
  TYPED.test(file.path) || /x$/i.test(file.path) || MODULE_SYNTAX.test(file.text);

export type Transpile = (file: RunFile) => { readonly code: string } | ScriptFault;

const countLines = (text: string): number => text.split('\n').length;

/**
 * Puts every file into a function of its own, keeping its lines whole, so that a place in the script is a place in a file.
 * @param prelude the sandbox's own part (workers/javascript.ts), which comes first
 * @param main the path that runs; it alone may `await` at its top
 * @param transpile called for the files that need it; it must not move lines
 */
export function buildScript(
  prelude: string,
  files: readonly RunFile[],
  main: string,
  transpile: Transpile,
): BuiltScript | ScriptFault {
  let script = `${prelude}\n;inklingModules({`;
  const ranges: ScriptRange[] = [];
  for (const file of files) {
    if (!RUNNABLE.test(file.path)) continue;
    let code = file.text;
    if (needsTranspiling(file)) {
      const made = transpile(file);
      // A file that the program does not use must not stop it; one that it does use will be missed by name.
      if ('message' in made) {
        if (file.path === main) return made;
        continue;
      }
      code = made.code;
    }
    code = code.replace(/^#!/, '//');
    script += `${JSON.stringify(file.path)}:${file.path === main ? 'async ' : ''}function(module,exports,require){\n`;
    ranges.push({ file: file.path, firstLine: countLines(script), lines: countLines(code) });
    script += `${code}\n},`;
  }
  return { script: `${script}}, ${JSON.stringify(main)});`, ranges };
}
