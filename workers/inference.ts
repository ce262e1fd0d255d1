/** The inference worker: engines behind the messages of src/protocol/engine.ts. */
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { createEngineHost } from '../src/engine/host';
import { createScriptedEngine, pauseOf } from '../src/engine/scripted';
import { createWebLlmEngine } from '../src/engine/webllm/adapter';
import { createWllamaEngine } from '../src/engine/wllama/adapter';
import { wllamaRuntime } from '../src/engine/wllama/runtime';
import { downloadAdapter, downloadModel } from '../src/models/download';
import { openStored } from '../src/models/store';
import { widen } from '../src/models/widen';

/** Workers lie one folder below the page, built and while developing. */
const site = new URL('..', self.location.href);

const host = createEngineHost(
  (kind) => {
    switch (kind) {
      case 'wllama':
        return createWllamaEngine({
          runtime: wllamaRuntime(wasmUrl),
          fetchModel: async (model, onProgress, signal) =>
            (await openStored(model.url)) ?? downloadModel(model, { onProgress, signal }),
          fetchAdapter: (adapter, signal) => downloadAdapter(adapter, site, { onProgress: () => undefined, signal }),
          widen: (file, onProgress, signal) => widen(file, { onProgress, signal }),
        });
      case 'web-llm':
        return createWebLlmEngine();
      // A server is asked by the network worker (workers/network.ts): this one reaches no other host.
      case 'server':
      case 'built-in':
      case 'scripted':
        return createScriptedEngine({ pause: pauseOf(5) });
      default:
        return kind satisfies never;
    }
  },
  (reply) => self.postMessage(reply),
);

self.addEventListener('message', (event: MessageEvent<unknown>) => host.receive(event.data));
