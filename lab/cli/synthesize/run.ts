/** One run: sources to samples to rows, in order, however many questions are under way. */
import { checksumText } from '../../../src/core/history';
import { seededRandom } from '../../synthesis';
import {
  Caps,
  followSamples,
  followTimeline,
  instructSample,
  PAPER_CHOICES,
  rejectProcess,
  renderRow,
  Tally,
  timelineOf,
  type Ask,
  type Decontaminator,
  type Made,
  type Process,
  type Rendered,
  type Sample,
  type Statistics,
  type Timeline,
} from '../../synthesis/instruct';
import { estimateTokens } from '../../../src/core/prediction';
import { gitProcesses, type Read } from './git';
import type { Options, Output } from './options';
import { JsonLines, Packs } from './outputs';
import { RecentSet } from './recent-set';
import { inventedProcesses, sessionProcesses, submissionProcesses } from './sources';
import { messageOf } from '../../../src/core/message-of';

export interface Ports {
  readonly ask: Ask | null;
  readonly decontaminator: Decontaminator | null;
  /** Told now and then how far it has come. */
  readonly progress: (statistics: Statistics) => void;
}

const PROGRESS_COMMITS = 5000;

export function outputPath(out: string, name: string): string {
  return name === '' ? out : `${out.replace(/\.jsonl$/, '')}.${name}.jsonl`;
}

/** Writes the files of a run and says what is in them. */
export async function synthesize(options: Options, { ask, decontaminator, progress }: Ports): Promise<Statistics> {
  const tally = new Tally();
  const caps = new Caps(options.caps);
  const files = await Promise.all(
    options.outputs.map(async (output) => ({
      output,
      rows: await JsonLines.create(outputPath(options.out, output.name)),
      packs:
        options.pack === null
          ? null
          : await Packs.create(outputPath(options.out, output.name).replace(/\.jsonl$/, '.packs.jsonl'), options.pack),
      seen: new RecentSet(),
    })),
  );

  const take = async (made: readonly Made[]): Promise<void> => {
    for (const one of made) {
      if (one.kind === 'rejected') tally.leftOut(one.why.name, one.why.detail);
      else await write(one.sample);
    }
  };

  const write = async (sample: Sample): Promise<void> => {
    const counted = {
      language: sample.language,
      kind: sample.kind,
      quiet: sample.next.length === 0,
      source: sample.source.split('/')[0] ?? '',
    };
    const cap = caps.refuses(counted);
    if (cap !== null) {
      tally.leftOut(cap);
      return;
    }
    let written = false;
    for (const { output, rows, packs, seen } of files) {
      const rendered = renderRow(sample, output.format, options.raw);
      if (rendered.kind === 'refused') {
        tally.leftOut(rendered.why.name, rendered.why.detail);
        continue;
      }
      const bad = whyBad(rendered, sample, decontaminator);
      if (bad !== null) {
        tally.leftOut(bad.name, bad.detail);
        continue;
      }
      if (seen.seen(rendered.row.prompt)) {
        tally.leftOut('seen-before');
        continue;
      }
      await rows.write(rendered.row);
      await packs?.add(estimateTokens(rendered.row.prompt) + estimateTokens(rendered.row.completion));
      if (!written) tally.row(rendered.row);
      written = true;
    }
    if (written) caps.count(counted);
  };

  const pending: Promise<readonly Made[]>[] = [];
  const room = ask === null ? 1 : (options.endpoint?.concurrency ?? 1);
  let commits = 0;
  for await (const read of everything(options, ask)) {
    switch (read.kind) {
      case 'commit':
        tally.commit();
        commits += 1;
        if (commits % PROGRESS_COMMITS === 0) progress(tally.take());
        break;
      case 'rejected':
        tally.leftOut(read.why.name, read.why.detail);
        break;
      case 'process': {
        tally.process(read.process.source);
        const why = rejectProcess(read.process, options.filters);
        if (why !== null) tally.leftOut(why.name, why.detail ?? read.process.id);
        else pending.push(samplesOf(read.process, read.timeline, options, ask));
        if (pending.length >= room) await take((await pending.shift()) ?? []);
      }
    }
  }
  for (const made of pending) await take(await made);
  for (const { rows, packs } of files) {
    await rows.finish();
    if (packs === null) continue;
    await packs.finish();
    if (packs.tooLong > 0) tally.leftOut('longer-than-a-pack', String(packs.tooLong));
  }
  return tally.take();
}

async function* everything(options: Options, ask: Ask | null): AsyncGenerator<Read> {
  const { shard, languages, mostFiles, mostCommits, revision } = options;
  for (const repository of options.repositories)
    yield* gitProcesses({ repository, languages, mostFiles, mostCommits, shard, revision });
  for (const path of options.submissions) yield* guarded(path, submissionProcesses(path, shard));
  for (const path of options.sessions) yield* guarded(path, sessionProcesses(path, shard));
  if (ask !== null)
    for (const path of options.snippets)
      yield* guarded(path, inventedProcesses(path, ask, options.endpoint?.concurrency ?? 1, options.seed, shard));
}

/** A file that cannot be read is named and passed over. */
async function* guarded(path: string, reads: AsyncGenerator<Read>): AsyncGenerator<Read> {
  try {
    yield* reads;
  } catch (error) {
    yield { kind: 'rejected', why: { name: 'source-unreadable', detail: `${path}: ${messageOf(error)}` } };
  }
}

async function samplesOf(
  process: Process,
  known: Timeline | undefined,
  options: Options,
  ask: Ask | null,
): Promise<readonly Made[]> {
  const random = seededRandom(checksumText(process.id) ^ options.seed);
  const limits = narrowest(options.outputs);
  switch (options.recipe) {
    case 'follow': {
      const follow = { limits, samples: options.samples, changedLines: 12, steps: 60, rules: options.rules };
      const samples =
        known === undefined ? followSamples(random, process, follow) : followTimeline(random, process, known, follow);
      return samples.map((sample) => ({ kind: 'sample', sample }));
    }
    case 'paper': {
      const timeline = known ?? timelineOf(random, process);
      const made: Made[] = [];
      for (let at = 0; at < options.samples; at += 1)
        made.push(
          await instructSample(random, process, timeline, {
            choices: PAPER_CHOICES,
            limits,
            ask,
            rules: options.rules,
          }),
        );
      return made;
    }
  }
}

/** Several formats of one run show the same excerpt to the judge: that of the format with the least room. */
function narrowest(outputs: readonly Output[]): Output['format']['limits'] {
  return outputs
    .map(({ format }) => format.limits)
    .reduce((least, limits) => (limits.maxChars < least.maxChars ? limits : least));
}

function whyBad(
  { shown }: Extract<Rendered, { kind: 'row' }>,
  sample: Sample,
  decontaminator: Decontaminator | null,
): { readonly name: string; readonly detail: string } | null {
  const found = decontaminator?.find([shown.current, shown.after, sample.user ?? ''].join('\n')) ?? null;
  return found === null
    ? null
    : {
        name: `benchmark-${found.by}`,
        detail: `${sample.source}: ${found.benchmark}, ${Math.round(100 * found.share)} %`,
      };
}
