/** How much context is allocated for a model. */

/** More would cost memory that an excerpt of 48 lines and its history do not need. */
const mostContext = 4096;
const usualContext = 2048;

/** Tokens of context to allocate for a model made for so many; null when it does not say. */
export const contextFor = ({ contextLength }: { readonly contextLength: number | null }): number =>
  contextLength === null || contextLength < 1 ? usualContext : Math.min(contextLength, mostContext);
