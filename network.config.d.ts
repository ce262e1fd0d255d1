import type { Plugin } from 'vite';

/** Puts `policy` into the built page as a `<meta>`, less what only a header can say. */
export function pagePolicy(policy: string): Plugin;

/** @param headers of every other file; `policy` takes the place of their content security policy. */
export function networkPolicy(policy: string, headers: Readonly<Record<string, string>>): Plugin;
