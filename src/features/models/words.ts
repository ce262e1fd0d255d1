/** The model menu's facts as words for people. */
import { dialectLabels, findDialect } from '../../core/conversation';
import { sizeWords } from '../../platform/size-words';
import type { GpuFacts, MachineFacts, Misfit } from '../../models/fits';
import type { DiskFacts } from '../../models/machine';
import type { CatalogEntry, DownloadFailure, DownloadState } from '../../protocol/models';

/** `1.5 billion parameters`. */
export function parameterWords(parameters: number): string {
  const billions = parameters / 1e9;
  return billions < 0.1
    ? `${(parameters / 1e6).toFixed(0)} million parameters`
    : `${billions.toFixed(1)} billion parameters`;
}

/** The name of a dialect; its id where it has none. */
export const dialectWords = (id: string): string => findDialect(id)?.label ?? id;

/** What a form offers. */
export const dialectChoices = [
  { value: 'auto', label: 'Detect from the model' },
  ...dialectLabels.map(({ id, label }) => ({ value: id, label })),
];

/** Why a model does not run here, and what would help. */
export function misfitWords(why: Misfit): string {
  switch (why.kind) {
    case 'no-webgpu':
      return 'Needs WebGPU, which this browser does not offer here. A current Chrome, Edge or Safari does.';
    case 'no-adapter':
      return 'Needs WebGPU; this browser has it, but found no graphics card it may use.';
    case 'software-gpu':
      return 'Needs a graphics card; here the processor stands in for one, which is far too slow.';
    case 'no-f16':
      return 'Needs 16-bit arithmetic (shader-f16), which this graphics card or browser does not offer. Choose the variant with 32-bit arithmetic.';
    case 'buffer':
      return `Needs a single buffer of ${sizeWords(why.needs)}; this graphics card or browser allows too little (${sizeWords(why.has)}). Choose a smaller model.`;
    case 'gpu-limits':
      return 'Needs more than this graphics card allows a shader to use at once.';
    case 'memory':
      return `Needs about ${sizeWords(why.needs)} of memory to run on the processor; this device says it has ${Math.round(why.has / 2 ** 30)} GB.`;
    case 'too-large-for-cpu':
      return 'Too large to run on the processor: a browser gives it 4 GB at most.';
    case 'disk':
      return `Needs ${sizeWords(why.needs)} of storage; the browser allows this page ${sizeWords(why.has)} more. Delete other models or free space on the disk.`;
    case 'no-storage':
      return 'This browser keeps no files for this page; a private window often does not, nor a page without https.';
  }
}

/** What went wrong with a download, what was kept, and what to do. */
export function failureWords({ code, detail }: DownloadFailure, done: number): string {
  const kept = done > 0 ? ` ${sizeWords(done)} are kept; resuming starts there.` : '';
  switch (code) {
    case 'not-found':
      return `It could not be fetched: ${detail}. Check the address.`;
    case 'unreachable':
      return `The download stopped: ${detail}.${kept} Check the connection and resume.`;
    case 'corrupt':
      return `What came is not what was expected (${detail}), so it was deleted. Download it again.`;
    case 'no-room':
      return `There is no room left for it: ${detail}.${kept} Delete other models or free space on the disk.`;
    case 'no-storage':
      return `This browser keeps no files for this page (${detail}). A private window often does not.`;
    case 'not-a-model':
      return `This cannot be used as a model: ${detail}. Nothing was kept.`;
    case 'unknown':
      return `The download stopped: ${detail}.${kept}`;
  }
}

const percent = (done: number, total: number): string => `${Math.floor((done / total) * 100)}%`;

const progressWords = (done: number, total: number): string =>
  total > 0 ? `${sizeWords(done)} of ${sizeWords(total)}, ${percent(Math.min(done, total), total)}` : sizeWords(done);

/** A download as one line; null when there is nothing to say. */
export function downloadWords(state: DownloadState): string | null {
  switch (state.kind) {
    case 'absent':
      return null;
    case 'looking':
      return 'Asking the server';
    case 'downloading':
      return `Downloading: ${progressWords(state.done, state.total)}`;
    case 'waiting':
      return `The connection broke (${state.why}). Trying again in ${Math.ceil(state.retryInMs / 1000)} s; ${sizeWords(state.done)} are kept.`;
    case 'paused':
      return `Paused: ${progressWords(state.done, state.total)} here`;
    case 'verifying':
      return `Checking what came: ${state.total > 0 ? percent(state.done, state.total) : ''}`.trim();
    case 'complete':
      return null;
    case 'elsewhere':
      return 'Another tab is downloading it.';
    case 'failed':
      return failureWords(state.failure, state.done);
  }
}

/** How far a download is, from 0 to 1; null when that is not known or there is none. */
export function downloadFraction(state: DownloadState): number | null {
  if (!('done' in state) || state.kind === 'failed' || state.total === 0) return null;
  return Math.min(1, state.done / state.total);
}

function gpuWords(gpu: GpuFacts): string {
  if (gpu.kind === 'none') return gpu.why === 'no-api' ? 'no WebGPU in this browser' : 'WebGPU, but no graphics card';
  const name = gpu.name === '' ? 'a graphics card' : gpu.name;
  return gpu.software
    ? `WebGPU drawn by the processor (${name})`
    : `${name} with${gpu.f16 ? '' : 'out'} 16-bit arithmetic`;
}

/** What the browser tells of this machine. */
export function machineWords({ gpu, memoryGiB, freeBytes }: MachineFacts): string {
  const memory = memoryGiB === null ? null : memoryGiB >= 8 ? '8 GB of memory or more' : `${memoryGiB} GB of memory`;
  const disk = freeBytes === null ? null : `room for ${sizeWords(freeBytes)}`;
  const told = [gpuWords(gpu), memory, disk].filter((part) => part !== null).join(', ');
  return `This device: ${told}.${gpu.kind === 'gpu' && !gpu.software ? ' Browsers do not report the memory of the graphics card.' : ''}`;
}

/** The facts of a catalog line, shortest first. */
export function factsOf(entry: CatalogEntry): readonly string[] {
  const download =
    entry.origin.kind === 'convert'
      ? `${sizeWords(entry.downloadBytes)} to fetch and convert`
      : `${sizeWords(entry.downloadBytes)} to download`;
  if (entry.origin.kind === 'embedded') return ['comes with the program', entry.licence];
  return [
    parameterWords(entry.parameters),
    download,
    entry.gpuBytes === null
      ? `about ${sizeWords(entry.memoryBytes)} of memory`
      : `needs about ${sizeWords(entry.gpuBytes)} of GPU memory`,
    ...(entry.needsF16 ? ['needs shader-f16'] : []),
    `${entry.contextLength.toLocaleString('en')} tokens of context`,
    `prompt format: ${dialectWords(entry.dialect)}`,
    entry.licence,
  ];
}

/** What the models take, and whether the browser will keep them. */
export function storageWords(modelBytes: number, { quota, used }: DiskFacts): string {
  const free = quota === null ? '' : ` The browser allows ${sizeWords(Math.max(0, quota - (used ?? 0)))} more.`;
  return `Models take ${sizeWords(modelBytes)} on this device.${free}`;
}

export function keptWords(persisted: boolean | null): string {
  switch (persisted) {
    case true:
      return 'The browser has promised to keep them until you delete them.';
    case false:
      return 'The browser may delete them when the disk is full.';
    case null:
      return 'This browser does not say whether it may delete them.';
  }
}
