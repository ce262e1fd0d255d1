/** What is left out before any work is spent on it, with the thresholds of the paper (section 4.1 and its code) and ours. */
import { diffLines, splitLinesKeepingEnds } from '../../../src/core/text';
import { rougeL } from './rouge';
import type { Process, Rejection } from './types';

export interface FilterLimits {
  /** Sizes of any version, UTF-16 units. */
  readonly leastChars: number;
  readonly mostChars: number;
  /** Files with a longer line are data or generated. */
  readonly longestLine: number;
  /** A commit changes at most this many lines of a file (older and newer together)... */
  readonly changedLines: number;
  /** The last submission is at least this like the one most like it among those before, ROUGE-L F, 0 to 1. */
  readonly similarity: number;
  /** A course shorter than this is no program, UTF-16 units (AIprogrammer). */
  readonly leastSnippet: number;
}

export const DEFAULT_FILTERS: FilterLimits = {
  leastChars: 40,
  mostChars: 60_000,
  longestLine: 400,
  changedLines: 80,
  similarity: 0.7,
  leastSnippet: 20,
};

const GENERATED = /@generated|do not edit|auto-?generated|automatically generated|sourceMappingURL=data/i;
const HEAD_CHARS = 1500;

/** Why a process is not used, or null. */
export function rejectProcess(process: Process, limits: FilterLimits = DEFAULT_FILTERS): Rejection | null {
  switch (process.source) {
    case 'git':
      return rejectCommit(process.versions, limits);
    case 'submissions':
      return rejectSubmissions(process.versions, limits);
    case 'ai-programmer':
      return rejectCourse(process.versions, limits);
    case 'session':
      return rejectText(process.versions, limits);
  }
}

/** A file before and after a commit. */
export function rejectCommit(versions: readonly string[], limits: FilterLimits): Rejection | null {
  const [before, after] = [versions[0], versions.at(-1)];
  if (before === undefined || after === undefined || before === after) return { name: 'unchanged' };
  const text = rejectText(versions, limits);
  if (text !== null) return text;
  if (GENERATED.test(after.slice(0, HEAD_CHARS))) return { name: 'generated-file' };
  const changed = diffLines(splitLinesKeepingEnds(before), splitLinesKeepingEnds(after)).reduce(
    (sum, { oldStart, oldEnd, newStart, newEnd }) => sum + (oldEnd - oldStart) + (newEnd - newStart),
    0,
  );
  return changed > limits.changedLines ? { name: 'change-too-large' } : null;
}

/** One person's submissions to a problem, up to the first that was accepted. */
export function rejectSubmissions(versions: readonly string[], limits: FilterLimits): Rejection | null {
  const last = versions.at(-1);
  if (last === undefined || versions.length < 2) return { name: 'one-submission' };
  if (last.trim().split('\n').length < 2) return { name: 'one-line-final' };
  if (hasRepeats(versions)) return { name: 'consecutive-duplicates' };
  if (versions.some((version) => /[^\0-\x7f]/.test(version))) return { name: 'non-ascii' };
  const text = rejectText(versions, limits);
  if (text !== null) return text;
  const likest = Math.max(...versions.slice(0, -1).map((version) => rougeL(version, last)));
  return likest < limits.similarity ? { name: 'unlike-the-final' } : null;
}

const APOLOGY = /^\s*(?:i'?m sorry|i am sorry|sorry,|i apologi[sz]e|as an ai\b|i can(?:no|')t (?:help|assist|do))/i;

/** A course that a language model wrote; `versions.at(-1)` is checked against the snippet by the parser of its answer. */
export function rejectCourse(versions: readonly string[], limits: FilterLimits): Rejection | null {
  const last = versions.at(-1);
  if (last === undefined || versions.length < 2) return { name: 'no-course' };
  if (last.trim().length < limits.leastSnippet) return { name: 'snippet-too-short' };
  if (versions.some((version) => APOLOGY.test(version))) return { name: 'apology' };
  if (hasRepeats(versions)) return { name: 'adjacent-blocks-repeat' };
  return null;
}

export const isApology = (text: string): boolean => APOLOGY.test(text);

function rejectText(versions: readonly string[], limits: FilterLimits): Rejection | null {
  for (const version of versions) {
    if (version.length > limits.mostChars) return { name: 'file-too-long' };
    if (version.includes('\0')) return { name: 'binary' };
  }
  const last = versions.at(-1) ?? '';
  if (last.length < limits.leastChars) return { name: 'file-too-short' };
  return hasLongLine(last, limits.longestLine) ? { name: 'line-too-long' } : null;
}

function hasLongLine(text: string, longest: number): boolean {
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    if ((end < 0 ? text.length : end) - at > longest) return true;
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}

const hasRepeats = (versions: readonly string[]): boolean =>
  versions.some((version, at) => at > 0 && version === versions[at - 1]);
