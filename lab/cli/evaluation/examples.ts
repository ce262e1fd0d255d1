/** Wrong answers to look at: what the user had done, what was due, what was offered. */
import { LineIndex, type TextChange } from '../../../src/core/text';
import type { PlayedPoint } from './replay';
import { labelOf, type PlayedCase } from './run';

/** Prints at most `most` wrong answers of each kind; none of the sealed cases, which are not for looking at. */
export function printExamples(played: readonly PlayedCase[], most: number): void {
  const counts = new Map<string, number>();
  for (const one of played) {
    if (one.played.origin === 'sealed') continue;
    for (const point of one.points) {
      const { verdict } = point;
      if (verdict.due ? verdict.whole : !verdict.shown) continue;
      const { kind } = labelOf(one, point);
      const count = counts.get(kind) ?? 0;
      if (count >= most) continue;
      counts.set(kind, count + 1);
      console.log(`\n## ${kind}: ${one.played.id}`);
      console.log(describePoint(point));
    }
  }
}

function describePoint({ moment, offered, exchange }: PlayedPoint): string {
  const { text, excerpt, due } = moment;
  const wanted = due.kind === 'nothing' ? [] : due.change;
  const parts = [
    'due:',
    ...editLines(text, wanted),
    'offered:',
    ...offered.flatMap((hunk) => editLines(text, hunk.edits)),
    'excerpt:',
    text.slice(excerpt.start, excerpt.end),
  ];
  if (exchange !== null)
    parts.push(
      'history:',
      historyOf(exchange.state),
      'answer:',
      exchange.answer.pieces.map((piece) => piece.text).join(''),
    );
  return parts.join('\n');
}

function editLines(text: string, change: TextChange): string[] {
  const lines = new LineIndex(text);
  return change.map(
    ({ start, end, text: fresh }) =>
      `  line ${lines.lineAt(start) + 1}: ${JSON.stringify(text.slice(start, end))} -> ${JSON.stringify(fresh)}`,
  );
}

function historyOf(state: NonNullable<PlayedPoint['exchange']>['state']): string {
  const { phase } = state;
  return phase.kind === 'running' ? phase.running.question.cacheKey : '';
}
