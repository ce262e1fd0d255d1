/**
 * What would be predicted at points of the timeline: asked for one after the other when nobody else needs the model,
 * kept for as long as the same model answers, called off when nobody looks any more.
 */
import { HistoryBuilder, type Course, type DocumentId } from '../../core/history';
import { RECENT_ELSEWHERE_MS, type Elsewhere, type ModelProfile } from '../../core/prediction';
import {
  momentAt,
  predictedFrom,
  predictedWith,
  verdictOn,
  type MomentPorts,
  type Predicted,
  type Verdict,
} from '../../core/replay';
import { languageOf } from '../../workspace';
import type { Lanes } from '../../engine/client/request-queue';
import type { Loaded } from './load';
import { messageOf } from '../../core/message-of';

export interface Point {
  readonly document: DocumentId;
  readonly version: number;
}

export type Foreseen =
  | { readonly kind: 'predicted'; readonly predicted: Predicted; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly message: string };

export interface Foresight {
  /** Null when it has not been found out yet. */
  at(point: Point): Foreseen | null;
  /** Another number whenever something else is known. */
  revision(): number;
  /** Finds out what is predicted at these points, in this order, and at no others. */
  want(points: readonly Point[]): void;
  /** Another course, or the same one further on: what was found out about it may not hold. */
  forget(): void;
}

export interface ForesightOptions {
  readonly ask: Lanes['later'];
  /** Who proposes without a model; nobody when absent. */
  readonly proposals?: MomentPorts;
  /** Null while no model is ready. */
  readonly profile: () => ModelProfile | null;
  readonly excluded: () => readonly string[];
  readonly loaded: () => Loaded | null;
  /** Something is known that was not before. */
  readonly onChange: () => void;
}

/** Records of another file that are played to know what was done in it last. */
const ELSEWHERE_RECORDS = 100;

const keyOf = ({ document, version }: Point): string => `${version} ${document}`;
export function createForesight({ ask, profile, excluded, loaded, onChange, proposals }: ForesightOptions): Foresight {
  const known = new Map<string, Foreseen>();
  let revision = 0;
  let knownFrom: ModelProfile | null = null;
  let wanted: readonly Point[] = [];
  let running: { readonly key: string; readonly controller: AbortController } | null = null;

  const keep = (point: Point, foreseen: Foreseen): void => {
    known.set(keyOf(point), foreseen);
    revision += 1;
    onChange();
  };

  const next = (): void => {
    const model = profile();
    if (model !== knownFrom) {
      running?.controller.abort();
      running = null;
      known.clear();
      revision += 1;
      knownFrom = model;
    }
    if (running !== null || (model === null && proposals === undefined)) return;
    const point = wanted.find((one) => !known.has(keyOf(one)));
    if (point === undefined) return;
    const controller = new AbortController();
    const mine = (running = { key: keyOf(point), controller });
    void find(point, model, controller.signal)
      .then(
        (found) => {
          if (found !== null && running === mine) keep(point, found);
        },
        (error: unknown) => {
          if (running === mine) keep(point, { kind: 'failed', message: messageOf(error) });
        },
      )
      .finally(() => {
        if (running !== mine) return;
        running = null;
        next();
      });
  };

  const find = async (point: Point, model: ModelProfile | null, signal: AbortSignal): Promise<Foreseen | null> => {
    // Not in the same breath as whatever is drawn now.
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    const all = loaded();
    const file = all?.files.get(point.document);
    if (all === null || file === undefined || signal.aborted) return null;
    const language = languageOf(file.name).id;
    const moment = momentAt(file.course, point.version, {
      file: { id: file.id, path: file.name, language },
      profile: model,
      proposes: proposals !== undefined,
      excluded: excluded(),
      others: elsewhere(all, point),
    });
    if (moment.kind === 'settled') return judged(file.course, point, moment.predicted);
    const answer = moment.request === null ? null : await ask(moment.request, signal);
    if (answer === null && moment.request !== null) return null;
    if (proposals !== undefined) return judged(file.course, point, await predictedWith(moment, answer, proposals));
    return answer === null ? null : judged(file.course, point, predictedFrom(moment, answer));
  };

  return {
    revision: () => revision,
    at: (point) => known.get(keyOf(point)) ?? null,
    want(points) {
      wanted = points;
      if (running !== null && !points.some((one) => keyOf(one) === running?.key)) {
        running.controller.abort();
        running = null;
      }
      next();
    },
    forget() {
      running?.controller.abort();
      running = null;
      known.clear();
      revision += 1;
      wanted = [];
    },
  };
}

const judged = (course: Course, { version }: Point, predicted: Predicted): Foreseen => ({
  kind: 'predicted',
  predicted,
  verdict: verdictOn(course, version, predicted),
});

/** What had just been done in the other files of the timeline. */
function elsewhere({ files, joint }: Loaded, { document, version }: Point): readonly Elsewhere[] {
  const position = joint.positionOf(document, version);
  const now = joint.recordTo(position)?.wallTime ?? 0;
  return [...files.values()].flatMap(({ id, name, course }) => {
    const at = joint.versionAt(id, position);
    const edited = course.recordTo(at)?.wallTime ?? null;
    if (id === document || edited === null || edited <= now - RECENT_ELSEWHERE_MS) return [];
    const from = Math.max(course.first, at - ELSEWHERE_RECORDS);
    let history = new HistoryBuilder({ version: from, text: course.textAt(from) });
    for (let step = from + 1; step <= at; step += 1) {
      const record = course.recordTo(step);
      if (record !== null && history.push(record) !== null)
        history = new HistoryBuilder({ version: step, text: course.textAt(step) });
    }
    return [{ path: name, language: languageOf(name).id, edited, history }];
  });
}
