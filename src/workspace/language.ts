/** What a file is written in, by its name. */

export interface Language {
  /** Monaco's id, and the lower-case name for a fence in a prompt. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

const PLAIN: Language = { id: 'plaintext', name: 'Plain text' };

const KNOWN = [
  ['python', 'Python', ['py', 'pyw', 'pyi']],
  ['typescript', 'TypeScript', ['ts', 'tsx', 'mts', 'cts']],
  ['javascript', 'JavaScript', ['js', 'jsx', 'mjs', 'cjs']],
  ['html', 'HTML', ['html', 'htm']],
  ['css', 'CSS', ['css']],
  ['markdown', 'Markdown', ['md', 'markdown']],
  ['go', 'Go', ['go']],
  ['rust', 'Rust', ['rs']],
  ['java', 'Java', ['java']],
  ['cpp', 'C++', ['c', 'h', 'cc', 'cpp', 'cxx', 'hpp']],
  ['shell', 'Shell', ['sh', 'bash']],
  ['yaml', 'YAML', ['yaml', 'yml']],
] as const;

const BY_EXTENSION: ReadonlyMap<string, Language> = new Map(
  KNOWN.flatMap(([id, name, extensions]) => extensions.map((extension) => [extension, { id, name }] as const)),
);

/** Every language that a file's name can tell, plain text the last. */
export const LANGUAGES: readonly Language[] = [...KNOWN.map(([id, name]) => ({ id, name })), PLAIN];

/** The language of a file by the extension of its name; plain text when that says nothing. */
export function languageOf(fileName: string): Language {
  const dot = fileName.lastIndexOf('.');
  // A leading dot names a hidden file, not an extension.
  if (dot <= fileName.lastIndexOf('/') + 1) return PLAIN;
  return BY_EXTENSION.get(fileName.slice(dot + 1).toLowerCase()) ?? PLAIN;
}
