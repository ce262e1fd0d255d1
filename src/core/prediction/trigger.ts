/** When to ask for a prediction, and how long to wait before. */

export type PredictionMode =
  | { readonly kind: 'eager' }
  | { readonly kind: 'subtle' }
  | { readonly kind: 'on-demand' }
  | { readonly kind: 'off' }
  /** `until`: milliseconds of the clock that events carry; `then`: the mode after it. */
  | { readonly kind: 'snoozed'; readonly until: number; readonly then: 'eager' | 'subtle' };
