import { describe, expect, it } from 'vitest';
import type { LeftOut } from '../../workspace';
import type { NoticeView } from '../../session/view-types';
import { createStore } from '../../platform/store';
import { createImporter, type Importer, type ImporterServices } from './importer';
import { reportOf } from './report';

const out = (count: number): LeftOut[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}.png`, why: 'It is not text in UTF-8.' }));

describe('the report', () => {
  it.each([
    [3, 0, null],
    [0, 0, 'There were no files to open. Nothing has changed.'],
    [0, 1, 'Nothing was opened. 0.png: It is not text in UTF-8.'],
    [1, 1, '1 file opened, 1 left out. 0.png: It is not text in UTF-8.'],
    [12, 5, '12 files opened, 5 left out. 0.png: It is not text in UTF-8. 1.png: It is not text in UTF-8. And 3 more.'],
  ])('of %i opened and %i left out', (opened, left, words) => {
    const report = reportOf(opened, out(left));
    expect(report === null ? null : `${report.title} ${report.body}`).toBe(words);
  });
});

describe('bringing files in', () => {
  const bring = async (
    run: (importer: Importer) => Promise<unknown>,
    refused: readonly string[] = [],
  ): Promise<{ notice: Omit<NoticeView, 'id'> | null; leftOut: readonly LeftOut[]; result: unknown }> => {
    let notice: Omit<NoticeView, 'id'> | null = null;
    const leftOut = createStore<readonly LeftOut[]>([], (tell) => {
      tell();
    });
    const services = {
      files: {
        add: (files: readonly { name: string }[]) =>
          Promise.resolve({
            ids: files.filter(({ name }) => !refused.includes(name)).map(({ name }) => `id of ${name}`),
            refused: files
              .filter(({ name }) => refused.includes(name))
              .map(({ name }) => ({ name, why: 'The disk is full.' })),
          }),
      },
      notice: (_id: string, content: Omit<NoticeView, 'id'> | null) => {
        notice = content;
      },
      announce: () => undefined,
      panels: { open: () => undefined },
      page: { setTimeout, clearTimeout },
    } as unknown as ImporterServices;
    const result = await run(
      createImporter(services, { unzip: () => Promise.reject(new Error('No archive here.')) }, leftOut),
    );
    return { notice, leftOut: leftOut.get(), result };
  };

  it('names each file that came with its id, and what could not be stored', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, text: name }));
    const { result, leftOut, notice } = await bring((importer) => importer.add({ files, leftOut: out(1) }), ['b']);
    expect(result).toEqual([
      { id: 'id of a', name: 'a', text: 'a' },
      { id: 'id of c', name: 'c', text: 'c' },
    ]);
    expect(leftOut.map(({ name }) => name)).toEqual(['b', '0.png']);
    expect(notice?.title).toBe('2 files opened, 2 left out.');
  });

  it('says what went wrong where nothing could be read', async () => {
    const broken = {
      [Symbol.iterator]: () => {
        throw new Error('The folder is gone.');
      },
    };
    const { result, notice } = await bring((importer) => importer.bring(broken));
    expect(result).toBeNull();
    expect(notice).toMatchObject({ tone: 'problem', body: 'Nothing was opened. The folder is gone.' });
  });
});
