/**
 * What a failing run says to a model: execution feedback as the user's instruction U (CursorCore, arXiv 2410.07002,
 * section 2: U is an instruction or feedback from running the code).
 */
import type { RunFile, RunOutcome } from './outcome';

const MAX_TRACE_LINES = 24;
const MAX_LINE = 300;

/** The end of a trace is where the error stands; what is left out of a long one is its middle. */
function shortened(trace: string): string {
  const lines = trace
    .trim()
    .split('\n')
    .map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line));
  if (lines.length <= MAX_TRACE_LINES) return lines.join('\n');
  return [...lines.slice(0, 4), '  …', ...lines.slice(4 - MAX_TRACE_LINES)].join('\n');
}

function place(outcome: Extract<RunOutcome, { kind: 'failed' }>, files: readonly RunFile[]): string {
  const { location } = outcome.failure;
  if (location === null) return '';
  const line =
    files
      .find(({ path }) => path === location.file)
      ?.text.split(/\r?\n/)
      [location.line - 1]?.trim() ?? '';
  return ` at line ${location.line} of ${location.file}${line === '' ? '' : `, \`${line.slice(0, MAX_LINE)}\``}`;
}

/**
 * An instruction that asks for the fault to be mended; null when there is nothing to mend (the program finished, was
 * stopped by the user, or never ran).
 * @param files the files as they were run
 */
export function feedbackFor(outcome: RunOutcome, files: readonly RunFile[]): string | null {
  switch (outcome.kind) {
    case 'failed': {
      const what =
        outcome.failure.type === 'AssertionError' ? 'an assertion fails' : `${outcome.failure.type} is raised`;
      return `Running this code, ${what}${place(outcome, files)}:\n${shortened(outcome.failure.trace)}\nFix the code.`;
    }
    case 'time-limit':
      return `Running this code does not end within ${Math.round(outcome.limitMs / 1_000)} seconds. Find the loop or recursion that does not end, or is too slow, and fix it.`;
    case 'memory-limit':
      return `Running this code uses up its memory. Find what grows without bound and fix it.${outcome.failure === null ? '' : `\n${shortened(outcome.failure.trace)}`}`;
    case 'output-limit':
      return 'Running this code puts out text without end. Find the loop that does not end and fix it.';
    case 'exited':
      return `Running this code ends with exit code ${outcome.code}. Find out why and fix the code.`;
    case 'finished':
    case 'stopped':
    case 'unavailable':
      return null;
  }
}
