/** Every proposer. A family is a file and a row here. */
import type { Family, Proposer } from '../types';

export const PROPOSERS: readonly { readonly family: Family; readonly propose: Proposer }[] = [
];
