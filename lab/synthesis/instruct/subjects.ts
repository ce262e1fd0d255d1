/** A commit's subject as an instruction: without the bookkeeping, or not at all. */

const PREFIX =
  /^(?:\[[^\]]{1,30}\]\s*|(?:build|chore|ci|docs?|feat|fix|perf|refactor|revert|style|test|tests|bugfix|hotfix|types?|dx|misc)(?:\([^)]*\))?!?:\s*|[A-Z]{2,10}-\d+:?\s+|#\d+:?\s+|(?:fixed|fixes|closes|refs?)\s+#\d+\s*(?:--|[-:,.])\s*|[:][a-z_+]+:\s*)+/i;
const SUFFIX =
  /\s*(?:\((?:#|gh-)?\d+\)|\((?:closes|fixes|refs?)\s+#\d+\)|(?:closes|fixes|refs?)\s+#\d+|\[(?:skip ci|ci skip)\])+\.?\s*$/i;
const USELESS =
  /^(?:merge|revert|bump|release|version|v?\d+\.\d+|wip|initial commit|prepare|backport|changelog|typos?|lint|flake8|format(?:ting)?|cleanup|clean up|oops|minor|misc|update|updates|fix|fixes|whitespace|pep8|black|prettier|\.+)(?:\b.{0,12})?$/i;
const AUTOMATIC = /^(?:merge (?:branch|pull|remote)|bump |release |revert "|\[?automated|auto-|translations? )/i;

/** The instruction, or null where the subject says nothing of use. */
export function instructionFrom(subject: string): string | null {
  if (AUTOMATIC.test(subject)) return null;
  const bare = subject.replace(PREFIX, '').replace(SUFFIX, '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  const words = bare.split(' ').length;
  if (
    words < 3 ||
    words > 30 ||
    bare.length > 200 ||
    USELESS.test(bare) ||
    /https?:|@[\w-]+\b|signed-off-by/i.test(bare)
  )
    return null;
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
