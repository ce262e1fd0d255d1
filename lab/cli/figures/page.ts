/** The page of figures, written from what the benchmarks found and from nothing else. */

/** One file of lab/bench/results, as the benchmarks write it. */
export interface Result {
  /** Without the folder and the extension. */
  readonly file: string;
  readonly benchmark: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly rows: Readonly<Record<string, Readonly<Record<string, string | number | null>>>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCell = (value: unknown): boolean => value === null || ['string', 'number'].includes(typeof value);

/** Reads a result; null for a file in another form. */
export function readResult(file: string, json: unknown): Result | null {
  if (!isRecord(json) || typeof json['benchmark'] !== 'string' || !isRecord(json['machine'])) return null;
  const { benchmark, machine, rows } = json;
  if (!isRecord(rows) || !Object.values(rows).every((row) => isRecord(row) && Object.values(row).every(isCell)))
    return null;
  return { file, benchmark, machine: machine as Result['machine'], rows: rows as Result['rows'] };
}

const cell = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'number' ? value.toLocaleString('en') : value;
const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;

function section({ file, machine, rows }: Result): readonly string[] {
  const columns = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  const where = Object.entries(machine)
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
    'Written by `npm run figures` from `lab/bench/results`, each by the benchmark of its name (`npm run bench`, `bench:latency`,',
    '`bench:interactive`, `bench:large`, `bench:proposals`). Times are of the machine that is named: compare within a table.',
    '',
  ];
  return `${[...about, ...sorted.flatMap(section)].join('\n').trimEnd()}\n`;
}
