/** What the user sets: read from text, checked with words for what does not fit, kept, and told to whoever asks. */
import { BASE_DELAY_MS, DEFAULT_EXCLUDED, MAX_DELAY_MS, MIN_DELAY_MS, type TabChoice } from '../core/prediction';
import { EAGERNESS, type Eagerness } from '../core/ranking/forest';
import type { Settings } from '../platform/local-settings';
import type { Store } from '../platform/store';

export interface Preferences {
  /** Milliseconds from a key to the question, before the delay adapts. */
  readonly delay: number;
  /** How probable a proposal must be to be shown: low shows few and surely right ones. */
  readonly eagerness: Eagerness;
  /** Whether nothing is proposed while the user writes a comment or a string. */
  readonly quietInText: boolean;
  /** Whether Tab indents in leading white space away from a prediction. */
  readonly tab: TabChoice;
  /** Monaco's ids of languages in which nothing is predicted unasked. */
  readonly offLanguages: readonly string[];
  /** Globs of files that no model sees. */
  readonly excluded: readonly string[];
  /** CSS pixels; null for what suits the width of the page. */
  readonly fontSize: number | null;
  /** CSS names of fonts; empty for the program's own. */
  readonly fontFamily: string;
  /** Columns, where a file's own indentation does not say. */
  readonly tabSize: number;
  readonly wordWrap: 'auto' | 'on' | 'off';
  /** Whether errors of TypeScript and JavaScript are underlined. */
  readonly errorMarks: boolean;
  /** Whether what was asked is kept beside what became of a prediction, for the export of preference pairs. */
  readonly keepPrompts: boolean;
}

export type PreferenceName = keyof Preferences;

/** `why` is a sentence for the user. */
type Checked<Value> = { readonly kind: 'good'; readonly value: Value } | { readonly kind: 'bad'; readonly why: string };

interface Field<Value> {
  /** Its name among the settings. */
  readonly setting: string;
  readonly standard: Value;
  readonly read: (text: string) => Checked<Value>;
  /** As it is kept and edited; `read` gives the value back. */
  readonly write: (value: Value) => string;
}

const good = <Value>(value: Value): Checked<Value> => ({ kind: 'good', value });
const bad = (why: string): { readonly kind: 'bad'; readonly why: string } => ({ kind: 'bad', why });

function wholeNumber(text: string, from: number, to: number, unit: string): Checked<number> {
  const value = Number(text.trim());
  const fits = /^\d+$/.test(text.trim()) && value >= from && value <= to;
  return fits ? good(value) : bad(`Enter a whole number from ${from} to ${to}${unit}.`);
}

function oneOf<Value extends string>(text: string, values: readonly Value[]): Checked<Value> {
  const found = values.find((value) => value === text);
  return found === undefined ? bad(`Choose one of: ${values.join(', ')}.`) : good(found);
}

const lines = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

const MOST_PATTERNS = 200;
const LONGEST_PATTERN = 200;
/** Each wildcard multiplies what matching a name may cost. */
const MOST_WILDCARDS = 8;

function readPatterns(text: string): Checked<readonly string[]> {
  const patterns = lines(text);
  if (patterns.length > MOST_PATTERNS)
    return bad(`There are ${patterns.length} patterns; at most ${MOST_PATTERNS} are taken.`);
  for (const pattern of patterns) {
    if (pattern.length > LONGEST_PATTERN)
      return bad(`A pattern may have at most ${LONGEST_PATTERN} characters: ${pattern.slice(0, 40)}…`);
    if ((pattern.match(/\*+|\?/g) ?? []).length > MOST_WILDCARDS)
      return bad(`${pattern} has more than ${MOST_WILDCARDS} wildcards.`);
    if (pattern.includes('\\')) return bad(`${pattern} holds a backslash: folders are parted by a slash.`);
    if (pattern.startsWith('!'))
      return bad(
        `${pattern} begins with an exclamation mark: what is excluded cannot be let in again by another pattern. Remove the wider pattern instead.`,
      );
    if (pattern.startsWith('/'))
      return bad(`${pattern} begins with a slash: paths begin inside the workspace, without one.`);
  }
  return good(patterns);
}

function readFonts(text: string): Checked<string> {
  const fonts = text.trim();
  if (fonts.length > 200) return bad('Enter at most 200 characters.');
  return /[^\p{L}\p{N} ,.'"_-]/u.test(fonts)
    ? bad('Enter names of fonts, parted by commas: JetBrains Mono, monospace.')
    : good(fonts);
}

function onOff(setting: string, standard: boolean): Field<boolean> {
  return {
    setting,
    standard,
    read: (text) => {
      const read = oneOf(text, ['on', 'off']);
      return read.kind === 'bad' ? read : good(read.value === 'on');
    },
    write: (value) => (value ? 'on' : 'off'),
  };
}

const FIELDS: { readonly [Name in PreferenceName]: Field<Preferences[Name]> } = {
  delay: {
    setting: 'delay',
    standard: BASE_DELAY_MS,
    read: (text) => wholeNumber(text, MIN_DELAY_MS, MAX_DELAY_MS, ' milliseconds'),
    write: String,
  },
  eagerness: {
    setting: 'eagerness',
    standard: 'medium',
    read: (text) => oneOf(text, EAGERNESS),
    write: (value) => value,
  },
  quietInText: onOff('quiet-in-text', false),
  tab: {
    setting: 'tab',
    standard: 'careful',
    read: (text) => oneOf(text, ['careful', 'always']),
    write: (value) => value,
  },
  offLanguages: {
    setting: 'off-languages',
    standard: [],
    read: (text) => good(lines(text)),
    write: (value) => value.join('\n'),
  },
  excluded: { setting: 'excluded', standard: DEFAULT_EXCLUDED, read: readPatterns, write: (value) => value.join('\n') },
  fontSize: {
    setting: 'font-size',
    standard: null,
    read: (text) => (text.trim() === '' ? good(null) : wholeNumber(text, 8, 40, ' pixels, or leave it empty')),
    write: (value) => (value === null ? '' : String(value)),
  },
  fontFamily: { setting: 'font-family', standard: '', read: readFonts, write: (value) => value },
  tabSize: { setting: 'tab-size', standard: 4, read: (text) => wholeNumber(text, 1, 16, ' columns'), write: String },
  wordWrap: {
    setting: 'word-wrap',
    standard: 'auto',
    read: (text) => oneOf(text, ['auto', 'on', 'off']),
    write: (value) => value,
  },
  errorMarks: onOff('error-marks', true),
  keepPrompts: onOff('keep-prompts', false),
};

/** One preference, to be edited as text. */
interface Editable {
  readonly text: () => string;
  readonly enter: (text: string) => string | null;
  readonly reset: () => void;
}

export interface PreferenceKeeper {
  readonly store: Store<Preferences>;
  /** As text to be edited. */
  readonly text: (name: PreferenceName) => string;
  /** Takes what was entered: null when it is in force and kept, else a sentence on why it is not. */
  readonly enter: (name: PreferenceName, text: string) => string | null;
  /** Everything as the program brings it. */
  readonly reset: () => void;
}

export function createPreferences(
  settings: Settings,
  newStore: <Value>(initial: Value) => Store<Value>,
): PreferenceKeeper {
  const kept = <Value>(field: Field<Value>): Value => {
    const text = settings.read(field.setting);
    const read = text === null ? null : field.read(text);
    // What another version kept and this one cannot read counts as not set.
    return read === null || read.kind === 'bad' ? field.standard : read.value;
  };
  const store = newStore<Preferences>({
    delay: kept(FIELDS.delay),
    tab: kept(FIELDS.tab),
    eagerness: kept(FIELDS.eagerness),
    quietInText: kept(FIELDS.quietInText),
    offLanguages: kept(FIELDS.offLanguages),
    excluded: kept(FIELDS.excluded),
    fontSize: kept(FIELDS.fontSize),
    fontFamily: kept(FIELDS.fontFamily),
    tabSize: kept(FIELDS.tabSize),
    wordWrap: kept(FIELDS.wordWrap),
    errorMarks: kept(FIELDS.errorMarks),
    keepPrompts: kept(FIELDS.keepPrompts),
  });
  const editable = <Name extends PreferenceName>(name: Name, field: Field<Preferences[Name]>): Editable => {
    const put = (value: Preferences[Name]): void => {
      settings.write(field.setting, field.write(value));
      store.update((before) => ({ ...before, [name]: value }));
    };
    return {
      text: () => field.write(store.get()[name]),
      enter(text) {
        const read = field.read(text);
        if (read.kind === 'bad') return read.why;
        put(read.value);
        return null;
      },
      reset: () => {
        put(field.standard);
      },
    };
  };
  const fields: Readonly<Record<PreferenceName, Editable>> = {
    delay: editable('delay', FIELDS.delay),
    tab: editable('tab', FIELDS.tab),
    eagerness: editable('eagerness', FIELDS.eagerness),
    quietInText: editable('quietInText', FIELDS.quietInText),
    offLanguages: editable('offLanguages', FIELDS.offLanguages),
    excluded: editable('excluded', FIELDS.excluded),
    fontSize: editable('fontSize', FIELDS.fontSize),
    fontFamily: editable('fontFamily', FIELDS.fontFamily),
    tabSize: editable('tabSize', FIELDS.tabSize),
    wordWrap: editable('wordWrap', FIELDS.wordWrap),
    errorMarks: editable('errorMarks', FIELDS.errorMarks),
    keepPrompts: editable('keepPrompts', FIELDS.keepPrompts),
  };
  return {
    store,
    text: (name) => fields[name].text(),
    enter: (name, text) => fields[name].enter(text),
    reset: () => {
      for (const field of Object.values(fields)) field.reset();
    },
  };
}
