/** Every proposer. A family is a file and a row here. */
import type { Family, Proposer } from '../types';
import { async } from './async';
import { copy } from './copy';
import { documents } from './documents';
import { imports } from './imports';
import { rename } from './rename';
import { restOfLine } from './rest-of-line';
import { run } from './run';
import { series } from './series';
import { signature } from './signature';
import { sibling } from './sibling';
import { structure } from './structure';
import { transformation } from './transformation';
import { types } from './types';

export const PROPOSERS: readonly { readonly family: Family; readonly propose: Proposer }[] = [
  { family: 'rename', propose: rename },
  { family: 'series', propose: series },
  { family: 'signature', propose: signature },
  { family: 'run', propose: run },
  { family: 'transformation', propose: transformation },
  { family: 'sibling', propose: sibling },
  { family: 'copy', propose: copy },
  { family: 'imports', propose: imports },
  { family: 'async', propose: async },
  { family: 'documents', propose: documents },
  { family: 'types', propose: types },
  { family: 'structure', propose: structure },
  { family: 'structure', propose: restOfLine },
];
