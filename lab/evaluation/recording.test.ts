import { describe, expect, it } from 'vitest';
import { replay } from '../../src/core/history';
import { readRecording } from './recording';

const lines = (...rows: unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

function read(text: string): { text: string; fault: string | null; times: number[]; path: string } {
  const result = readRecording(text, 'given');
  if (result.kind === 'unreadable') throw new Error(result.detail);
  const { base, records, path } = result.document;
  return {
    text: replay(base, records).text,
    fault: result.fault,
    times: records.map(({ wallTime }) => wallTime),
    path,
  };
}

describe('a recording of another tool', () => {
  it('as changes a line, with a first line that says what there was', () => {
    const file = lines(
      { path: 'a.py', language: 'python', text: 'abc' },
      {
        time: 500,
        edits: [
          [0, 1, 'x'],
          [3, 3, '!'],
        ],
      },
      { time: 900, edits: [[0, 1, '']] },
    );
    expect(read(file)).toEqual({ text: 'bc!', fault: null, times: [0, 400], path: 'a.py' });
  });

  it('without a first line begins empty, and without times keeps the order', () => {
    expect(read(lines({ edits: [[0, 0, 'a']] }, { edits: [[1, 1, 'b']] }))).toEqual({
      text: 'ab',
      fault: null,
      times: [100, 200],
      path: 'given',
    });
  });

  it('as an editing trace, its patches one after another', () => {
    const trace = {
      startContent: '',
      endContent: '😀hi',
      txns: [
        { time: '2021-01-01T00:00:00.000Z', patches: [[0, 0, '😀i']] },
        {
          time: '2021-01-01T00:00:02.000Z',
          patches: [
            [1, 0, 'o'],
            [1, 1, 'h'],
          ],
        },
      ],
    };
    expect(read(JSON.stringify(trace))).toEqual({ text: '😀hi', fault: null, times: [0, 2000], path: 'given' });
  });

  it.each<[string, string, string, RegExp]>([
    [
      'a change that does not fit',
      lines({ edits: [[0, 0, 'a']] }, { edits: [[5, 6, 'b']] }),
      'a',
      /change 2: .*outside/,
    ],
    ['a change without edits', lines({ edits: [[0, 0, 'a']] }, { text: 'b' }), 'a', /change 2: no edits/],
    ['a line that is no JSON', `${lines({ edits: [[0, 0, 'a']] })}\n{"edits": [[1`, 'a', /change 2/],
    [
      'overlapping edits',
      lines(
        { text: 'abcd' },
        {
          edits: [
            [0, 3, 'x'],
            [1, 2, 'y'],
          ],
        },
      ),
      'abcd',
      /change 1: .*order/,
    ],
    [
      'a trace that does not end as it says',
      JSON.stringify({ startContent: 'a', endContent: 'zz', txns: [{ patches: [[1, 0, 'b']] }] }),
      'ab',
      /not the one/,
    ],
    [
      'a patch beyond the text',
      JSON.stringify({ startContent: 'a', txns: [{ patches: [[0, 4, '']] }] }),
      'a',
      /transaction 1/,
    ],
  ])('is kept up to %s', (_, file, text, fault) => {
    const recording = read(file);
    expect(recording.text).toBe(text);
    expect(recording.fault).toMatch(fault);
  });

  it.each(['', 'no json', '[]', '{"a": 1}'])('is refused when it is nothing of the kind: %j', (file) => {
    expect(readRecording(file, 'x').kind).toBe('unreadable');
  });
});
