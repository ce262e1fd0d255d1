/** A recorded example for whoever wants to see before trying: how a small file came to be, with all that predictions can come to. */
import { Typist } from '../../core/history';
import { encodeLink, type SharedWorkspace } from '../../workspace';

const NAME = 'shop.py';
const TEXT = `def total(items, tax):
    amount = 0
    for item in items:
        amount += item.price
    return amount + amount * tax


def report(basket):
    amount = total(basket, 0.2)
    print("to pay:", amount)
`;

/** As quick as a person who knows what they want; milliseconds. */
const KEY = { after: 110 } as const;
const LOOK_MS = 1_600;

/** The example, always the same. */
export function demoWorkspace(): SharedWorkspace {
  const typist = new Typist(NAME, TEXT, 0);
  /** Types over the `nth` occurrence (from 1) of a text. */
  const retype = (from: string, nth: number, to: string): void => {
    let start = -1;
    for (let seen = 0; seen < nth; seen += 1) start = typist.text.indexOf(from, start + 1);
    typist.wait(LOOK_MS).typeOver(start, start + from.length, to, KEY);
  };
  const take = (from: string, nth: number, to: string): void => {
    let start = -1;
    for (let seen = 0; seen < nth; seen += 1) start = typist.text.indexOf(from, start + 1);
    typist.wait(LOOK_MS).replace(start, start + from.length, to, { source: { kind: 'prediction', predictionId: 'demo' } });
  };
  // A parameter gets another name; what follows from it was shown, and taken with one key.
  retype('items', 1, 'goods');
  take('items', 1, 'goods');
  // The next one is carried on by hand.
  retype('tax', 1, 'rate');
  retype('tax', 1, 'rate');
  // Nothing follows from words.
  retype('to pay:', 1, 'total:');
  // A change of mind: what would follow from the new name is not what happens next.
  retype('amount', 5, 'sum');
  retype('print("total:", amount)', 1, 'return sum');
  return { files: [{ name: NAME, base: { version: 0, text: TEXT }, records: typist.records, outcomes: [] }], shown: 0 };
}

/** The fragment of a link that holds the example. */
export const demoLink = (): string => encodeLink(demoWorkspace());
