/** Models of the user's own: from what was asked for to what is fetched, kept and loaded. */
import { mlcModel } from '../../engine/webllm/traits';
import { inklingHalf } from '../../models/adapted';
import { storedUrl } from '../../models/store';
import type { DownloadRequest } from '../../protocol/models';
import { withoutUnseen } from '../../workspace';

/** Letters, digits and dashes of a name, for use in file names and addresses; never empty. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60) || 'model';

/** A short number for a text, so that two addresses with the same file name are two models. FNV-1a, 32 bits. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The file name at the end of an address, without its extension. */
export function nameOfAddress(url: string): string {
  try {
    const last = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
    return last.replace(/\.gguf$/i, '');
  } catch {
    return '';
  }
}

/** Says why an address cannot be used, as a sentence; null when it can. */
export function refuseAddress(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'That is not an address. It begins with https:// and ends in .gguf.';
  }
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)) return null;
  return 'The address has to begin with https:// (or lead to this machine).';
}

/** The same of a server's address. */
export function refuseServer(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return 'That is not an address. It looks like http://localhost:8080/v1 or https://example.org/v1.';
  }
  if (url.username !== '' || url.password !== '')
    return 'Leave name and password out of the address; a key has its own field.';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)) return null;
  return 'Browsers let this page ask over https, and over http only this machine (localhost).';
}

/** The page of a file on the hub leads to the file itself. */
const directAddress = (url: string): string =>
  url.replace(/^(https:\/\/huggingface\.co\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/');

interface Described {
  readonly name: string;
  readonly dialect: string;
}

function gguf(id: string, { name, dialect }: Described, url: string): DownloadRequest {
  return {
    id,
    name,
    origin: { kind: 'gguf', url, sha256: null },
    source: { id, engine: 'wllama', url: storedUrl(id), sha256: null, contextLength: 2048, dialect },
  };
}

const LONGEST_NAME = 80;

/** A name as it can be shown: addresses and files may be called anything. */
const shown = (name: string): string => withoutUnseen(name.trim()).slice(0, LONGEST_NAME);

/** A GGUF file by its address, with a name of its own where none was given. */
export function fromAddress(address: string, described: Described): DownloadRequest {
  const url = directAddress(address.trim());
  const name = shown(described.name) || shown(nameOfAddress(url)) || 'Model';
  return gguf(`own-${slugOf(name)}-${shortHash(url)}`, { ...described, name }, url);
}

/** The file that our adapter belongs to, had in another way than from the hub: the same model, its digest checked as well. */
function baseOfAdapter(fileName: string): DownloadRequest {
  const { id, name, base, adapter, contextLength, dialect } = inklingHalf;
  return {
    id,
    name,
    origin: { kind: 'gguf', url: fileName, sha256: base.sha256 },
    source: {
      id,
      engine: 'wllama',
      url: storedUrl(id),
      sha256: null,
      bytes: base.bytes,
      contextLength,
      dialect,
      adapter,
    },
  };
}

/** A GGUF file of the user's disk. With the dialect of our adapter and the size of its base it gets the adapter. */
export function fromFile(
  file: { readonly name: string; readonly size: number; readonly lastModified: number },
  described: Described,
): DownloadRequest {
  const name = shown(described.name) || shown(file.name.replace(/\.gguf$/i, '')) || 'Model';
  if (described.dialect === inklingHalf.dialect && file.size === inklingHalf.base.bytes)
    return baseOfAdapter(file.name);
  const request = gguf(
    `own-${slugOf(name)}-${shortHash(`${file.name} ${file.size} ${file.lastModified}`)}`,
    { ...described, name },
    file.name,
  );
  return request;
}

/** Weights converted on this device: only their library is still to be fetched. */
export function fromConversion(
  made: { readonly id: string; readonly url: string; readonly bytes: number; readonly needsF16: boolean },
  library: string,
  described: Described,
): DownloadRequest {
  return {
    id: made.id,
    name: described.name,
    origin: { kind: 'library', library },
    source: mlcModel({
      id: made.id,
      url: made.url,
      library,
      needsF16: made.needsF16,
      bytes: made.bytes,
      contextLength: 4096,
      dialect: described.dialect,
    }),
  };
}
