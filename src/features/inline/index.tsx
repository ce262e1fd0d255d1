import type { Inline } from './inline';
import type { Feature } from '../../shell/services';
import { messageOf } from '../../core/message-of';

/** Place in the top bar and the palette. */
export const order = 40;

/** A change asked for in words, at the cursor or the selection, shown in place. */
export const feature: Feature = (services) => {
  const { commands, fixes, files, editor, workbench } = services;
  let made: Promise<Inline> | null = null;
  let open: Inline | null = null;
  const bring = (): Promise<Inline> => {
    made ??= Promise.all([import('./inline'), import('./mount')]).then(([{ createInline }, { mountInline }]) => {
      const host = editor();
      if (host === null) throw new Error('The editor has not loaded yet.');
      open = createInline(services);
      mountInline(open, host);
      return open;
    });
    made.catch((error: unknown) => {
      made = null;
      services.notice('inline', {
        tone: 'problem',
        title: 'Asking for a change could not be opened.',
        body: messageOf(error),
        actions: [],
        dismiss: () => {
          services.notice('inline', null);
        },
      });
    });
    return made;
  };
  const start = (instruction?: string): void => {
    void bring().then(
      (brought) => {
        brought.open(instruction);
      },
      () => undefined,
    );
  };
  const proposed = (): boolean => (open?.view.get()?.hunks.length ?? 0) > 0;

  commands.register(
    {
      id: 'inline.ask',
      title: 'Ask for a change here',
      group: 'Edit',
      keys: 'Mod-I',
      icon: 'pencil',
      bar: 'wide',
      field: '.ink-inline__field',
      available: () => workbench.active() !== null && editor() !== null,
      run: () => {
        start();
      },
    },
    {
      id: 'inline.acceptAll',
      title: 'Accept all proposed changes',
      group: 'Edit',
      available: proposed,
      run: () => {
        open?.actions.accept('all');
      },
    },
    {
      id: 'inline.rejectAll',
      title: 'Dismiss all proposed changes',
      group: 'Edit',
      available: proposed,
      run: () => {
        open?.actions.reject('all');
      },
    },
  );

  fixes.take(({ instruction, file, line }) => {
    void (async () => {
      const found = files.list.get().find(({ name }) => name === file);
      if (found !== undefined && !(await files.open(found.id))) return;
      const text = workbench.text();
      if (text !== null && line !== null && found !== undefined) {
        const lines = text.split('\n');
        const start = lines.slice(0, line - 1).reduce((sum, content) => sum + content.length + 1, 0);
        editor()?.reveal(Math.min(start, text.length));
      }
      start(instruction);
    })();
  });
};
