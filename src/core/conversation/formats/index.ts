import type { AnswerFormat, ChangeFormat } from '../types';
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

/** Whether an answer in this format is all of the code, or of a part of it, so that what it leaves out is deleted. */
export const writesWhole = (format: AnswerFormat): boolean =>
  typeof format === 'string' ? codecOf(format).whole : format.whole;

/** For reports. */
export const formatName = (format: AnswerFormat): string => (typeof format === 'string' ? format : format.name);
