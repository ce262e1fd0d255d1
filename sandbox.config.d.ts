import type { Plugin } from 'vite';

/** The text of a script with everything it imports. The same source gives the same text, so that its hash can be allowed. */
export function sandboxedScript(entry: string): Promise<string>;

/** The source expression that lets exactly this inline script run under a Content Security Policy. */
export function scriptHash(code: string): string;

export function sandboxedScripts(): Plugin;
