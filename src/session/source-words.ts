/** Where a prediction comes from, in words for the status bar: short, without a full stop. */
import type { PredictionSource } from '../core/prediction';
import type { Family } from '../core/proposals';

/** `line` counts from 1; null where nothing in the file is its model. */
function familyWords(family: Family, line: number | null): string {
  const as = (what: string): string => (line === null ? what : `${what}, as in line ${line}`);
  switch (family) {
    case 'rename':
      return 'the new name';
    case 'signature':
      return as('to match the signature');
    case 'series':
      return as('its counterpart');
    case 'run':
      return as('the next of a run');
    case 'transformation':
      return line === null ? 'the same change' : `same change as line ${line}`;
    case 'copy':
      return 'the rest of the copy';
    case 'imports':
      return 'the import';
    case 'async':
      return as('await what became asynchronous');
    case 'sibling':
      return as('the same for its sibling');
    case 'structure':
      return 'what closes it';
    case 'types':
      return as('the type that follows');
    case 'documents':
      return 'the documentation';
  }
}

/** `model`: what the model that runs is called. `line`: where what it is modelled on stands now, from 1. */
export function sourceWords(source: PredictionSource, model: string | null, line: number | null): string {
  switch (source.kind) {
    case 'model':
      return model ?? 'the model';
    case 'proposal':
      return familyWords(source.family, line);
  }
}
