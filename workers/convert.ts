/** Converts weights that a user chose, off the page and off the inference worker. It fetches nothing. */
import { convertInBrowser } from '../src/models/convert';
import { createConvertHost } from '../src/models/convert/host';
import type { ConvertCommand, ConvertReply } from '../src/models/convert/messages';

/** Absent outside of secure contexts and in older browsers, whatever the typings say. */
const locks = (navigator as { readonly locks?: LockManager }).locks;

const receive = createConvertHost({
  convert: convertInBrowser,
  post: (reply: ConvertReply) => {
    self.postMessage(reply);
  },
  async alone(id, work) {
    if (locks === undefined) {
      await work();
      return true;
    }
    return locks.request(`inkling-convert ${id}`, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    });
  },
});

self.addEventListener('message', (event: MessageEvent<ConvertCommand>) => {
  receive(event.data);
});
