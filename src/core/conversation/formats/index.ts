import type { ChangeFormat } from '../types';
import type { ChangeCodec } from './format';
import { locateAndChange, locateAndChangeNumbered } from './lc';
import { searchAndReplace } from './sr';
import { unifiedDiff } from './ud';
import { wholeFile } from './wf';

export function codecOf(format: ChangeFormat): ChangeCodec {
  switch (format) {
    case 'wf':
      return wholeFile;
    case 'lc':
      return locateAndChange;
    case 'lcn':
      return locateAndChangeNumbered;
    case 'sr':
      return searchAndReplace;
    case 'ud':
      return unifiedDiff;
  }
}

/** Whether an answer in this format is all of the code, so that what it leaves out is deleted. */
export const writesWhole = (format: ChangeFormat): boolean => codecOf(format).whole;
