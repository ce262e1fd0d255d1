/** TypeScript and modules to plain script, line for line. Import this module dynamically: it is 0.2 MB. */
import { transform } from 'sucrase';
import type { Transpile } from './script';
import { messageOf } from '../core/message-of';

const AT = /\((\d+):(\d+)\)\s*$/;

export const transpile: Transpile = ({ path, text }) => {
  const typed = /\.(?:[cm]?ts|tsx)$/i.test(path);
  const jsx = /x$/i.test(path);
  try {
    const { code } = transform(text, {
      transforms: [...(typed ? ['typescript' as const] : []), ...(jsx ? ['jsx' as const] : []), 'imports'],
      filePath: path,
      production: true,
      // Newer syntax than the browser's own is not expected, and every rewrite could move a line.
      disableESTransforms: true,
    });
    return { code };
  } catch (error) {
    const message = messageOf(error);
    const at = AT.exec(message);
    return {
      message: message
        .replace(AT, '')
        .replace(/^Error transforming [^:]*: /, '')
        .trim(),
      file: path,
      line: Number(at?.[1] ?? 1),
      column: Number(at?.[2] ?? 1),
    };
  }
};
