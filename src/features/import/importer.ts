/** Brings files into the workspace from wherever they come, and tells what became of them. */
import type { DocumentId } from '../../core/history';
import type { LeftOut, TakenIn } from '../../workspace';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import { reportOf } from './report';
import { collect, type Candidates } from './sources';
import type { WorkClient } from '../../workspace/client/work-client';
import { messageOf } from '../../core/message-of';

export interface Brought {
  readonly id: DocumentId;
  /** The name it came with; in the workspace it may have a number. */
  readonly name: string;
  readonly text: string;
}

export interface Importer {
  /**
   * Reads and adds them; what is left out is told. `others` counts what came without being added. Null when it was
   * stopped or could not be read. Never rejects.
   */
  bring(candidates: Candidates, others?: () => number): Promise<readonly Brought[] | null>;
  /** Adds what has been read already. */
  add(taken: TakenIn): Promise<readonly Brought[]>;
}

export type ImporterServices = Pick<Services, 'files' | 'notice' | 'announce' | 'panels' | 'page'>;

/** The panel that names all that was left out. */
export const REPORT_PANEL = 'workspace-report';
/** Anything quicker needs no notice. */
const SOON_MS = 500;

/** `leftOut` is what the panel shows. */
export function createImporter(
  { files, notice, announce, panels, page }: ImporterServices,
  work: Pick<WorkClient, 'unzip'>,
  leftOut: Store<readonly LeftOut[]>,
): Importer {
  const gone = (): void => {
    notice('import', null);
  };

  const add = async (taken: TakenIn, others = 0): Promise<readonly Brought[]> => {
    const added = taken.files.length === 0 ? { ids: [], refused: [] } : await files.add(taken.files, 0);
    const refused = new Set(added.refused.map(({ name }) => name));
    const brought = taken.files
      .filter(({ name }) => !refused.has(name))
      .flatMap(({ name, text }, index): Brought[] => {
        const id = added.ids[index];
        return id === undefined ? [] : [{ id, name, text }];
      });
    const out = [...added.refused, ...taken.leftOut];
    leftOut.set(out);
    const report = reportOf(brought.length + others, out);
    if (report === null) gone();
    else {
      notice('import', {
        ...report,
        actions:
          out.length > 1
            ? [
                {
                  label: 'Show what was left out',
                  primary: false,
                  run: () => {
                    panels.open(REPORT_PANEL);
                  },
                },
              ]
            : [],
        dismiss: gone,
      });
    }
    if (brought.length > 0)
      announce(
        brought.length === 1 ? `${brought[0]?.name ?? 'A file'} was opened.` : `${brought.length} files were opened.`,
      );
    return brought;
  };

  return {
    add: (taken) => add(taken),
    async bring(candidates, others = () => 0) {
      const stop = new AbortController();
      const timer = page.setTimeout(() => {
        notice('import', {
          tone: 'info',
          title: 'Reading files…',
          body: 'Nothing is changed until all are read.',
          actions: [
            {
              label: 'Stop',
              primary: false,
              run: () => {
                stop.abort();
              },
            },
          ],
          dismiss: null,
        });
      }, SOON_MS);
      try {
        const taken = await collect(candidates, work, stop.signal);
        return await add(taken, others());
      } catch (error) {
        gone();
        if (stop.signal.aborted) return null;
        notice('import', {
          tone: 'problem',
          title: 'The files could not be read.',
          body: `Nothing was opened. ${messageOf(error)}`,
          actions: [],
          dismiss: gone,
        });
        return null;
      } finally {
        page.clearTimeout(timer);
      }
    },
  };
}
