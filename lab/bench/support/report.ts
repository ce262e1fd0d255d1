/** A benchmark's result: a table for the eye, JSON for the record, and the machine it came from. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { quantile as nearestRank } from '../../../src/core/outcomes';

/** The `fraction` quantile (0 to 1) by nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], fraction: number): number {
  return (
    nearestRank(
      [...values].sort((a, b) => a - b),
      fraction,
    ) ?? NaN
  );
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Prints `rows` and writes them with the machine to `lab/bench/results/<name>.json`. */
export function report(name: string, browser: string, rows: Readonly<Record<string, unknown>>): void {
  console.table(rows);
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, browser };
  const file = new URL(`${name}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ benchmark: name, machine, rows }, null, 2)}\n`);
  console.log(`wrote ${fileURLToPath(file)}`);
}
