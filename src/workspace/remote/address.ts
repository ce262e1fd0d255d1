/** What an address of GitHub names. The address is only read: what is fetched is put together anew from its checked parts. */
import { holdsUnseen } from '../paths';

export type RemoteAddress =
  /** Where the name of a branch ends and the path begins cannot be told from the address: `rest` holds both. */
  | { readonly kind: 'folder'; readonly owner: string; readonly repository: string; readonly rest: readonly string[] }
  | { readonly kind: 'file'; readonly owner: string; readonly repository: string; readonly rest: readonly string[] }
  | { readonly kind: 'gist'; readonly id: string; readonly revision: string | null }
  /** `why` is a sentence or two for the user. */
  | { readonly kind: 'bad'; readonly why: string };

const LONGEST = 1_000;
const OWNER = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/;
const REPOSITORY = /^(?!\.{1,2}$)[\w.-]{1,100}$/;
const GIST = /^(?:[0-9a-f]{20,40}|\d{1,10})$/;
const REVISION = /^[0-9a-f]{40}$/;
/** Pages of GitHub itself that look like someone's. */
const PAGES: ReadonlySet<string> = new Set([
  'about',
  'apps',
  'collections',
  'enterprise',
  'explore',
  'features',
  'login',
  'marketplace',
  'new',
  'notifications',
  'orgs',
  'pricing',
  'search',
  'security',
  'settings',
  'signup',
  'sponsors',
  'topics',
  'trending',
]);

const bad = (why: string): RemoteAddress => ({ kind: 'bad', why });
const NOT_AN_ADDRESS = 'This is not an address. It looks like https://github.com/owner/repository.';
const NO_FILES = 'This page of GitHub holds no files. Give the address of a repository, a folder, a file or a gist.';

/** The decoded parts of a path; null when one of them hides another path. */
function partsOf(pathname: string): readonly string[] | null {
  const parts: string[] = [];
  for (const part of pathname.split('/').filter((one) => one !== '')) {
    try {
      const plain = decodeURIComponent(part);
      if (plain === '.' || plain === '..' || /[/\\]/.test(plain) || /[\u0000-\u001f\u007f]/.test(plain)) return null;
      parts.push(plain);
    } catch (error) {
      if (error instanceof URIError) return null;
      throw error;
    }
  }
  return parts;
}

/** Reads what a user typed or pasted. Never throws. */
export function remoteAddress(typed: string): RemoteAddress {
  const text = typed.trim();
  if (text === '') return bad(NOT_AN_ADDRESS);
  if (text.length > LONGEST) return bad(`An address is not longer than ${LONGEST} characters.`);
  if (text.includes(' ') || holdsUnseen(text))
    return bad('The address holds spaces or characters that cannot be seen.');
  const ssh = /^git@github\.com:([^/]+)\/([^/]+)$/.exec(text);
  const short = /^([^/:.]+)\/([^/:]+)$/.exec(text);
  const pair = ssh ?? short;
  if (pair !== null) return inRepository([pair[1] ?? '', pair[2] ?? '']);
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return bad(NOT_AN_ADDRESS);
  const url = new URL(whole);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return bad(NOT_AN_ADDRESS);
  if (url.username !== '' || url.password !== '' || url.port !== '')
    return bad('The address holds a name, a password or a port, which GitHub’s do not.');
  const parts = partsOf(url.pathname);
  if (parts === null) return bad('The address holds a path that leads elsewhere.');
  switch (url.hostname) {
    case 'github.com':
    case 'www.github.com':
      return inRepository(parts);
    case 'raw.githubusercontent.com':
      return inRepository([...parts.slice(0, 2), 'raw', ...parts.slice(2)]);
    case 'gist.github.com':
    case 'gist.githubusercontent.com':
      return gist(parts);
    default:
      return bad(`Only addresses of github.com and gist.github.com can be opened, not of ${url.hostname}.`);
  }
}

function inRepository([owner = '', named = '', page, ...rest]: readonly string[]): RemoteAddress {
  const repository = named.replace(/\.git$/, '');
  if (PAGES.has(owner.toLowerCase()) || (OWNER.test(owner) && named === '')) return bad(NO_FILES);
  if (!OWNER.test(owner) || !REPOSITORY.test(repository)) return bad('There can be no repository of that name.');
  const plain = rest[0] === 'refs' && (rest[1] === 'heads' || rest[1] === 'tags') ? rest.slice(2) : rest;
  switch (page) {
    case undefined:
      return { kind: 'folder', owner, repository, rest: [] };
    case 'tree':
    case 'commit':
      return { kind: 'folder', owner, repository, rest: plain };
    case 'blob':
    case 'raw':
    case 'blame':
      return plain.length < 2 ? bad('The address names no file.') : { kind: 'file', owner, repository, rest: plain };
    default:
      return bad(NO_FILES);
  }
}

function gist(parts: readonly string[]): RemoteAddress {
  const [first = '', second = ''] = parts;
  const at = GIST.test(first) && (second === '' || second === 'raw' || REVISION.test(second)) ? 0 : 1;
  const id = parts[at] ?? '';
  if (!GIST.test(id)) return bad(NO_FILES);
  const revision = parts.slice(at + 1).find((part) => REVISION.test(part)) ?? null;
  return { kind: 'gist', id, revision };
}
