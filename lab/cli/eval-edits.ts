/**
 * `npm run eval:edits`: replays recorded courses of edits, key by key, through the program's own prediction path, with
 * the model in the program's engine worker in headless Chromium, and prints how often the next edit was foreseen and
 * how often the program stayed quiet where nothing was to be said, beside baselines that need no model. See --help.
 */
import { existsSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { profileOf } from '../../src/session/profile';
import type { ConfidenceThresholds } from '../../src/core/prediction';
import { CommandError, main } from './benchmarks/command';
import { EAGERNESS } from '../../src/core/ranking';
import { openAnswers } from './evaluation/answers';
import { findModel, spokenAs } from './evaluation/browser-engine';
import { buildCases } from './evaluation/build-cases';
import { chooseThresholds, decideAgain, SHOW_ALL, TAKE_DRAFTS, writeThresholds } from './evaluation/choose';
import { engineChoice, engineKey, startChosen } from './evaluation/engines';
import { printExamples } from './evaluation/examples';
import { evenly, HELD_OUT, loadCases, usualPlaces } from './evaluation/load-cases';
import { costOf, machineOf, rowsOf, writeReport } from './evaluation/report';
import { directProposals } from './evaluation/proposals';
import { runCases, type PlayedCase } from './evaluation/run';

const HELP = `npm run eval:edits -- [options]

Replays recorded courses of edits through the program and prints how often the next edit was foreseen, and how often the
program rightly stayed quiet. What the figures mean: docs/evaluation.md.

  --cases <file or folder>   scripts, built cases, exported sessions, recordings (may be given several times);
                             by default our own and, where they were built, the held-out ones
  --model built-in|embedded|<gguf>
                             nothing but the proposers (the default: what the page begins with); the small model of
                             public/models; or a file, whose card is the .json of the same name
  --alone                    the model without the proposers
  --eagerness low|medium|high   how sure a proposal must be; medium by default
  --engine browser|native    where it runs: the program's engine in headless Chromium (default), or llama.cpp as a library,
                             many times quicker (node-llama-cpp, an optional dependency)
  --gguf <file>              the same as --model; --lora <file> applies an adapter (GGUF), native only
  --threads <n>              of the native engine; fewer than there are processors where others need them
  --dialect <id>             how the model is spoken to, instead of what its card says
  --limit <n>                so many cases, spread evenly
  --workers <n>              pages with a model each; by default one for each processor, at most 4
  --out <folder>             answers and report (default .tmp/eval); what was answered there is not asked again
  --fresh                    asks everything again
  --quick                    asks only at the moments that count, not on the way to them
  --all                      shows every answer, whatever the thresholds of the card say
  --lines <n> --chars <n>    shows the model less or more of a file than the program does
  --examples <n>             prints so many wrong answers of each kind
  --choose [--write]         chooses thresholds, and shows what choosing is worth on cases it has not seen; --write puts
                             them in the card
  --build [--clones <dir>]   makes the held-out cases and ends: from the packages that lab/training/collect.py unpacked, and
                             from clones of the repositories in lab/training/heldout-repositories.json
  --help                     this`;

main(async () => {
  const { values: options } = parseArgs({
    options: {
      cases: { type: 'string', multiple: true },
      model: { type: 'string', default: 'built-in' },
      alone: { type: 'boolean', default: false },
      eagerness: { type: 'string', default: 'medium' },
      engine: { type: 'string' },
      gguf: { type: 'string' },
      lora: { type: 'string' },
      threads: { type: 'string' },
      dialect: { type: 'string' },
      limit: { type: 'string' },
      workers: { type: 'string', default: String(Math.min(4, cpus().length)) },
      out: { type: 'string', default: '.tmp/eval' },
      fresh: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      lines: { type: 'string' },
      chars: { type: 'string' },
      examples: { type: 'string', default: '0' },
      choose: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      build: { type: 'boolean', default: false },
      clones: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });

  if (options.help) {
    console.log(HELP);
    return;
  }
  if (options.build) {
    const lines = await buildCases({
      sources: 'lab/training/data/sources',
      clones: options.clones ?? null,
      list: 'lab/training/heldout-repositories.json',
      out: HELD_OUT,
    });
    console.log(lines.join('\n'));
    return;
  }

  for (const place of options.cases ?? [])
    if (!existsSync(place))
      throw new CommandError(
        `There is no ${place}; --cases takes a file or a folder of cases, sessions or recordings (docs/evaluation.md).`,
      );
  const places = options.cases ?? usualPlaces();
  const { cases: known, faults } = loadCases(places);
  for (const fault of faults) console.error(fault);
  if (known.length === 0) throw new CommandError(`There is nothing to play in ${places.join(', ')}.`);
  const cases = evenly(known, Number(options.limit ?? known.length));
  console.error(`${cases.length} of ${known.length} cases from ${places.join(', ')}`);
  if (options.cases === undefined && places.length === 1)
    console.error(`No held-out cases in ${HELD_OUT}: "npm run eval:edits -- --build" makes them.`);

  const eagerness = EAGERNESS.find((one) => one === options.eagerness);
  if (eagerness === undefined) throw new CommandError(`--eagerness takes ${EAGERNESS.join(', ')}.`);
  const proposals = options.alone ? {} : { proposals: directProposals(eagerness) };
  if (options.model === 'built-in' && options.gguf === undefined) {
    const played = await runCases(cases, null, [() => Promise.reject(new Error('there is no model to ask'))], {
      onlyAtPoints: options.quick,
      ...proposals,
    });
    const report = {
      model: 'built-in',
      sha256: '',
      thresholds: null,
      machine: machineOf('No browser', 1),
      cases: cases.length,
      rows: rowsOf(played),
      cost: costOf(played, null),
    };
    const folder = path.join(options.out, 'built-in');
    console.log(writeReport(folder, report));
    if (Number(options.examples) > 0) printExamples(played, Number(options.examples));
    console.error(`written to ${folder}`);
    return;
  }

  const model = spokenAs(findModel(options.gguf ?? options.model), options.dialect);
  const choice = engineChoice(options.engine, options.lora, options.threads);
  const folder = path.join(options.out, await engineKey(model, choice, 12));
  const answersFile = path.join(folder, 'answers.jsonl');
  if (options.fresh) rmSync(answersFile, { force: true });
  const book = openAnswers(answersFile);
  const workers = Math.max(1, Number(options.workers));
  const engine = await startChosen(choice, model, workers);
  try {
    const found = profileOf(model.model, engine.capabilities);
    if (found === null) throw new Error(`This program does not speak the dialect ${engine.capabilities.dialect}.`);
    const { limits } = found;
    const profile = {
      ...found,
      limits: {
        maxLines: Number(options.lines ?? limits.maxLines),
        maxChars: Number(options.chars ?? limits.maxChars),
      },
    };
    const asks = engine.workers.map((ask) => book.answering(ask));
    let confidence = options.all || options.choose ? SHOW_ALL : profile.confidence;
    const play = (under: ConfidenceThresholds): Promise<PlayedCase[]> =>
      runCases(cases, { ...profile, confidence: under, readsAhead: false }, asks, {
        onlyAtPoints: options.quick,
        ...proposals,
      });
    let played = await play(confidence);
    if (options.choose) {
      const drafted = await play(TAKE_DRAFTS);
      const chosen = chooseThresholds(played, drafted);
      confidence = chosen.thresholds;
      console.log(`Thresholds ${JSON.stringify(confidence)}, chosen by the replayed cases:\n\n${chosen.table}`);
      if (options.write) writeThresholds(model.card, confidence);
      played = decideAgain(played, drafted, confidence);
    }
    const report = {
      model: model.model.id,
      sha256: model.sha256,
      thresholds: confidence === SHOW_ALL ? null : confidence,
      machine: machineOf(engine.browser, workers),
      cases: cases.length,
      rows: rowsOf(played),
      cost: costOf(played, await engine.memory()),
    };
    console.log(writeReport(folder, report));
    if (Number(options.examples) > 0) printExamples(played, Number(options.examples));
    console.error(`written to ${folder}`);
  } finally {
    await engine.close();
  }
});
