/** Under which names TypeScript's service knows the documents: it goes by the endings of their paths. */

/** How a file is read: null for what the service has no part in. */
export type ScriptKind = 'ts' | 'tsx' | 'js' | 'jsx' | null;

/** @param language Monaco's id */
export function scriptKindOf(name: string, language: string): ScriptKind {
  const ending = /\.([jt]sx)$/i.exec(name)?.[1]?.toLowerCase();
  if (language === 'typescript') return ending === 'tsx' ? 'tsx' : 'ts';
  if (language === 'javascript') return ending === 'jsx' ? 'jsx' : 'js';
  return null;
}

/**
 * A document's path for the service, with a slash before it. The service reads endings that it does not know (`.mts`,
 * `.TS`) as JavaScript, so those get one more.
 */
export function servicePath(name: string, language: string): string {
  const kind = scriptKindOf(name, language);
  return kind === null || name.endsWith(`.${kind}`) ? `/${name}` : `/${name}.${kind}`;
}
