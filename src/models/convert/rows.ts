/** Reads the rows of a conversion step from the checkpoint, a few at a time. */
import { widenBfloats, widenHalves } from '../halves';
import { ConversionError, damaged, unsupported } from './errors';
import type { Job } from './layout';
import { bytesOfDtype, isSourceDtype, type Checkpoint, type SourceDtype, type SourceTensor } from './safetensors';

/** Bytes read at once, unless a single row is longer. */
export const chunkBytes = 2 ** 20;

export interface Rows {
  /** [rows, columns]; for vectors [rows]. */
  readonly values: Float32Array<ArrayBuffer>;
  /** The tensor they are from; null for padding. */
  readonly tensor: string | null;
  /** Index of the first value in its tensor. */
  readonly at: number;
}

function widen(bytes: Uint8Array<ArrayBuffer>, dtype: SourceDtype): Float32Array<ArrayBuffer> {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F16':
      return widenHalves(new Uint16Array(bytes.buffer));
    case 'BF16':
      return widenBfloats(new Uint16Array(bytes.buffer));
    default:
      return dtype satisfies never;
  }
}

const missing = (name: string): ConversionError =>
  new ConversionError(
    'incomplete',
    `The weights have no tensor ${name}.`,
    'Choose all files of the model together; an adapter (LoRA) must be merged into its base model first.',
  );

/** A tensor with the shape a part should have. @throws ConversionError `incomplete`, `damaged` or `unsupported` */
function tensorOf(
  checkpoint: Checkpoint,
  name: string,
  shape: readonly number[],
): { readonly tensor: SourceTensor; readonly dtype: SourceDtype } {
  const tensor = checkpoint.tensors.get(name);
  if (tensor === undefined) throw missing(name);
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, index) => length !== shape[index])) {
    throw damaged(
      tensor.file,
      `${name} is [${tensor.shape.join(', ')}], but by config.json it should be [${shape.join(', ')}]`,
    );
  }
  if (!isSourceDtype(tensor.dtype))
    throw unsupported(
      `The weights of ${name} are of type ${tensor.dtype}.`,
      'Choose the original weights of the model, in bf16, f16 or f32.',
    );
  return { tensor, dtype: tensor.dtype };
}

const shapeOf = (job: Job, rows: number): readonly number[] => (job.columns === null ? [rows] : [rows, job.columns]);

/** Tensors that some exporters leave behind and nothing needs. */
const leftover = /\.rotary_emb\.inv_freq$|^lm_head\.weight$/;

/**
 * Checks that the checkpoint has what all steps need, and nothing that the network would leave unused.
 * @throws ConversionError `incomplete`, `damaged` or `unsupported`
 */
export function checkParts(jobs: readonly Job[], checkpoint: Checkpoint): void {
  const used = new Set<string>();
  for (const job of jobs) {
    for (const part of job.parts) {
      tensorOf(checkpoint, part.tensor, shapeOf(job, part.rows));
      used.add(part.tensor);
    }
  }
  const unused = [...checkpoint.tensors.keys()].filter((name) => !used.has(name) && !leftover.test(name));
  if (unused.length > 0)
    throw unsupported(
      `The weights have tensors that the architecture does not use, such as ${unused
        .slice(0, 3)
        .map((name) => name.slice(0, 100))
        .join(', ')}.`,
    );
}

/** All rows of a step from the top, in chunks of at most `chunkBytes` of the file or one row. */
export async function* rowsOf(job: Job, checkpoint: Checkpoint, chunk = chunkBytes): AsyncGenerator<Rows> {
  const columns = job.columns ?? 1;
  for (const part of job.parts) {
    const { tensor, dtype } = tensorOf(checkpoint, part.tensor, shapeOf(job, part.rows));
    const source = checkpoint.files.get(tensor.file);
    if (source === undefined) throw missing(part.tensor);
    const rowBytes = columns * bytesOfDtype(dtype);
    const step = Math.max(1, Math.floor(chunk / rowBytes));
    for (let row = 0; row < part.rows; row += step) {
      const rows = Math.min(step, part.rows - row);
      const bytes = await source.read(tensor.offset + row * rowBytes, rows * rowBytes);
      yield { values: widen(bytes, dtype), tensor: part.tensor, at: row * columns };
    }
  }
  const step = Math.max(1, Math.floor(chunk / (columns * 4)));
  for (let row = 0; row < job.padding; row += step)
    yield { values: new Float32Array(Math.min(step, job.padding - row) * columns), tensor: null, at: 0 };
}
