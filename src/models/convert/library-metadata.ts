/** Reads what a compiled library says of itself, from the bytes of its WebAssembly: no engine is needed. */
import { ConversionError, damaged } from './errors';
import type { Parameter, ParameterDtype } from './layout';
import { quantFormats, type QuantFormat } from './quantize';

export interface LibraryMetadata {
  readonly format: QuantFormat;
  readonly architecture: string;
  /** Rows of the embedding; null where any number will do. */
  readonly vocabulary: number | null;
  readonly tied: boolean;
  /** Tokens; 0 when it does not say. */
  readonly context: number;
  /** A dimension of null is the vocabulary. */
  readonly parameters: readonly (Omit<Parameter, 'shape'> & { readonly shape: readonly (number | null)[] })[];
}

const name = 'The library';
const startOfMetadata = '{"model_type"';
const dtypes: readonly string[] = ['uint32', 'float16', 'float32'];

/** The end of the JSON object that begins at `start`. */
function endOfObject(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at += 1) {
    const char = String.fromCharCode(bytes[at] ?? 0);
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw damaged(name, 'its description is cut');
}

/** Metadata is a constant in the data of the module, so it is found as text. */
function findMetadata(bytes: Uint8Array): unknown {
  const wanted = new TextEncoder().encode(startOfMetadata);
  for (let at = bytes.indexOf(wanted[0] ?? 0); at !== -1; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (!wanted.every((byte, index) => bytes[at + index] === byte)) continue;
    try {
      return JSON.parse(new TextDecoder().decode(bytes.subarray(at, endOfObject(bytes, at))));
    } catch (error) {
      if (error instanceof SyntaxError) throw damaged(name, 'its description cannot be read');
      throw error;
    }
  }
  throw new ConversionError(
    'unsupported',
    'The file is not a model library of MLC.',
    'Give the .wasm file that was compiled for the model.',
  );
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

function parameterOf(value: unknown): LibraryMetadata['parameters'][number] {
  const { name: parameter, shape, dtype } = fieldsOf(value);
  if (typeof parameter !== 'string' || typeof dtype !== 'string' || !Array.isArray(shape))
    throw damaged(name, 'a parameter has no description');
  if (!dtypes.includes(dtype))
    throw new ConversionError(
      'unsupported',
      `The library has parameters of type ${dtype}.`,
      'Use a library in q4f16_1 or q4f32_1.',
    );
  const lengths = shape.map((length: unknown) =>
    typeof length === 'number' ? length : length === 'vocab_size' ? null : NaN,
  );
  if (lengths.some((length) => Number.isNaN(length))) throw damaged(name, `${parameter} has an unknown dimension`);
  return { name: parameter, shape: lengths, dtype: dtype as ParameterDtype };
}

/**
 * Reads the parameter list and format of a compiled library (.wasm).
 * @throws ConversionError `unsupported` or `damaged`
 */
export function readLibrary(bytes: Uint8Array): LibraryMetadata {
  const fields = fieldsOf(findMetadata(bytes));
  const format = quantFormats.find((one) => one === fields['quantization']);
  if (format === undefined)
    throw new ConversionError(
      'unsupported',
      `The library's format is ${JSON.stringify(fields['quantization'] ?? null)}.`,
      'Use a library in q4f16_1 or q4f32_1.',
    );
  if (!Array.isArray(fields['params'])) throw damaged(name, 'it lists no parameters');
  const parameters = fields['params'].map(parameterOf);
  const embedding = parameters.find((parameter) => parameter.name === 'model.embed_tokens.q_weight');
  if (embedding === undefined)
    throw new ConversionError(
      'unsupported',
      'The library is not of a network that can be converted to.',
      'Use a library compiled for a Qwen2 or Llama model.',
    );
  return {
    format,
    architecture: String(fields['model_type']),
    vocabulary: embedding.shape[0] ?? null,
    tied: !parameters.some((parameter) => parameter.name.startsWith('lm_head.')),
    context:
      typeof fields['context_window_size'] === 'number' && fields['context_window_size'] > 0
        ? fields['context_window_size']
        : 0,
    parameters,
  };
}

/** How a list of parameters differs from what a library expects, in words; empty when it does not. */
export function compareParameters(
  made: readonly Parameter[],
  expected: LibraryMetadata['parameters'],
  vocabulary: number,
): readonly string[] {
  const show = (parameter: Parameter | undefined): string =>
    parameter === undefined ? 'missing' : `${parameter.dtype}[${parameter.shape.join(', ')}]`;
  const byName = new Map(made.map((parameter) => [parameter.name, parameter]));
  const resolved = expected.map((parameter) => ({
    ...parameter,
    shape: parameter.shape.map((length) => length ?? vocabulary),
  }));
  const wanted = new Set(resolved.map((parameter) => parameter.name));
  return [
    ...resolved
      .filter((parameter) => show(byName.get(parameter.name)) !== show(parameter))
      .map(
        (parameter) =>
          `${parameter.name} is ${show(byName.get(parameter.name))}, the library expects ${show(parameter)}`,
      ),
    ...made
      .filter((parameter) => !wanted.has(parameter.name))
      .map((parameter) => `the library does not know ${parameter.name}`),
  ];
}
