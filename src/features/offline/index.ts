import type { Feature } from '../../shell/services';

/** What Chromium offers when the page can be installed as an app; not in the typings. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

const isInstallPrompt = (event: Event): event is InstallPrompt =>
  'prompt' in event && typeof event.prompt === 'function';

/** Milliseconds after the page has loaded: the first visit's own files come first. */
const AFTER_LOAD_MS = 4_000;

/** Place in the top bar and the palette. */
export const order = 100;

/** Keeps the program for use without a network, offers new versions, and the installation as an app. */
export const feature: Feature = ({ page, notice, archive, commands, announce }) => {
  let install: InstallPrompt | null = null;
  page.addEventListener('beforeinstallprompt', (event) => {
    if (!isInstallPrompt(event)) return;
    event.preventDefault();
    install = event;
  });
  commands.register({
    id: 'app.install',
    title: 'Install Inkling as an app',
    group: 'General',
    available: () => install !== null,
    run: () => {
      void install?.prompt();
      install = null;
    },
  });

  if (import.meta.env.DEV || !('serviceWorker' in page.navigator)) return;
  const { serviceWorker } = page.navigator;

  let updating = false;
  /** A page that was loaded before anything was kept is taken over by the first version, which is its own. */
  let ofThisVersion = serviceWorker.controller === null;
  const reload = (): void => {
    void archive.flush().then(() => {
      page.location.reload();
    });
  };
  const offer = (waiting: ServiceWorker): void => {
    notice('update', {
      tone: 'info',
      title: 'A new version of Inkling is ready.',
      body: 'Reload the page to use it; what you wrote is stored.',
      actions: [
        {
          label: 'Reload now',
          primary: true,
          run: () => {
            updating = true;
            waiting.postMessage('take-over');
          },
        },
      ],
      dismiss: () => {
        notice('update', null);
      },
    });
  };
  serviceWorker.addEventListener('controllerchange', () => {
    if (updating) reload();
    else if (ofThisVersion) ofThisVersion = false;
    else {
      // Another tab has asked for it: the files that this page would still fetch are gone.
      notice('update', {
        tone: 'info',
        title: 'Inkling was updated in another tab.',
        body: 'Reload this tab to use the new version; what you wrote is stored.',
        actions: [{ label: 'Reload now', primary: true, run: reload }],
        dismiss: () => {
          notice('update', null);
        },
      });
    }
  });

  /** Where something blocks service workers, there may be no registration even without an error. */
  const follow = (registration: ServiceWorkerRegistration | undefined): void => {
    if (registration === undefined) return;
    if (registration.waiting !== null && serviceWorker.controller !== null) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed' && serviceWorker.controller !== null) offer(installing);
        if (installing.state === 'activated') {
          installing.postMessage('keep-the-rest');
          announce('Inkling now works offline.');
        }
      });
    });
    registration.active?.postMessage('keep-the-rest');
  };
  const begin = (): void => {
    page.setTimeout(() => {
      serviceWorker.register(new URL('service-worker.js', page.document.baseURI)).then(follow, (error: unknown) => {
        // A private window may not allow it: the page works as long as there is a network.
        console.info('This browser cannot keep the page for offline use.', error);
      });
    }, AFTER_LOAD_MS);
  };
  if (page.document.readyState === 'complete') begin();
  else page.addEventListener('load', begin);
};
