/** A recorded example for whoever wants to see before trying: how a small file came to be, with all that predictions can come to. */
import { Typist } from '../../core/history';
import { encodeLink, type SharedWorkspace } from '../../workspace';

const NAME = 'rooms.py';
const TEXT = `def area(w, h):
    if w < 0 or h < 0:
        raise ValueError("a side cannot be negative")
    return w * h


def describe(room):
    size = area(room.width, room.depth)
    print("size:", size)
`;

/** As quick as a user who knows what they want; milliseconds. */
const KEY = { after: 110 } as const;
const LOOK_MS = 1_600;

/** The example, always the same. */
export function demoWorkspace(): SharedWorkspace {
  const typist = new Typist(NAME, TEXT, 0);
  /** Where a word stands first as a word of its own. */
  const find = (word: string): number => new RegExp(`\\b${word}\\b`).exec(typist.text)?.index ?? 0;
  /** Types over a word. */
  const retype = (from: string, to: string): void => {
    const start = find(from);
    typist.wait(LOOK_MS).typeOver(start, start + from.length, to, KEY);
  };
  const take = (from: string, to: string): void => {
    const start = find(from);
    typist
      .wait(LOOK_MS)
      .replace(start, start + from.length, to, { source: { kind: 'prediction', predictionId: 'demo' } });
  };
  // A parameter gets another name; what follows from it was shown, and taken with two presses of a key.
  retype('w', 'width');
  take('w', 'width');
  take('w', 'width');
  // The next one is carried on by hand.
  retype('h', 'height');
  retype('h', 'height');
  retype('h', 'height');
  // Nothing follows from words.
  typist.wait(LOOK_MS).typeAt(typist.text.indexOf('size:'), 'floor ', KEY);
  // What would follow from a new name is not what happens next.
  retype('size', 'total');
  typist.wait(LOOK_MS);
  const print = typist.text.indexOf('print(');
  typist.typeOver(print, typist.text.length - 1, 'return total', KEY);
  return { files: [{ name: NAME, base: { version: 0, text: TEXT }, records: typist.records, outcomes: [] }], shown: 0 };
}

/** The fragment of a link that holds the example. */
export const demoLink = (): string => encodeLink(demoWorkspace());
