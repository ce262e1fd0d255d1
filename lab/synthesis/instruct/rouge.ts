/** ROUGE-L: how much of two texts is one common subsequence of words (Lin, 2004), as F with equal weights. */

/** Words as the usual scorer takes them: runs of lower-case letters and digits. */
function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** Length of the longest common subsequence; memory grows with the shorter sequence only. */
export function commonSubsequence(one: readonly string[], other: readonly string[]): number {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  const row = new Int32Array(short.length + 1);
  for (const item of long) {
    let diagonal = 0;
    for (let at = 1; at <= short.length; at += 1) {
      const above = row[at] ?? 0;
      row[at] = short[at - 1] === item ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[short.length] ?? 0;
}

/** ROUGE-L F measure of two texts, 0 to 1; 0 when either holds no word. */
export function rougeL(one: string, other: string): number {
  const [left, right] = [words(one), words(other)];
  if (left.length === 0 || right.length === 0) return 0;
  const common = commonSubsequence(left, right);
  if (common === 0) return 0;
  const precision = common / left.length;
  const recall = common / right.length;
  return (2 * precision * recall) / (precision + recall);
}
