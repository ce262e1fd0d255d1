/** What the page shows, as data. The composition root makes these; components only draw them. */

export interface TabView {
  readonly id: string;
  readonly name: string;
}

export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast';

export type ModelView =
  | { readonly kind: 'starting' }
  /** `fraction` of 1; null while unknown. */
  | { readonly kind: 'loading'; readonly step: string; readonly fraction: number | null }
  /** `on` is short for `device`; `note` says what the user should know of how it runs here, null for nothing. */
  | {
      readonly kind: 'ready';
      readonly name: string;
      readonly on: string;
      readonly device: string;
      readonly note: string | null;
    }
  | { readonly kind: 'failed'; readonly message: string };

export type PredictionView =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'thinking' }
  /** `index` from 1: which of the hunks offered since the model answered is on screen. */
  | {
      readonly kind: 'shown';
      readonly index: number;
      readonly count: number;
      readonly line: number;
      /** The changed lines as they will be, cut where they are long. */ readonly becomes: string;
      /** Where it comes from, in words. */ readonly from: string;
    }
  /** `why` in words, without a full stop. */
  | { readonly kind: 'nothing'; readonly why: string };

export type ModeChoice = 'eager' | 'subtle' | 'on-demand' | 'off' | 'snooze-5' | 'snooze-15' | 'snooze-60';

export interface ModeView {
  readonly choice: ModeChoice;
  /** Minutes left of a snooze, rounded up; null when not snoozed. */
  readonly minutesLeft: number | null;
}

export type StorageView =
  | { readonly kind: 'opening' }
  | { readonly kind: 'saved' }
  /** Another tab writes the file. */
  | { readonly kind: 'read-only' }
  | { readonly kind: 'not-saved'; readonly why: string };

export interface NoticeAction {
  readonly label: string;
  readonly primary: boolean;
  readonly run: () => void;
}

export interface NoticeView {
  readonly id: string;
  readonly tone: 'info' | 'problem';
  readonly title: string;
  readonly body: string;
  readonly actions: readonly NoticeAction[];
  /** Null when it stays until its cause is gone. */
  readonly dismiss: (() => void) | null;
}

/** The model that is asked in words, for the status bar. */
export interface AskingView {
  readonly name: string;
  /** To be read after its name, without a full stop. */
  readonly words: string;
  /** One or two words. */
  readonly short: string;
}
