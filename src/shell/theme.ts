/** The page's colours: what the user chose, and what that comes to on this system. */
import type { EditorTheme } from '../editor';
import type { ThemeChoice } from '../session/view-types';
import type { Settings } from '../platform/local-settings';

/** What the system asks for. */
export interface SystemColours {
  readonly dark: boolean;
  readonly moreContrast: boolean;
  /** Whether the system puts its own few colours in place of the page's. */
  readonly forced: boolean;
}

const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast'];

/** The same rule as in public/theme.js, which runs before the first paint. */
export function resolveTheme(choice: ThemeChoice, system: SystemColours): EditorTheme {
  // Whatever was chosen would be painted over; the editor has to know that it is.
  if (system.forced) return system.dark ? 'hc-dark' : 'hc-light';
  switch (choice) {
    case 'light':
      return 'light';
    case 'dark':
      return 'dark';
    case 'contrast':
      return system.dark ? 'hc-dark' : 'hc-light';
    case 'system':
      return system.moreContrast ? (system.dark ? 'hc-dark' : 'hc-light') : system.dark ? 'dark' : 'light';
  }
}

export interface Theme {
  choice(): ThemeChoice;
  resolved(): EditorTheme;
  choose(choice: ThemeChoice): void;
}

/** Follows the system and the user, keeps `data-theme` on the document in step, and tells `onChange`. */
export function watchTheme(
  page: Window,
  settings: Settings,
  onChange: (choice: ThemeChoice, resolved: EditorTheme) => void,
): Theme {
  const dark = page.matchMedia('(prefers-color-scheme: dark)');
  const contrast = page.matchMedia('(prefers-contrast: more)');
  const forced = page.matchMedia('(forced-colors: active)');
  const stored = settings.read('theme');
  let choice: ThemeChoice = CHOICES.find((known) => known === stored) ?? 'system';
  const resolved = (): EditorTheme =>
    resolveTheme(choice, { dark: dark.matches, moreContrast: contrast.matches, forced: forced.matches });
  const apply = (): void => {
    const name = resolved();
    const root = page.document.documentElement;
    root.dataset['theme'] = name;
    page.document
      .querySelector('meta[name="theme-color"]')
      ?.setAttribute('content', page.getComputedStyle(root).getPropertyValue('--surface').trim());
    onChange(choice, name);
  };
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  forced.addEventListener('change', apply);
  apply();
  return {
    choice: () => choice,
    resolved,
    choose(next) {
      choice = next;
      settings.write('theme', next);
      apply();
    },
  };
}
