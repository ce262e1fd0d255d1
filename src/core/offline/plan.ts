/** What of the built program is kept for use without a network, and when it is fetched. */

export interface BuiltFile {
  /** Relative to the page, without a leading slash. */
  readonly path: string;
  readonly bytes: number;
  /** Paths of the files that it cannot work without: of a page its scripts and styles, of a script what it imports at once. */
  readonly needs?: readonly string[];
}

const REFERENCE = /(?:src|href)="\.\/([^"#?]+)"/g;
const STATIC_IMPORT = /(?:\bfrom|\bimport|\})\s*["'`](\.\.?\/[^"'`]+\.js)["'`]/g;

/** What a built page or script cannot work without, as paths relative to the page. What it imports when it needs it is not among them. */
export function needsOf(path: string, text: string): readonly string[] {
  const found = path.endsWith('.html') ? text.matchAll(REFERENCE) : text.matchAll(STATIC_IMPORT);
  return [...new Set(Array.from(found, ([, target]) => resolved(path, target ?? '')))];
}

/** A path relative to the page out of one relative to a file. */
function resolved(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Paths relative to the page. */
export interface OfflinePlan {
  /** Changes with any file of the plan. */
  readonly version: string;
  /** Without these there is no editor and no prediction: fetched first, all or nothing. */
  readonly shell: readonly string[];
  /** Panels, grammars and the like: fetched when the shell is there. What is in neither list is kept once it was used. */
  readonly soon: readonly string[];
}

/** What the first visit needs, by the names that the build gives; with it comes all that these need in turn. */
const SHELL = [
  /^index\.html$/,
  /^theme\.js$/,
  /^manifest\.webmanifest$/,
  /^icons\//,
  /^assets\/(index|react|runtime|monaco|host|proposals|editor\.worker|codicon|network)[-.]/,
];
/** Packages for Python, each fetched with the first program that imports it; their names hold their versions. */
const PACKAGE = /^python\/[^/]+\.whl$/;
/** Added to weights that a user has chosen to download; whoever loads it checks its digest. */
const ADAPTER = /^models\/[\w.-]+\.lora\.gguf$/;
/** Large, and of use only to those who run code or choose a model for the graphics card. */
const ON_USE_BYTES = 900_000;

/**
 * Sorts the files of a build into steps.
 * @param version names the build; pass a digest of all files
 */
export function offlinePlan(files: readonly BuiltFile[], version: string): OfflinePlan {
  const kept = files.filter(({ path }) => !/(^|\/)(service-worker\.js|_headers|README\.md|[^/]+\.map)$/.test(path));
  const byPath = new Map(kept.map((file) => [file.path, file]));
  const shell = new Set(kept.filter(({ path }) => SHELL.some((pattern) => pattern.test(path))));
  // A set hands over what is added to it while it is walked.
  for (const { needs = [] } of shell) {
    for (const path of needs) {
      const needed = byPath.get(path);
      if (needed !== undefined) shell.add(needed);
    }
  }
  const paths = (some: readonly BuiltFile[]): readonly string[] => some.map(({ path }) => path).sort();
  return {
    version,
    shell: paths([...shell]),
    soon: paths(
      kept.filter(
        (file) =>
          !shell.has(file) && file.bytes <= ON_USE_BYTES && !PACKAGE.test(file.path) && !ADAPTER.test(file.path),
      ),
    ),
  };
}

/** How a request is answered. */
export type Route =
  /** Not ours: another origin, another method, outside of the page's folder. */
  | { readonly kind: 'network' }
  /** The page itself, whatever stands behind it in the address. */
  | { readonly kind: 'page' }
  /** A file: from what is kept, else from the network; `keep` says whether it may be kept then. */
  | { readonly kind: 'file'; readonly path: string; readonly keep: boolean };

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly navigates: boolean;
  /** Whether only a part of the file is asked for. */
  readonly part: boolean;
}

/** @param scope absolute URL of the page's folder, with a slash at its end */
export function routeOf({ method, url, navigates, part }: Asked, scope: string): Route {
  if (method !== 'GET' || !url.startsWith(scope)) return { kind: 'network' };
  const path = url.slice(scope.length).replace(/[?#].*$/, '');
  if (navigates) return path === '' || path === 'index.html' ? { kind: 'page' } : { kind: 'network' };
  if (part) return { kind: 'network' };
  // Only files whose name changes with their content may be kept without asking again, and those whose content is checked.
  return {
    kind: 'file',
    path: path === '' ? 'index.html' : path,
    keep: /^assets\/[^/]+-[\w-]{8}\.[a-z0-9]+$/.test(path) || PACKAGE.test(path) || ADAPTER.test(path),
  };
}
