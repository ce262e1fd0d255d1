import { failureOf } from '../../storage';
import { failureWords } from '../../session/documents/storage-words';
import type { Feature } from '../../shell/services';
import { saveFile } from '../../platform/save-file';

/** Place in the top bar and the palette. */
export const order = 90;

/** Giving the user everything they typed, as a file of their own. */
export const feature: Feature = ({ commands, archive, page, notice }) => {
  const tell = (tone: 'info' | 'problem', title: string, body: string): void => {
    notice('session', {
      tone,
      title,
      body,
      actions: [],
      dismiss: () => {
        notice('session', null);
      },
    });
  };

  const save = async (): Promise<void> => {
    const workspace = archive.workspace();
    if (workspace === null) {
      tell(
        'problem',
        'There is nothing to export.',
        'Nothing is being stored in this window, so there is no history. Your text is not touched.',
      );
      return;
    }
    try {
      await workspace.recorder.flush();
      const { exportSession } = await import('./export-session');
      const { text, documents, records, damaged } = await exportSession(workspace);
      saveFile(page, 'inkling-session.json', new Blob([text], { type: 'application/json' }));
      const rest = damaged.length === 0 ? '' : ` Part of ${damaged.join(', ')} could not be read and is not in it.`;
      tell(
        damaged.length === 0 ? 'info' : 'problem',
        'The session was exported.',
        `inkling-session.json holds ${documents} files and ${records} changes, keystroke by keystroke.${rest}`,
      );
    } catch (error) {
      tell(
        'problem',
        'The session could not be exported.',
        `${failureWords(failureOf(error))} What is stored is not touched.`,
      );
    }
  };

  commands.register({
    id: 'session.export',
    title: 'Export this session with its history',
    group: 'File',
    run: () => {
      void save();
    },
  });
};
