/** Files of weights that others publish, told by their digests: what the catalog offers and `npm run models:get` fetches. */

export interface Weights {
  /** Where it is downloaded. */
  readonly url: string;
  /** For people. */
  readonly page: string;
  readonly file: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** GGUF files that the host of this page offers beside it (`build/weights.ts`); not defined outside of the built page. */
declare const __HOSTED_WEIGHTS__: readonly string[] | undefined;

const hosted: readonly string[] = typeof __HOSTED_WEIGHTS__ === 'undefined' ? [] : __HOSTED_WEIGHTS__;

/** Where a page loads the weights from: beside itself where its host offers them, else where they were published. */
export const addressOf = ({ file, url }: Weights, page: string, offered = hosted): string =>
  offered.includes(file) ? new URL(`weights/${file}`, page).href : url;

const qwenCoder = (size: string, bytes: number, sha256: string): Weights => {
  const page = `https://huggingface.co/Qwen/Qwen2.5-Coder-${size}-Instruct-GGUF`;
  const file = `qwen2.5-coder-${size.toLowerCase()}-instruct-q4_k_m.gguf`;
  return { url: `${page}/resolve/main/${file}`, page, file, bytes, sha256 };
};

/** Qwen2.5-Coder-0.5B-Instruct, Q4_K_M. */
export const qwenHalf = qwenCoder(
  '0.5B',
  491_400_064,
  '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
);

/** Qwen2.5-Coder-1.5B-Instruct, Q4_K_M. */
export const qwenOneAndHalf = qwenCoder(
  '1.5B',
  1_117_320_768,
  'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
);
