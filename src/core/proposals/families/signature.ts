/**
 * A function was given other parameters: its calls, what overrides or declares it, and the first use of a new one. A
 * call was given one more: the function's parameter.
 */
import type { Syntax } from '../../syntax';
import type { TextChange } from '../../text';
import { callEdits } from '../code/signature/calls';
import { signatureChanges, type SignatureChange } from '../code/signature/changes';
import { declarationEdits } from '../code/signature/declarations';
import { firstUses } from '../code/signature/first-use';
import { parametersFromCalls } from '../code/signature/from-call';
import type { CallSite } from '../code/signature/call-sites';
import { signatureAround } from '../code/signature/signatures';
import type { Parameter } from '../code/signature/parameters';
import { rewriteList } from '../code/signature/rewrite-list';
import { pageOf } from '../code/page';
import type { Candidate, Moment, Proposer } from '../types';

const MOST = 32;

export const signature: Proposer = (moment) => {
  const { syntax } = moment;
  if (syntax === null) return [];
  const found = signatureChanges(moment).flatMap((change) => afterChange(moment, syntax, change));
  for (const { signature: own, change, certain, like, name } of parametersFromCalls(moment, syntax)) {
    found.push(
      candidate(moment, {
        change,
        group: `signature:${own.name}:${name}`,
        variant: 'parameter-from-call',
        certain,
        like,
        agreeing: 1,
      }),
    );
  }
  const byPlace = new Map(found.reverse().map((one) => [JSON.stringify(one.change), one]));
  return [...byPlace.values()].reverse().slice(0, MOST);
};

interface Made {
  readonly change: TextChange;
  readonly group: string;
  readonly variant: string;
  readonly certain: number;
  readonly like: number;
  readonly agreeing: number;
  readonly against?: number;
}

const candidate = (
  moment: Moment,
  { change, group, variant, certain, like, agreeing, against = 0 }: Made,
): Candidate => ({
  family: 'signature',
  group,
  change,
  evidence: { agreeing, against, certain, variant },
  like: pageOf(moment).index.lineAt(like),
});

function afterChange(moment: Moment, syntax: Syntax, change: SignatureChange): Candidate[] {
  const { signature: own } = change;
  const group = `signature:${own.called}`;
  const page = pageOf(moment);
  // What is still being typed may become another name.
  const sure = isUnfinished(moment, change) ? 0.6 : 1;
  const calls = callEdits(moment, syntax, change);
  const declared = declarationEdits(syntax, change);
  const agreeing = 1 + calls.done.length + declared.done;
  const like = calls.done[0]?.node.from ?? own.nameNode.from;
  const made: Made[] = [
    ...calls.edits.map(({ change: edit, certain, variant }): Made => ({
      change: edit,
      group,
      variant,
      certain,
      like,
      agreeing,
      against: calls.edits.length - 1,
    })),
    ...declared.edits.map(({ change: edit, certain, variant }): Made => ({
      change: edit,
      group,
      variant,
      certain,
      like: own.nameNode.from,
      agreeing,
    })),
    ...firstUses(syntax, change).map(({ change: edit, certain, variant, like: model }): Made => ({
      change: edit,
      group: `${group}:use`,
      variant,
      certain,
      like: model,
      agreeing: 1,
    })),
    ...calls.wanting.flatMap(({ site, parameter }) => takenOn(syntax, site, parameter, group)),
  ];
  const row = page.index.lineAt(own.nameNode.from);
  const distance = ({ change: [edit] }: Made): number => {
    const at = page.index.lineAt(edit?.start ?? 0);
    return at >= row ? at - row : (row - at) * 1.5;
  };
  return sameLine(moment, made)
    .sort((one, other) => other.certain - one.certain || distance(one) - distance(other))
    .map((one) => candidate(moment, { ...one, certain: one.certain * sure }));
}

/** Calls on one line are one place. */
function sameLine(moment: Moment, made: readonly Made[]): Made[] {
  const { index } = pageOf(moment);
  const joined = new Map<string, Made>();
  for (const one of made) {
    const [edit] = one.change;
    const key =
      one.variant.startsWith('call') && edit !== undefined ? `${index.lineAt(edit.start)}` : `${joined.size} other`;
    const known = joined.get(key);
    const touches =
      known?.change.some((before) =>
        one.change.some((after) => before.start <= after.end && after.start <= before.end),
      ) ?? false;
    if (known === undefined || touches) joined.set(touches ? `${key} ${joined.size}` : key, one);
    else
      joined.set(key, {
        ...known,
        change: [...known.change, ...one.change].sort((a, b) => a.start - b.start),
        certain: Math.min(known.certain, one.certain),
      });
  }
  return [...joined.values()];
}

/** Whether the cursor stands in the list behind a parameter that is not as its siblings are. */
function isUnfinished({ cursor }: Moment, { signature: own, added }: SignatureChange): boolean {
  const typed = own.list.all
    .filter(({ kind }) => kind === 'plain')
    .some((one) => one.type !== null && !added.includes(one));
  return added.some(({ end, type, name }) => end === cursor && ((typed && type === null) || name === ''));
}

/** The function around a call takes the parameter too, and hands it on. */
function takenOn(syntax: Syntax, site: CallSite, parameter: Parameter, group: string): Made[] {
  const around = signatureAround(syntax, site.from);
  if (
    around === null ||
    parameter.optional ||
    parameter.name === '' ||
    around.list.all.some(({ name, kind }) => name === parameter.name || kind === 'rest' || kind === 'keywords')
  )
    return [];
  const handsOn = site.args.filter(({ text }) => around.list.all.some(({ name }) => name === text)).length;
  if (handsOn === 0) return [];
  const items = around.list.all;
  const last = items.findLastIndex((one) => !one.optional) + 1;
  const wanted = items.map((one, of) => ({ of, text: one.text }));
  const code = parameter.text.replace(/^(?:(?:public|private|protected|readonly)\s+)+/, '');
  const header = rewriteList(syntax.text, { from: around.list.from, to: around.list.to, items }, [
    ...wanted.slice(0, last),
    { of: null, text: code },
    ...wanted.slice(last),
  ]);
  return header === null
    ? []
    : [{ change: header, group, variant: 'caller', certain: 0.25, like: site.node.from, agreeing: handsOn }];
}
