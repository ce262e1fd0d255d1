/** Makes links and files of what the user wants to share. */
import { replay, type DocumentId } from '../../core/history';
import { failureOf, type Workspace } from '../../storage';
import type { ShareChoice, ShareView } from './ShareDialog';
import { LONGEST_LINK, SAFE_LENGTH, type SharedFile } from '../../workspace';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';
import { failureWords } from '../../session/documents/storage-words';
import { saveFile } from '../../platform/save-file';
import type { WorkClient } from '../../workspace/client/work-client';

export interface Sharing {
  /** Makes the link anew; the view tells when it is there. */
  make(choice: ShareChoice): Promise<void>;
  /** Resolves to whether the browser allowed it. */
  copy(): Promise<boolean>;
  /** Saves a page-independent file with the same content. */
  download(choice: ShareChoice): Promise<void>;
}

export function createSharing(
  { archive, files, workbench, page, notice }: Pick<Services, 'archive' | 'files' | 'workbench' | 'page' | 'notice'>,
  work: Pick<WorkClient, 'link'>,
  view: Store<ShareView>,
): Sharing {
  let asked = 0;
  const limits = { safe: SAFE_LENGTH, most: LONGEST_LINK };

  const withHistory = async (
    workspace: Workspace,
    id: DocumentId,
  ): Promise<Pick<SharedFile, 'base' | 'records' | 'outcomes'> | null> => {
    const { records } = await workspace.records(id);
    const base = await workspace.textAt(id, 0);
    if (base.kind !== 'text') return null;
    const outcomes = (await workspace.outcomes(id)).flatMap(({ version, kind }) =>
      kind === 'accepted' || kind === 'rejected' ? ([{ version, kind }] as const) : [],
    );
    return { base: { version: 0, text: base.text }, records, outcomes };
  };

  const gather = async ({
    files: which,
    history,
  }: ShareChoice): Promise<{ readonly files: readonly SharedFile[]; readonly shown: number }> => {
    const active = workbench.active();
    const chosen = files.list.get().filter(({ id }) => which === 'all' || id === active);
    const workspace = history ? archive.workspace() : null;
    await workspace?.recorder.flush();
    const shared: SharedFile[] = [];
    for (const { id, name } of chosen) {
      const course = workspace === null ? null : await withHistory(workspace, id);
      const [text, raw] = [await files.read(id), await files.outgoing(id)];
      const whole = course !== null && text === replay(course.base, course.records).text;
      if (text !== null && raw !== null)
        shared.push({
          name,
          ...(whole ? course : { base: { version: 0, text }, records: [], outcomes: [] }),
          ...(raw === text ? {} : { raw }),
        });
    }
    return {
      files: shared,
      shown: Math.max(
        0,
        chosen.findIndex(({ id }) => id === active),
      ),
    };
  };

  const linkOf = async (choice: ShareChoice): Promise<string> =>
    `${page.location.origin}${page.location.pathname}${await work.link(await gather(choice))}`;

  const failed = (title: string, error: unknown): void => {
    notice('share', {
      tone: 'problem',
      title,
      body: failureWords(failureOf(error)),
      actions: [],
      dismiss: () => {
        notice('share', null);
      },
    });
  };

  return {
    async make(choice) {
      const mine = (asked += 1);
      view.set({ length: null, link: null, ...limits });
      try {
        const link = await linkOf(choice);
        if (mine === asked)
          view.set({ length: link.length, link: link.length > LONGEST_LINK ? null : link, ...limits });
      } catch (error) {
        failed('The link could not be made.', error);
      }
    },
    async copy() {
      const { link } = view.get();
      if (link === null) return false;
      try {
        await page.navigator.clipboard.writeText(link);
        return true;
      } catch (error) {
        if (error instanceof DOMException || error instanceof TypeError) return false;
        throw error;
      }
    },
    async download(choice) {
      try {
        const link = await linkOf(choice);
        const lines = [
          '<!doctype html>',
          '<meta charset="utf-8">',
          '<title>Inkling</title>',
          `<a href="${link}">Open this workspace in Inkling</a>`,
          '',
        ];
        saveFile(page, 'inkling-workspace.html', new Blob([lines.join('\n')], { type: 'text/html' }));
      } catch (error) {
        failed('The file could not be made.', error);
      }
    },
  };
}
