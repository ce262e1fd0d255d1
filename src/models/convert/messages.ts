/** Between the page and the worker that converts weights (workers/convert.ts): one conversion at a time. */
import type { ConversionProgress } from './convert';
import type { ConversionFailure } from './errors';
import type { BrowserConversion, StoredConversion } from '.';

/** Page to worker. */
export type ConvertCommand =
  | { readonly type: 'convert'; readonly files: readonly File[]; readonly options: BrowserConversion }
  | { readonly type: 'stop' };

/** Worker to page. The last three end the conversion; `stopped` answers `stop`. */
export type ConvertReply =
  | { readonly type: 'progress'; readonly progress: ConversionProgress }
  | { readonly type: 'converted'; readonly model: StoredConversion }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly failure: ConversionFailure };
