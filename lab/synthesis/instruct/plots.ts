/** Bar charts as plain SVG: one hue, a label and a figure at every bar, so that no legend and no script is needed. */

export interface BarChart {
  readonly title: string;
  /** Label and value of each bar, values not below 0, in the order shown. */
  readonly bars: readonly (readonly [string, number])[];
}

const WIDTH = 560;
const ROW = 22;
const BAR = 14;
const HEAD = 34;
const LABEL = 170;
const FIGURE = 112;

export const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** One horizontal bar a row, with its value and its share of the sum. Colours follow CSS variables, with defaults. */
export function barChart({ title, bars }: BarChart): string {
  const most = Math.max(1, ...bars.map(([, value]) => value));
  const sum = bars.reduce((all, [, value]) => all + value, 0);
  const room = WIDTH - LABEL - FIGURE;
  const height = HEAD + bars.length * ROW + 6;
  const rows = bars.map(([label, value], at) => {
    const y = HEAD + at * ROW;
    const length = Math.round((value / most) * room * 10) / 10;
    const share = sum === 0 ? '' : ` (${((100 * value) / sum).toFixed(1)} %)`;
    const shown = label.length > 26 ? `${label.slice(0, 25)}…` : label;
    return [
      `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end">${escapeXml(shown)}</text>`,
      `<rect x="${LABEL}" y="${y + 1}" width="${length}" height="${BAR}" rx="2"/>`,
      `<text class="figure" x="${LABEL + length + 6}" y="${y + 12}">${value.toLocaleString('en')}${share}</text>`,
    ].join('');
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">` +
    '<style>text{font:12px system-ui,sans-serif;fill:var(--text,#1f2328)}.title{font-size:14px;font-weight:600}.figure{fill:var(--muted,#59636e)}rect{fill:var(--bar,#3565a8)}</style>' +
    `<text class="title" x="0" y="16">${escapeXml(title)}</text>${rows.join('')}</svg>`
  );
}
