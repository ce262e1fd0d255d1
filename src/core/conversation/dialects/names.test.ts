import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DIALECTS } from '.';

const SOURCE = path.join(import.meta.dirname, '../../..');
/** What a catalog is for: to say how a model is spoken to. */
const CATALOG = ['models/entries.ts', 'models/adapted.ts'];

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .filter((file) => !file.startsWith('core/conversation/dialects/') && !CATALOG.includes(file));

it('knows dialects by name nowhere but in their own folder', () => {
  const ids = Object.keys(DIALECTS);
  const named = files.flatMap((file) => {
    const text = readFileSync(path.join(SOURCE, file), 'utf8');
    return ids
      .filter((id) => ["'", '"', '`'].some((quote) => text.includes(quote + id + quote)))
      .map((id) => `${file}: ${id}`);
  });
  expect(files.length).toBeGreaterThan(300);
  expect(named).toEqual([]);
});

it('gives each the name it is registered under', () => {
  expect(Object.entries(DIALECTS).map(([id, dialect]) => [id, dialect.id === id])).toEqual(
    Object.keys(DIALECTS).map((id) => [id, true]),
  );
});
