/** Plays many cases, on several workers, with progress on standard error. */
import type { EvaluationCase, PointLabel } from '../../evaluation';
import type { ModelProfile } from '../../../src/core/prediction';
import type { Ask } from './answers';
import { playCase, type PlayedPoint, type PlayOptions } from './replay';

export interface PlayedCase {
  readonly played: EvaluationCase;
  readonly points: readonly PlayedPoint[];
}

/**
 * Case k is played on worker k modulo their number, in order: the same cases on as many workers ask the same
 * questions in the same order, so that answers do not depend on which worker happened to be free.
 */
export async function runCases(
  cases: readonly EvaluationCase[],
  profile: ModelProfile | null,
  workers: readonly Ask[],
  options: PlayOptions,
): Promise<PlayedCase[]> {
  const out: (PlayedCase | undefined)[] = cases.map(() => undefined);
  const began = performance.now();
  let done = 0;
  await Promise.all(
    workers.map(async (ask, worker) => {
      for (let index = worker; index < cases.length; index += workers.length) {
        const played = cases[index];
        if (played === undefined) break;
        out[index] = { played, points: await playCase(played, profile, ask, options) };
        done += 1;
        if (done % 10 === 0 || done === cases.length) {
          const seconds = (performance.now() - began) / 1000;
          process.stderr.write(
            `\r${done} of ${cases.length} cases, ${seconds.toFixed(0)} s, about ${((seconds / done) * (cases.length - done)).toFixed(0)} s left   `,
          );
        }
      }
    }),
  );
  process.stderr.write('\n');
  return out.flatMap((one) => one ?? []);
}

/** What a point is counted under: by its language and kind; where all that is due lies out of sight, as such. */
export function labelOf({ played }: PlayedCase, point: PlayedPoint): PointLabel {
  const outOfSight = point.moment.due.kind === 'edits' && !point.verdict.due;
  return {
    language: played.document.language,
    kind: outOfSight ? 'quiet-out-of-sight' : played.kind,
    origin: played.origin,
  };
}
