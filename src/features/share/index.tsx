import { useEffect, useSyncExternalStore } from 'react';
import { replay } from '../../core/history';
import type { ShareChoice, ShareView } from './ShareDialog';
import type { Feature } from '../../shell/services';
import { DEMO } from '../../session/visit/demo-fragment';
import { keepLink, openLink, tabMemory } from '../../session/visit/visit';
import { pageWorkClient } from '../../workspace/client/work-client';

/** Place in the top bar and the palette. */
export const order = 70;

/** Links that hold code and how it came to be: made here, and looked at before they are opened. */
export const feature: Feature = (services) => {
  const { commands, panels, view, visit, page, notice, files, workbench } = services;
  const choice = services.store<ShareChoice>({ files: 'this', history: false });
  const made = services.store<ShareView>({ length: null, link: null, safe: 2_000, most: 2_000_000 });

  panels.register({
    id: 'share',
    title: 'Share',
    place: 'dialog',
    load: async () => {
      const [{ ShareDialog }, { createSharing }] = await Promise.all([import('./ShareDialog'), import('./sharing')]);
      const sharing = createSharing(services, pageWorkClient(page), made);
      return function Share() {
        const shown = useSyncExternalStore(made.subscribe, made.get);
        const chosen = useSyncExternalStore(choice.subscribe, choice.get);
        const all = useSyncExternalStore(files.list.subscribe, files.list.get);
        const { active } = useSyncExternalStore(view.subscribe, view.get);
        useEffect(() => {
          void sharing.make(chosen);
        }, [chosen]);
        return (
          <ShareDialog
            view={shown}
            choice={chosen}
            fileName={(active === null ? null : workbench.nameOf(active)) ?? 'none'}
            fileCount={all.length}
            onChoice={choice.set}
            onCopy={() => sharing.copy()}
            onDownload={() => {
              void sharing.download(chosen);
            }}
          />
        );
      };
    },
  });
  commands.register({
    id: 'share.link',
    title: 'Share',
    group: 'File',
    keys: 'Alt-S',
    icon: 'share',
    bar: 'wide',
    panel: 'share',
    run: () => {
      panels.toggle('share');
    },
  });

  commands.register({
    id: 'share.demo',
    title: 'Open the demo replay',
    group: 'General',
    available: () => page.location.hash !== DEMO,
    run: () => {
      page.location.hash = DEMO;
    },
  });

  const leave = (): void => {
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
    page.location.reload();
  };
  // A link can also be followed while the page is open.
  page.addEventListener('hashchange', () => {
    if (page.location.hash.startsWith('#s=') || page.location.hash === DEMO) page.location.reload();
  });

  switch (visit.kind) {
    case 'own':
      return;
    case 'refused':
      notice('link', {
        tone: 'problem',
        title: 'This link could not be opened.',
        body: `${visit.why} Your own files are here as they were.`,
        actions: [],
        dismiss: () => {
          notice('link', null);
        },
      });
      return;
    case 'offered': {
      const { shared, id } = visit;
      panels.register({
        id: 'link-offer',
        title: 'A shared workspace',
        place: 'dialog',
        load: async () => {
          const { LinkOffer } = await import('./ShareDialog');
          const rows = shared.files.map(({ name, base, records }) => ({
            name,
            lines: replay(base, records).text.split('\n').length,
            changes: records.length,
          }));
          return function Offer() {
            return (
              <LinkOffer
                files={rows}
                onOpen={() => {
                  openLink(tabMemory(page), id);
                  page.location.reload();
                }}
                onRefuse={() => {
                  page.history.replaceState(null, '', page.location.pathname + page.location.search);
                  panels.close('link-offer');
                }}
              />
            );
          };
        },
      });
      panels.open('link-offer');
      return;
    }
    case 'link': {
      const { id, shared } = visit;
      notice('link', {
        tone: 'info',
        title: 'You are in a shared workspace.',
        body: 'Your own files are not touched; what you change here stays here.',
        actions: [
          {
            label: 'Keep these files',
            primary: true,
            run: () => {
              keepLink(tabMemory(page), id);
              page.location.reload();
            },
          },
          { label: 'Back to my files', primary: false, run: leave },
        ],
        dismiss: () => {
          notice('link', null);
        },
      });
      if (shared.files.some(({ records }) => records.length > 0)) panels.open('timeline');
      return;
    }
    case 'keeping':
      void services.opened.then(async () => {
        const { ids, refused } = await files.add(
          visit.shared.files.map(({ name, base, records, raw }) => ({ name, text: raw ?? replay(base, records).text })),
          visit.shared.shown,
        );
        page.history.replaceState(null, '', page.location.pathname + page.location.search);
        const why = refused[0]?.why;
        if (why !== undefined)
          notice('link', {
            tone: 'problem',
            title: `${ids.length} of ${visit.shared.files.length} files were kept.`,
            body: why,
            actions: [],
            dismiss: () => {
              notice('link', null);
            },
          });
      });
  }
};
