/** The sandboxed frame as an object: opens it, sends commands, hears replies, and knows when it has died. */
import type { FrameCommand, FrameReply } from '../protocol/execution';
import { parseFrameReply } from './replies';

export interface Frame {
  readonly canWait: boolean;
  send(command: FrameCommand, transfer?: readonly Transferable[]): void;
  /** Takes the frame away, and with it every program in it, whatever it does. */
  remove(): void;
}

/** The text of workers/sandbox-frame.ts and its hash as a Content Security Policy names it. */
export interface FrameScript {
  readonly code: string;
  readonly hash: string;
}

/** No script but the frame's own, no network, no storage (an origin of its own), no way to the page but messages. */
const policy = (hash: string): string =>
  `default-src 'none'; script-src ${hash} 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'; form-action 'none'`;
const OPEN_MS = 10_000;

/**
 * Opens a frame in the document.
 * @param script which the page's policy and the frame's own allow by its hash
 * @throws Error when it does not answer; the page's own policy then most likely forbids its script
 */
export function openFrame(page: Window, script: FrameScript, onReply: (reply: FrameReply) => void): Promise<Frame> {
  const element = page.document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  // Lets a program wait for input; the frame shares no memory with the page.
  element.setAttribute('allow', 'cross-origin-isolated');
  element.setAttribute('aria-hidden', 'true');
  element.tabIndex = -1;
  element.hidden = true;
  element.title = 'Sandbox of programs';
  element.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy(script.hash)}"><script>${script.code}</script>`;
  return new Promise((resolve, reject) => {
    const remove = (): void => {
      page.removeEventListener('message', hear);
      page.clearTimeout(timer);
      element.remove();
    };
    const hear = (event: MessageEvent<unknown>): void => {
      if (element.contentWindow === null || event.source !== element.contentWindow) return;
      const reply = parseFrameReply(event.data);
      if (reply === null) return;
      if (reply.type !== 'ready') {
        onReply(reply);
        return;
      }
      page.clearTimeout(timer);
      resolve({
        canWait: reply.canWait,
        // The frame's origin is opaque, so no name can be given; nobody else can be in that window.
        send: (command, transfer = []) => {
          element.contentWindow?.postMessage(command, '*', [...transfer]);
        },
        remove,
      });
    };
    const timer = page.setTimeout(() => {
      remove();
      reject(new Error('The sandbox did not start.'));
    }, OPEN_MS);
    page.addEventListener('message', hear);
    page.document.body.append(element);
  });
}
