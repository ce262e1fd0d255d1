/** Models that are an adapter of this program on weights of others: what is applied to what. */
import type { Adapter } from '../protocol/engine';
import { qwenHalf, type Weights } from './weights';

/** The only weights that an adapter fits, told by their digest. */
export interface AdaptedModel {
  readonly id: string;
  readonly name: string;
  readonly dialect: string;
  /** Tokens to allocate: window, history and answer need some 1,500. */
  readonly contextLength: number;
  readonly base: Weights;
  readonly adapter: Adapter;
}

/** As public/models/inkling-0.5b.lora.json says. */
export const inklingHalf: AdaptedModel = {
  id: 'inkling-0.5b',
  name: 'Inkling 0.5B',
  dialect: 'inkling-wf',
  contextLength: 2048,
  base: qwenHalf,
  adapter: {
    url: 'models/inkling-0.5b.lora.gguf',
    bytes: 11_746_528,
    sha256: 'e2ef929ed31747ebb1ca4cb132c77f0a84cd102c3e80edbdb2382e6be7cf87c1',
  },
};
