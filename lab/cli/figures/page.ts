/** The page of figures, written from what the benchmarks found and from nothing else. */

type Cells = Readonly<Record<string, string | number | boolean | null>>;

/** One file of lab/bench/results. */
export interface Result {
  /** Without the folder and the extension. */
  readonly file: string;
  /** What it was measured on and with, and when where the file says so. */
  readonly measured: Cells;
  readonly rows: Readonly<Record<string, Cells>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCell = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isCells = (value: unknown): value is Cells => isRecord(value) && Object.values(value).every(isCell);

/** Rows by name, or a list of medians each with its name; null for anything else. */
function rowsOf({ rows, medians }: Readonly<Record<string, unknown>>): Result['rows'] | null {
  if (isRecord(rows)) return Object.values(rows).every(isCells) ? (rows as Result['rows']) : null;
  if (!Array.isArray(medians) || !medians.every(isCells)) return null;
  return Object.fromEntries(medians.map(({ name, ...figures }) => [String(name), figures]));
}

/** Reads a result; null for a file in another form. */
export function readResult(file: string, json: unknown): Result | null {
  if (!isRecord(json)) return null;
  const rows = rowsOf(json);
  const machine = json['machine'] ?? {};
  if (rows === null || !isCells(machine)) return null;
  // The benchmark's name is left out: it is that of the file.
  const facts = Object.entries(json).filter(([name, value]) => name !== 'benchmark' && isCell(value)) as [
    string,
    Cells[string],
  ][];
  return { file, measured: { ...Object.fromEntries(facts), ...machine }, rows };
}

const cell = (value: Cells[string] | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'number' ? value.toLocaleString('en') : String(value);
const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;

function section({ file, measured, rows }: Result): readonly string[] {
  const columns = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  const where = Object.entries(measured)
    .map(([name, value]) => `${name}: ${cell(value)}`)
    .join('; ');
  return [
    `## ${file}`,
    '',
    `${where}.`,
    '',
    line(['', ...columns]),
    line(['---', ...columns.map(() => '---:')]),
    ...Object.entries(rows).map(([name, row]) => line([name, ...columns.map((column) => cell(row[column]))])),
    '',
  ];
}

/** The page; the results in the order of their names. */
export function figuresPage(results: readonly Result[]): string {
  const sorted = [...results].sort((one, other) => one.file.localeCompare(other.file, 'en'));
  const about = [
    '# Figures',
    '',
    'Written by `npm run figures` from `lab/bench/results`, where the benchmarks put what they found (`npm run bench`,',
    '`bench:latency`, `bench:interactive`, `bench:large`, `bench:proposals`). Times are of the machine that is named:',
    'compare within a table.',
    'What the public benchmarks of models gave is in [benchmark-results.md](benchmark-results.md).',
    '',
  ];
  return `${[...about, ...sorted.flatMap(section)].join('\n').trimEnd()}\n`;
}
