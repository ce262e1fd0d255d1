/** One person's successive submissions to one problem, as a line of a JSONL file. */
import type { Process, Rejection } from './types';

/**
 * Reads a line such as
 *
 *     {"id": "p00001/u7", "language": "Python", "problem": "Print the sum.", "submissions": [{"code": "…", "accepted": false}, …]}
 *
 * Submissions are in the order of time; what follows the first accepted one is cut off. A submission may be written as
 * its code alone; then the last one counts as accepted. `problem` may be left out.
 */
export function readSubmissions(line: string, lineNumber: number): Process | Rejection {
  const bad = (detail: string): Rejection => ({
    name: 'submissions-malformed',
    detail: `line ${lineNumber}: ${detail}`,
  });
  let item: unknown;
  try {
    item = JSON.parse(line);
  } catch {
    return bad('no JSON');
  }
  if (typeof item !== 'object' || item === null || !('submissions' in item) || !Array.isArray(item.submissions))
    return bad('no list of submissions');
  const language = 'language' in item && typeof item.language === 'string' ? item.language.toLowerCase() : null;
  if (language === null) return bad('no language');
  const id =
    'id' in item && (typeof item.id === 'string' || typeof item.id === 'number')
      ? String(item.id)
      : `line-${lineNumber}`;
  const problem =
    'problem' in item && typeof item.problem === 'string' && item.problem.trim() !== '' ? item.problem.trim() : null;
  const versions: string[] = [];
  for (const entry of item.submissions as unknown[]) {
    const code =
      typeof entry === 'string'
        ? entry
        : typeof entry === 'object' && entry !== null && 'code' in entry && typeof entry.code === 'string'
          ? entry.code
          : null;
    if (code === null) return bad(`submission ${versions.length + 1} holds no code`);
    versions.push(code);
    if (typeof entry === 'object' && entry !== null && 'accepted' in entry && entry.accepted === true) break;
  }
  return { source: 'submissions', id, path: id, language, versions, message: problem };
}
