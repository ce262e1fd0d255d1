import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch, Typist, type EditRecord } from '.';
import { ByteWriter, checksumBytes, checksumText } from './bytes';

const offset = fc.oneof(fc.nat(300), fc.nat(2 ** 40));
const source = fc.oneof(
  fc.constantFrom<EditRecord['source']>(
    { kind: 'typed' },
    { kind: 'paste' },
    { kind: 'undo' },
    { kind: 'redo' },
    { kind: 'load' },
  ),
  fc.string().map((predictionId) => ({ kind: 'prediction', predictionId }) as const),
  fc.string().map((instructionId) => ({ kind: 'inline-edit', instructionId }) as const),
);
/** Any code units, so that unpaired surrogates come too. */
const units = fc.array(fc.nat(0xffff), { maxLength: 6 }).map((codes) => String.fromCharCode(...codes));
const change = fc
  .array(fc.record({ gap: offset, length: fc.nat(500), text: fc.oneof(units, fc.string({ maxLength: 3 })) }), {
    maxLength: 4,
  })
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, length, text }) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, text };
    });
  });
const record = fc.record({
  change,
  selection: fc.option(fc.record({ anchor: offset, head: offset })),
  source,
  wallTime: fc.integer({ min: -(2 ** 42), max: 2 ** 42 }),
  monoTime: fc.integer({ min: 0, max: 2 ** 40 }),
});
const batch = fc
  .tuple(fc.string(), fc.nat(2 ** 40), fc.array(record, { minLength: 1, maxLength: 8 }))
  .map(([document, first, items]): EditRecord[] =>
    items.map((item, index) => ({ document, version: first + index, ...item })),
  );

const typed = new Typist('d', '').type('hello world').records;

describe('records as bytes', () => {
  it('come back as they went in', () => {
    fc.assert(
      fc.property(batch, (records) => {
        expect(decodeBatch(encodeBatch(records), records[0]!.document)).toEqual({
          kind: 'batch',
          first: records[0]!.version,
          records,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never come back wrong when any of them is changed, cut off or added', () => {
    fc.assert(
      fc.property(batch, fc.nat(), fc.integer({ min: 1, max: 255 }), (records, at, flip) => {
        const bytes = encodeBatch(records);
        const { document } = records[0]!;
        const flipped = Uint8Array.from(bytes);
        flipped[at % bytes.length]! ^= flip;
        for (const damaged of [flipped, bytes.slice(0, at % bytes.length), Uint8Array.from([...bytes, flip])]) {
          expect(decodeBatch(damaged, document).kind).toBe('corrupt');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are refused under another document', () => {
    expect(decodeBatch(encodeBatch(typed), 'e')).toMatchObject({ kind: 'corrupt', reason: 'checksum' });
  });

  it('say what is wrong with them', () => {
    const bytes = encodeBatch(typed);
    expect(decodeBatch(new Uint8Array(), 'd')).toMatchObject({ reason: 'too-short' });
    expect(decodeBatch(Uint8Array.from([9, ...bytes.slice(1)]), 'd')).toMatchObject({ reason: 'unknown-format' });
  });

  it('are read without trust even when the checksum fits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const body = Uint8Array.from([1, ...content]);
        const bytes = new Uint8Array(body.length + 4);
        bytes.set(body);
        new DataView(bytes.buffer).setUint32(body.length, checksumBytes(body, checksumText('d')), true);
        const decoded = decodeBatch(bytes, 'd');
        if (decoded.kind === 'batch')
          for (const { change: edits } of decoded.records)
            edits.reduce((at, edit) => {
              expect(edit.start).toBeGreaterThanOrEqual(at);
              expect(edit.end).toBeGreaterThanOrEqual(edit.start);
              return edit.end;
            }, 0);
        else expect(decoded.reason).toBe('malformed');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['none', []],
    ['records with a gap', [typed[0]!, typed[2]!]],
    ['records of two documents', [typed[0]!, { ...typed[1]!, document: 'e' }]],
    ['a position that is no integer', [{ ...typed[0]!, change: [{ start: 0.5, end: 1, text: '' }] }]],
    [
      'edits out of order',
      [
        {
          ...typed[0]!,
          change: [
            { start: 5, end: 6, text: '' },
            { start: 1, end: 2, text: '' },
          ],
        },
      ],
    ],
  ])('cannot be made of %s', (_, records) => {
    expect(() => encodeBatch(records)).toThrow(RangeError);
  });

  it('keep times in whole milliseconds', () => {
    const decoded = decodeBatch(encodeBatch([{ ...typed[0]!, wallTime: 1_000.4, monoTime: 20.6 }]), 'd');
    expect(decoded).toMatchObject({ records: [{ wallTime: 1_000, monoTime: 21 }] });
  });

  it('cost about 8 bytes for an ordinary keystroke', () => {
    const records = new Typist('d', '').type('x'.repeat(1_000)).records;
    expect(encodeBatch(records).length / 1_000).toBeLessThan(8.1);
  });
});

describe('numbers as bytes', () => {
  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuse %d', (value) => {
    expect(() => new ByteWriter().unsigned(value)).toThrow(RangeError);
  });

  it('have the checksum everyone else computes', () => {
    expect(checksumBytes(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(checksumText('a')).toBe(0xe40c292c);
  });
});
