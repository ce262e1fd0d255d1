/** The outcome page at work: reads what is stored, exports and deletes it on request. Loaded when first opened. */
import { encodePairs, preferencePairs, standings, type Standing } from '../../core/outcomes';
import { failureOf, type OutcomeRow, type Workspace } from '../../storage';
import type { OutcomesView } from './OutcomesPanel';
import { languageOf } from '../../workspace';
import type { Services } from '../../shell/services';
import { failureWords } from '../../session/documents/storage-words';
import type { Store } from '../../platform/store';
import { saveFile } from '../../platform/save-file';
import { entriesOf, judgedOf } from '../../session/stored-outcomes';
import { outcomesView } from './view';

export interface OutcomesState {
  /** Null until it has been read. */
  readonly view: Store<OutcomesView | null>;
  readonly refresh: () => Promise<void>;
  readonly keepPrompts: (keep: boolean) => void;
  readonly exportPairs: () => void;
  readonly deleteAll: () => void;
}

/** The local day: `2026-11-20`. */
function dayOf(wallTime: number): string {
  const date = new Date(wallTime);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

async function standingsOf(workspace: Workspace, rows: readonly OutcomeRow[]): Promise<ReadonlyMap<string, Standing>> {
  const accepted = new Set(
    rows
      .filter(({ kind, wallTime }) => wallTime > 0 && (kind === 'accepted' || kind === 'partly-accepted'))
      .map(({ document }) => document),
  );
  const result = new Map<string, Standing>();
  const wanted = new Set(rows.map(({ predictionId }) => predictionId));
  for (const document of accepted) {
    const { records } = await workspace.records(document);
    for (const [predictionId, standing] of standings(records, Date.now()))
      if (wanted.has(predictionId)) result.set(predictionId, standing);
  }
  return result;
}

export function createOutcomes({ page, store, archive, preferences }: Services): OutcomesState {
  const view = store<OutcomesView | null>(null);
  let rows: readonly OutcomeRow[] = [];

  const show = (
    found: ReadonlyMap<string, Standing>,
    names: ReadonlyMap<string, string>,
    problem: string | null,
  ): void => {
    view.set(
      outcomesView({
        entries: entriesOf(rows, (document) => names.get(document) ?? 'Other'),
        standings: found,
        dayOf,
        pairs: preferencePairs(judgedOf(rows)).length,
        keeping: preferences.store.get().keepPrompts,
        problem,
      }),
    );
  };

  const refresh = async (): Promise<void> => {
    const workspace = archive.workspace();
    if (workspace === null) {
      show(new Map(), new Map(), 'Nothing is being stored in this window, so nothing is counted.');
      return;
    }
    try {
      await archive.flush();
      rows = await workspace.allOutcomes();
      const documents = [...(await workspace.list()), ...(await workspace.deleted())];
      show(
        await standingsOf(workspace, rows),
        new Map(documents.map(({ id, name }) => [id, languageOf(name).name])),
        null,
      );
    } catch (error) {
      rows = [];
      show(new Map(), new Map(), `What is stored could not be read. ${failureWords(failureOf(error))}`);
    }
  };

  return {
    view,
    refresh,
    keepPrompts: (keep) => {
      preferences.enter('keepPrompts', keep ? 'on' : 'off');
      view.update((shown) => (shown === null ? null : { ...shown, pairs: { ...shown.pairs, keeping: keep } }));
    },
    exportPairs: () => {
      saveFile(
        page,
        'inkling-preferences.jsonl',
        new Blob([encodePairs(preferencePairs(judgedOf(rows)))], { type: 'application/jsonl' }),
      );
    },
    deleteAll: () => {
      void (async (): Promise<void> => {
        try {
          await archive.workspace()?.clearOutcomes();
        } catch (error) {
          view.update((shown) =>
            shown === null
              ? null
              : { ...shown, problem: `The outcomes could not be deleted. ${failureWords(failureOf(error))}` },
          );
          return;
        }
        await refresh();
      })();
    },
  };
}
