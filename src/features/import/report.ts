/** What the user is told when files have come in. */
import type { LeftOut } from '../../workspace';

export interface ImportReport {
  readonly tone: 'info' | 'problem';
  readonly title: string;
  readonly body: string;
}

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);
const NAMED = 2;

/** Null when all came in and there is nothing to add to what is seen. */
export function reportOf(opened: number, leftOut: readonly LeftOut[]): ImportReport | null {
  if (leftOut.length === 0)
    return opened > 0 ? null : { tone: 'info', title: 'There were no files to open.', body: 'Nothing has changed.' };
  const more = leftOut.length - NAMED;
  const named = leftOut
    .slice(0, NAMED)
    .map(({ name, why }) => `${name}: ${why}`)
    .join(' ');
  const rest = more > 0 ? ` And ${more} more.` : '';
  return opened === 0
    ? { tone: 'problem', title: 'Nothing was opened.', body: `${named}${rest}` }
    : { tone: 'info', title: `${files(opened)} opened, ${leftOut.length} left out.`, body: `${named}${rest}` };
}
