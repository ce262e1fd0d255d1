/** The settings as the dialog shows them. */
import type { ModeView, ThemeChoice } from '../session/view-types';
import { LANGUAGES } from '../workspace';
import type { PreferenceName, Preferences } from './settings';

/** A setting that is chosen out of a few. */
export interface ChoiceView {
  readonly kind: 'choice';
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A setting that is written. */
export interface EntryView {
  readonly kind: 'number' | 'text' | 'lines';
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** What an empty field stands for. */
  readonly placeholder: string;
}

/** A setting of several things that are each on or off. */
export interface TicksView {
  readonly kind: 'ticks';
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly on: boolean }[];
}

/** Something that is set elsewhere. */
export interface LinkView {
  readonly kind: 'link';
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly action: string;
}

export type SettingView = ChoiceView | EntryView | TicksView | LinkView;

export interface SettingsGroupView {
  readonly title: string;
  readonly settings: readonly SettingView[];
}

export interface SettingsNow {
  readonly preferences: Preferences;
  /** A preference as text to be edited. */
  readonly text: (name: PreferenceName) => string;
  readonly mode: ModeView;
  readonly theme: ThemeChoice;
  readonly model: string;
}

const MODE_LABELS = [
  { value: 'eager', label: 'Eager: at once' },
  { value: 'subtle', label: 'Subtle: a mark; hold Alt' },
  { value: 'on-demand', label: 'On demand: Alt \\' },
  { value: 'off', label: 'Off' },
] as const;
const SNOOZED = [
  { value: 'snooze-5', label: 'Snoozed for 5 minutes' },
  { value: 'snooze-15', label: 'Snoozed for 15 minutes' },
  { value: 'snooze-60', label: 'Snoozed for an hour' },
] as const;

const THEMES: ChoiceView['options'] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'contrast', label: 'High contrast' },
];

export function settingsView({ preferences, text, mode, theme, model }: SettingsNow): readonly SettingsGroupView[] {
  return [
    {
      title: 'Predictions',
      settings: [
        {
          kind: 'choice',
          id: 'mode',
          label: 'Show predictions',
          hint: 'In the status bar too.',
          value: mode.choice,
          options: [...MODE_LABELS, ...SNOOZED],
        },
        {
          kind: 'number',
          id: 'delay',
          label: 'Wait before asking',
          hint: 'Milliseconds after a key, 50 to 3000. Longer after a dismissal, shorter after an acceptance; back to this within 10 minutes.',
          value: text('delay'),
          placeholder: '',
        },
        {
          kind: 'choice',
          id: 'eagerness',
          label: 'Eagerness',
          hint: 'How sure a prediction must be. Low shows few, and hardly any wrong ones; high shows more of both.',
          value: preferences.eagerness,
          options: [
            { value: 'low', label: 'Low' },
            { value: 'medium', label: 'Medium' },
            { value: 'high', label: 'High' },
          ],
        },
        {
          kind: 'choice',
          id: 'quietInText',
          label: 'In comments and strings',
          hint: 'Whether anything is proposed while you write one.',
          value: preferences.quietInText ? 'on' : 'off',
          options: [
            { value: 'off', label: 'Predict' },
            { value: 'on', label: 'No predictions' },
          ],
        },
        {
          kind: 'choice',
          id: 'tab',
          label: 'Tab accepts a prediction',
          hint: 'Ctrl ] always indents, and so does Tab in the first quarter of a second of a prediction.',
          value: preferences.tab,
          options: [
            { value: 'careful', label: 'Except in leading white space' },
            { value: 'always', label: 'Wherever the cursor is' },
          ],
        },
        {
          kind: 'link',
          id: 'models.open',
          label: 'Model',
          hint: 'The model that predicts, on this device.',
          value: model,
          action: 'Choose…',
        },
        {
          kind: 'ticks',
          id: 'offLanguages',
          label: 'Disabled languages',
          hint: 'Predictions only on request.',
          options: LANGUAGES.map(({ id, name }) => ({
            value: id,
            label: name,
            on: preferences.offLanguages.includes(id),
          })),
        },
        {
          kind: 'lines',
          id: 'excluded',
          label: 'Excluded files',
          hint: 'One pattern a line; * is anything within a name, ** any folders. A pattern with a slash is matched against the whole path. Nothing of these files is sent, not even as history.',
          value: text('excluded'),
          placeholder: 'No file is excluded: secrets in .env and key files would reach the model.',
        },
      ],
    },
    {
      title: 'Appearance',
      settings: [
        { kind: 'choice', id: 'theme', label: 'Theme', hint: '', value: theme, options: THEMES },
        {
          kind: 'number',
          id: 'fontSize',
          label: 'Font size',
          hint: 'Pixels, 8 to 40; empty for what suits the page.',
          value: text('fontSize'),
          placeholder: 'Suits the page',
        },
        {
          kind: 'text',
          id: 'fontFamily',
          label: 'Font',
          hint: 'A font on this device, or several, the first that is there.',
          value: text('fontFamily'),
          placeholder: 'Inkling’s own',
        },
        {
          kind: 'number',
          id: 'tabSize',
          label: 'Tab size',
          hint: 'Columns, where a file’s own indentation does not say.',
          value: text('tabSize'),
          placeholder: '',
        },
        {
          kind: 'choice',
          id: 'wordWrap',
          label: 'Wrap long lines',
          hint: '',
          value: preferences.wordWrap,
          options: [
            { value: 'auto', label: 'On narrow pages' },
            { value: 'on', label: 'Always' },
            { value: 'off', label: 'Never' },
          ],
        },
        {
          kind: 'choice',
          id: 'errorMarks',
          label: 'Mark errors',
          hint: 'In TypeScript and JavaScript.',
          value: preferences.errorMarks ? 'on' : 'off',
          options: [
            { value: 'on', label: 'Underline them' },
            { value: 'off', label: 'No' },
          ],
        },
      ],
    },
    {
      title: 'Privacy',
      settings: [
        {
          kind: 'choice',
          id: 'keepPrompts',
          label: 'Keep prompts for training data',
          hint: 'What the model was asked is kept beside what became of its answer, here, so that you can export it as preference pairs. Nothing is sent anywhere.',
          value: preferences.keepPrompts ? 'on' : 'off',
          options: [
            { value: 'off', label: 'No' },
            { value: 'on', label: 'Yes' },
          ],
        },
      ],
    },
  ];
}
