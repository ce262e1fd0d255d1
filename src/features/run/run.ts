/** The Run panel at work: the open file and its neighbours go into the sandbox, what comes back becomes a view. */
import { describeOutcome, feedbackFor, type RunFile, type RunLanguage, type RunOutcome } from '../../core/execution';
import { createSandbox, type RunHandle } from '../../execution';
import type { RunPhase, RunPlace, RunView } from './run-view';
import { languageOf } from '../../workspace';
import { appended, EMPTY_RUN, forgotten, pictured } from './run-view-changes';
import { SANDBOX_SCRIPTS } from '../../execution/sandbox-scripts';
import type { Services } from '../../shell/services';
import type { Store } from '../../platform/store';

export interface Runner {
  readonly view: Store<RunView>;
  /** Runs the open file; one that still runs is stopped. */
  readonly start: () => void;
  readonly stop: () => void;
  readonly clear: () => void;
  readonly input: (line: string | null) => void;
  readonly show: (place: RunPlace) => void;
  readonly fix: () => void;
}

const MAX_FILES = 400;
const MAX_BYTES = 8 * 1024 * 1024;
const USEFUL = /\.(?:py|[cm]?[jt]s|[jt]sx|json|csv|tsv|txt|md|toml|yaml|yml|xml|html)$/i;

/** The language a file can be run in; null when it cannot. */
export function runLanguageOf(path: string): RunLanguage | null {
  const { id } = languageOf(path);
  return id === 'python' || id === 'javascript' || id === 'typescript' ? id : null;
}

function toneOf(outcome: RunOutcome): Extract<RunPhase, { kind: 'ended' }>['tone'] {
  switch (outcome.kind) {
    case 'finished':
      return 'good';
    case 'stopped':
      return 'quiet';
    default:
      return 'problem';
  }
}

/** What is printed at the end: an uncaught error's own words, or what to do about a run that never began. */
function lastWords(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case 'failed':
      return `${outcome.failure.trace.trimEnd()}\n`;
    case 'memory-limit':
      return outcome.failure === null ? '' : `${outcome.failure.trace.trimEnd()}\n`;
    case 'unavailable':
      return `${outcome.reason} ${outcome.remedy}\n`;
    default:
      return '';
  }
}

export function createRunner({
  page,
  store,
  view: pageView,
  workbench,
  files,
  editor,
  announce,
  fixes,
  notice,
}: Services): Runner {
  const view = store<RunView>(EMPTY_RUN);
  const sandbox = createSandbox({
    page,
    scripts: SANDBOX_SCRIPTS,
    baseUrl: new URL('../../app', page.document.baseURI).href,
  });
  let handle: RunHandle | null = null;
  let ran: readonly RunFile[] = [];
  let lastOutcome: RunOutcome | null = null;
  let latest = 0;

  const phase = (next: RunPhase): void => {
    view.update((shown) => ({ ...shown, phase: next }));
  };

  /** The next view; pictures that are not in it are freed. */
  const draw = (change: (shown: RunView) => RunView): void => {
    const shown = view.get();
    const next = change(shown);
    for (const url of forgotten(shown, next)) URL.revokeObjectURL(url);
    view.set(next);
  };

  /** The files as they stand now, the one that runs among them. */
  const gather = async (main: string): Promise<readonly RunFile[]> => {
    const active = workbench.active();
    const gathered: RunFile[] = [{ path: main, text: workbench.text() ?? '' }];
    let bytes = gathered[0]?.text.length ?? 0;
    for (const { id, name } of files.list.get().slice(0, MAX_FILES)) {
      if (id === active || name === main || !USEFUL.test(name)) continue;
      const text = workbench.text(id) ?? (await files.read(id));
      if (text === null || bytes + text.length > MAX_BYTES) continue;
      bytes += text.length;
      gathered.push({ path: name, text });
    }
    return gathered;
  };

  const ended = (outcome: RunOutcome): void => {
    lastOutcome = outcome;
    handle = null;
    const words = describeOutcome(outcome);
    const place = outcome.kind === 'failed' ? outcome.failure.location : null;
    draw((shown) => ({
      ...appended(shown, 'err', lastWords(outcome)),
      phase: { kind: 'ended', tone: toneOf(outcome), words },
      place,
      fixable: feedbackFor(outcome, ran) !== null,
    }));
    announce(`Run: ${words}`);
  };

  const start = async (): Promise<void> => {
    const id = workbench.active();
    const main = id === null ? null : workbench.nameOf(id);
    latest += 1;
    const mine = latest;
    handle?.stop();
    const language = main === null ? null : runLanguageOf(main);
    if (main === null || language === null) {
      const what = main === null ? 'No file is open' : `${pageView.get().language} cannot be run here`;
      draw(() => ({
        ...EMPTY_RUN,
        file: main,
        phase: { kind: 'ended', tone: 'problem', words: `${what}: Python, JavaScript and TypeScript can.` },
      }));
      return;
    }
    draw(() => ({
      ...EMPTY_RUN,
      file: main,
      phase: { kind: 'starting', words: language === 'python' ? 'Starting Python' : 'Starting' },
    }));
    const gathered = await gather(main);
    if (mine !== latest) return;
    ran = gathered;
    lastOutcome = null;
    view.update((shown) => ({ ...shown, files: gathered.map(({ path }) => path) }));
    const started = sandbox.run(
      { language, files: gathered, main },
      {
        began: () => {
          phase({ kind: 'running' });
        },
        waiting: () => {
          phase({ kind: 'waiting' });
        },
        output: (stream, text) => {
          draw((shown) => appended(shown, stream, text));
        },
        picture: (png, title) => {
          const url = URL.createObjectURL(new Blob([png], { type: 'image/png' }));
          draw((shown) => pictured(shown, url, title));
        },
      },
    );
    handle = started;
    const outcome = await started.outcome;
    if (mine === latest) ended(outcome);
  };

  return {
    view,
    start: () => {
      void start();
    },
    stop: () => {
      handle?.stop();
    },
    clear: () => {
      draw((shown) => ({ ...shown, entries: [], cut: false }));
    },
    input: (line) => {
      if (handle === null) return;
      draw((shown) => appended(shown, 'typed', line === null ? '(end of input)\n' : `${line}\n`));
      phase({ kind: 'running' });
      handle.input(line);
    },
    show: ({ file, line }) => {
      const entry = files.list.get().find(({ name }) => name === file);
      const go = (): void => {
        const text = workbench.text() ?? '';
        let offset = 0;
        for (let number = 1; number < line; number += 1) {
          const next = text.indexOf('\n', offset);
          if (next < 0) break;
          offset = next + 1;
        }
        editor()?.reveal(offset);
        editor()?.focus();
      };
      const active = workbench.active();
      if (entry === undefined || entry.id === active) go();
      else
        void files.open(entry.id).then((opened) => {
          if (opened) go();
        });
    },
    fix: () => {
      const instruction = lastOutcome === null ? null : feedbackFor(lastOutcome, ran);
      if (instruction === null) return;
      const place = view.get().place;
      if (fixes.request({ instruction, file: place?.file ?? view.get().file, line: place?.line ?? null })) return;
      void page.navigator.clipboard.writeText(instruction).then(
        () => {
          notice('fix', {
            tone: 'info',
            title: 'The error is on the clipboard.',
            body: 'Paste it where you ask for changes.',
            actions: [],
            dismiss: () => {
              notice('fix', null);
            },
          });
        },
        () => {
          notice('fix', {
            tone: 'info',
            title: 'Ask for this change:',
            body: instruction,
            actions: [],
            dismiss: () => {
              notice('fix', null);
            },
          });
        },
      );
    },
  };
}
