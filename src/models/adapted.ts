/** Models that are an adapter of this program on weights of others: what is applied to what. */
import type { Adapter } from '../protocol/engine';

/** The only weights that an adapter fits, told by their digest. */
export interface AdaptedModel {
  readonly id: string;
  readonly name: string;
  readonly dialect: string;
  /** Tokens to allocate: window, history and answer need some 1,500. */
  readonly contextLength: number;
  readonly base: {
    readonly url: string;
    readonly page: string;
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
  };
  readonly adapter: Adapter;
}

const repository = 'https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF';
const file = 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf';

/** As public/models/inkling-0.5b.lora.json says. */
export const inklingHalf: AdaptedModel = {
  id: 'inkling-0.5b',
  name: 'Inkling 0.5B',
  dialect: 'inkling-wf',
  contextLength: 2048,
  base: {
    url: `${repository}/resolve/main/${file}`,
    page: repository,
    file,
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
  },
  adapter: {
    url: 'models/inkling-0.5b.lora.gguf',
    bytes: 11_746_528,
    sha256: 'e2ef929ed31747ebb1ca4cb132c77f0a84cd102c3e80edbdb2382e6be7cf87c1',
  },
};
