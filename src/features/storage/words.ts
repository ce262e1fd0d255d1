/** What is stored, in words and rows. */
import type { DiskFacts } from '../../models/machine';
import type { StorageOverview, StoredRowView } from './StoragePanel';
import { sizeWords } from '../../platform/size-words';
import type { ImportOutcome } from './import-session';

const COUNT = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string): string =>
  `${COUNT.format(count)} ${count === 1 ? one : many}`;

export function totalWords({ used, quota }: Pick<DiskFacts, 'used' | 'quota'>): string {
  if (used === null) return 'This browser does not tell how much is stored.';
  return quota === null
    ? `${sizeWords(used)} stored.`
    : `${sizeWords(used)} stored, of ${sizeWords(quota)} that the browser allows.`;
}

const KINDS: readonly (readonly [string, string])[] = [
  ['indexedDB', 'Files and history'],
  ['fileSystem', 'Models'],
  ['caches', 'The program and models, for offline use'],
  ['serviceWorkerRegistrations', 'Service worker'],
];

/** The parts of the browser's estimate, where it tells them (Chromium does; they are in no standard). */
export function kindRows(estimate: object): readonly StoredRowView[] {
  const details: unknown = 'usageDetails' in estimate ? estimate.usageDetails : null;
  if (typeof details !== 'object' || details === null) return [];
  const bytes = new Map<string, unknown>(Object.entries(details));
  return KINDS.flatMap(([kind, name]) => {
    const size = bytes.get(kind);
    return typeof size === 'number' && size > 0 ? [{ id: kind, name, about: '', size: sizeWords(size) }] : [];
  });
}

/**
 * Databases that can be deleted beside the one in use: those of links, and, in the user's own workspace, earlier
 * ones that were set aside. From a link's workspace the user's own files are never offered.
 */
export function otherRows(
  databases: readonly string[],
  current: string | null,
  linkPrefix: string,
): readonly StoredRowView[] {
  const visiting = current === null || current.startsWith(linkPrefix);
  return databases
    .filter((name) => name !== current)
    .flatMap((name) => {
      const row = (title: string): readonly StoredRowView[] => [{ id: name, name: title, about: '', size: '' }];
      if (name.startsWith(linkPrefix))
        return row(`From a link (${name.slice(linkPrefix.length, linkPrefix.length + 8)})`);
      return !visiting && /^inkling(~\d+)?$/.test(name) ? row(`Set aside (${name})`) : [];
    });
}

export function importWords(outcome: ImportOutcome): NonNullable<StorageOverview['message']> {
  if (outcome.kind === 'refused') return { tone: 'problem', lines: [outcome.why, 'Nothing was changed.'] };
  const { ids, records, renamed, faults } = outcome;
  return {
    tone: faults.length > 0 ? 'problem' : 'info',
    lines: [
      `${counted(ids.length, 'file was', 'files were')} imported with ${counted(records, 'change', 'changes')}.`,
      ...renamed.map(({ from, to }) => `${from} is there already: the imported one is ${to}.`),
      ...faults,
    ],
  };
}
