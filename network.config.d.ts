import type { Plugin } from 'vite';

/** @param headers of every other file; `policy` takes the place of their content security policy. */
export function networkPolicy(policy: string, headers: Readonly<Record<string, string>>): Plugin;
