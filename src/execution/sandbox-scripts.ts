/** The texts that run in the sandbox: the frame's at hand, those of the languages brought when first used. */
import code, { hash } from '../../workers/sandbox-frame?sandboxed';
import type { Scripts } from '.';

export const SANDBOX_SCRIPTS: Scripts = {
  frame: { code, hash },
  python: () => import('../../workers/python?sandboxed').then((script) => script.default),
  javascript: () => import('../../workers/javascript?sandboxed').then((script) => script.default),
};
