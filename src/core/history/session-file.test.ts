import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditRecord } from './record';
import { replay } from './replay';
import { decodeSession, encodeSession, type SessionDocument } from './session-file';
import { Typist } from './typist';

function session(strokes: readonly (readonly [number, string])[], base = 'let a = 1;\n'): SessionDocument {
  const typist = new Typist('doc-1', base, 1_700_000_000_000, 7);
  for (const [at, text] of strokes) {
    const start = at % (typist.length + 1);
    typist.replace(start, Math.min(typist.length, start + (at % 3)), text);
  }
  return {
    id: 'doc-1',
    path: 'src/a.ts',
    language: 'typescript',
    base: { version: 7, text: base },
    records: typist.records,
  };
}

const withRecord = (patch: object): string => {
  const file = JSON.parse(
    encodeSession([
      session([
        [0, 'x'],
        [1, 'y'],
      ]),
    ]),
  ) as { documents: { records: object[] }[] };
  Object.assign(file.documents[0]!.records[1]!, patch);
  return JSON.stringify(file);
};

describe('session file', () => {
  it('gives back every document and record it was made from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 }),
        (strokes) => {
          const document = session(strokes);
          expect(decodeSession(encodeSession([document, document]))).toEqual({
            kind: 'session',
            documents: [document, document],
            faults: [],
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps sources, selections and their absence', () => {
    const base = session([[0, 'x']]);
    const record = base.records[0]!;
    const records: EditRecord[] = [
      { ...record, source: { kind: 'prediction', predictionId: 'p1' }, selection: null },
      {
        ...record,
        version: 8,
        source: { kind: 'inline-edit', instructionId: 'i1' },
        selection: { anchor: 0, head: 2 },
      },
      { ...record, version: 9, source: { kind: 'undo' } },
    ];
    const read = decodeSession(encodeSession([{ ...base, records }]));
    expect(read.kind === 'session' && read.documents[0]?.records).toEqual(records);
  });

  it('replays to the text that was exported', () => {
    const document = session([
      [0, 'x'],
      [5, 'hello'],
      [9, ''],
    ]);
    const read = decodeSession(encodeSession([document]));
    if (read.kind !== 'session') throw new Error(read.detail);
    expect(replay(read.documents[0]!.base, read.documents[0]!.records)).toEqual(
      replay(document.base, document.records),
    );
  });

  it.each([
    ['cut short', encodeSession([session([[0, 'x']])]).slice(0, -20), 'not-json'],
    ['something else', '{"format":"other","version":1,"documents":[]}', 'not-a-session'],
    ['no object', '[]', 'not-a-session'],
    ['of a later version', '{"format":"inkling-session","version":2,"documents":[]}', 'newer-version'],
  ])('refuses a file that is %s', (_name, text, reason) => {
    expect(decodeSession(text)).toMatchObject({ kind: 'unreadable', reason });
  });

  it.each([
    ['an edit outside the text', { edits: [[0, 9999, '']] }],
    [
      'edits out of order',
      {
        edits: [
          [5, 6, ''],
          [0, 1, ''],
        ],
      },
    ],
    ['an edit that is none', { edits: ['x'] }],
    ['a position that is no whole number', { edits: [[0.5, 1, '']] }],
    ['an unknown source', { source: { kind: 'telepathy' } }],
    ['a prediction without its id', { source: { kind: 'prediction' } }],
    ['a time that is none', { wall: 'now' }],
    ['a selection that is none', { selection: 3 }],
  ])('names %s and keeps the records before it', (_name, patch) => {
    const read = decodeSession(withRecord(patch));
    expect(read).toMatchObject({ kind: 'session', faults: [{ document: 0, record: 1 }] });
    expect(read.kind === 'session' && read.documents[0]?.records.length).toBe(1);
  });

  it('leaves out a document it cannot read and keeps the others', () => {
    const good = session([[0, 'x']]);
    const text = encodeSession([good]).replace('"documents":[\n', '"documents":[{"id":1},\n');
    expect(decodeSession(text)).toEqual({
      kind: 'session',
      documents: [good],
      faults: [{ document: 0, record: null, detail: expect.any(String) as string }],
    });
  });
});
