/** A bar plot as SVG text: groups side by side, one colour a series. Reads in light and dark, and without colour by its labels. */
import { escapeMarkup } from './markup';

export interface Series {
  readonly name: string;
  /** One value a group. */
  readonly values: readonly number[];
}

export interface BarPlot {
  readonly title: string;
  readonly groups: readonly string[];
  readonly series: readonly Series[];
  /** Written after each value. */
  readonly unit: string;
}

/** Each tells from both grounds. */
const COLOURS = ['#5468d8', '#9aa9f5', '#2f9a76', '#c75b48'];
/** A file by itself has no page around it that would give it a ground. */
const STYLE =
  '<style>svg{color:#20242e}.ground{fill:#fffdf9}@media(prefers-color-scheme:dark){svg{color:#dfe2ea}.ground{fill:#12151d}}</style>';
const LEFT = 46;
const TOP = 44;
const HEIGHT = 200;
const BAR = 34;

/** The next round number at or above a value: 1, 2 or 5 times a power of ten. */
function ceiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

const short = (value: number): string => (value >= 1_000 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, ''));

export function barPlot({ title, groups, series, unit }: BarPlot): string {
  const most = ceiling(Math.max(0, ...series.flatMap(({ values }) => values)));
  const groupWidth = series.length * BAR + 26;
  const width = LEFT + groups.length * groupWidth + 20;
  const y = (value: number): number => TOP + HEIGHT - (value / most) * HEIGHT;
  const lines = [0, 0.5, 1].map((share) => {
    const at = y(share * most);
    return `<line x1="${LEFT}" x2="${width - 10}" y1="${at}" y2="${at}" stroke="currentColor" stroke-opacity="0.15"/><text x="${LEFT - 6}" y="${at + 4}" text-anchor="end">${short(share * most)}</text>`;
  });
  const bars = groups.flatMap((group, index) => {
    const left = LEFT + 13 + index * groupWidth;
    const drawn = series.map(({ values, name }, order) => {
      const value = values[index] ?? 0;
      const x = left + order * BAR;
      return (
        `<rect x="${x + 2}" y="${y(value).toFixed(1)}" width="${BAR - 4}" height="${(TOP + HEIGHT - y(value)).toFixed(1)}" rx="2" fill="${COLOURS[order % COLOURS.length] ?? '#888'}"><title>${escapeMarkup(`${group}, ${name}: ${short(value)}${unit}`)}</title></rect>` +
        `<text x="${x + BAR / 2}" y="${(y(value) - 5).toFixed(1)}" text-anchor="middle">${short(value)}</text>`
      );
    });
    return [
      ...drawn,
      `<text x="${left + (series.length * BAR) / 2}" y="${TOP + HEIGHT + 18}" text-anchor="middle">${escapeMarkup(group)}</text>`,
    ];
  });
  const legend = series.map(
    ({ name }, index) =>
      `<rect x="${LEFT + index * 130}" y="${TOP + HEIGHT + 30}" width="10" height="10" fill="${COLOURS[index % COLOURS.length] ?? '#888'}"/><text x="${LEFT + 16 + index * 130}" y="${TOP + HEIGHT + 39}">${escapeMarkup(name)}</text>`,
  );
  // A bold letter of the title is at most some 8.4 wide at this size, on the average.
  const full = Math.ceil(Math.max(width, LEFT + series.length * 130, 20 + title.length * 8.4));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${TOP + HEIGHT + 52}" width="${full}" role="img" aria-label="${escapeMarkup(title)}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12" fill="currentColor">${STYLE}<rect class="ground" width="100%" height="100%" rx="6"/>` +
    `<text x="10" y="22" font-size="14" font-weight="600">${escapeMarkup(title)}</text>${[...lines, ...bars, ...legend].join('')}</svg>`
  );
}
