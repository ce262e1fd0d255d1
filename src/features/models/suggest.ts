/** The model to offer to somebody who wants to ask in words and has none: the smallest that runs here. */
import { findDialect } from '../../core/conversation';
import { catalog } from '../../models/entries';
import { fitOf, type MachineFacts } from '../../models/fits';
import { machineFacts } from '../../models/machine';
import type { CatalogEntry } from '../../protocol/models';
import { sizeWords } from '../../platform/size-words';
import type { Suggestion } from '../../session/models/asking';

/** Null where nothing that follows instructions can be downloaded and run. */
export function smallestToAsk(entries: readonly CatalogEntry[], machine: MachineFacts): CatalogEntry | null {
  return entries
    .filter(({ dialect, origin }) => findDialect(dialect)?.followsInstructions === true && origin.kind !== 'convert')
    .filter((entry) => fitOf(entry, machine, 0).kind === 'fits')
    .reduce<CatalogEntry | null>(
      (least, entry) => (least === null || entry.downloadBytes < least.downloadBytes ? entry : least),
      null,
    );
}

/**
 * `491 MB, about 2 minutes`.
 * @param megabits the network's speed in Mbit/s as the browser tells it; null where it does not
 */
export function costWords(bytes: number, megabits: number | null): string {
  // Browsers tell no more than 10.
  if (megabits === null || megabits <= 0) return sizeWords(bytes);
  if (megabits >= 10) return `${sizeWords(bytes)}, a few minutes at most`;
  const minutes = (bytes * 8) / (megabits * 1e6) / 60;
  const time =
    minutes < 1 ? 'less than a minute' : minutes < 1.5 ? 'about a minute' : `about ${Math.round(minutes)} minutes`;
  return `${sizeWords(bytes)}, ${time}`;
}

/** `navigator.connection` of the Network Information API, where there is one. */
function megabitsOf(navigator: Navigator): number | null {
  const connection: unknown = 'connection' in navigator ? navigator.connection : null;
  return typeof connection === 'object' &&
    connection !== null &&
    'downlink' in connection &&
    typeof connection.downlink === 'number'
    ? connection.downlink
    : null;
}

/** Asks the browser what machine this is, and what fits it. */
export async function suggestion(
  navigator: Navigator,
): Promise<{ readonly id: string; readonly words: Suggestion } | null> {
  const entry = smallestToAsk(catalog, await machineFacts());
  if (entry === null) return null;
  return {
    id: entry.id,
    words: { name: entry.name.replace(/ \(GGUF\)$/, ''), cost: costWords(entry.downloadBytes, megabitsOf(navigator)) },
  };
}
