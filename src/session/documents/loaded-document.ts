/** A document as the store hands it to the page, and the history it continues with. */
import { deriveHistory, HistoryBuilder, type DocumentId, type EditRecord } from '../../core/history';

/** A document as it was found, with the records that led to its text. */
export interface FoundDocument {
  readonly id: DocumentId;
  readonly name: string;
  readonly text: string;
  readonly version: number;
  /** False while another tab writes it. */
  readonly writable: boolean;
  /** The newest records before `version`, and the text they start from: H continues where it was. */
  readonly recent: {
    readonly base: { readonly version: number; readonly text: string };
    readonly records: readonly EditRecord[];
  } | null;
}

export function historyOf(found: FoundDocument): HistoryBuilder {
  if (found.recent !== null) {
    const { builder, fault } = deriveHistory(found.recent.base, found.recent.records);
    if (fault === null && builder.version === found.version) return builder;
  }
  return new HistoryBuilder({ version: found.version, text: found.text });
}
