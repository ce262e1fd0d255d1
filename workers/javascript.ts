/**
 * The beginning of the script that runs a user's JavaScript. The page puts their modules after it, as functions, and
 * one call of `run` at the end; evaluating text is forbidden in the sandbox, so it has to be one script.
 */
import type { WorkerCommand, WorkerReply, WorkerSetup } from '../src/protocol/execution';
import { runModules, type ModuleTable } from '../src/execution/sandbox/javascript-host';

const send = self.postMessage.bind(self);
// Their own messages would be neither counted nor cut.
delete (self as { postMessage?: unknown }).postMessage;

Object.defineProperty(self, 'inklingModules', {
  configurable: true,
  value: (modules: ModuleTable, main: string) => {
    delete (self as { inklingModules?: unknown }).inklingModules;
    let input: SharedArrayBuffer | null = null;
    self.addEventListener('message', ({ data }: MessageEvent<WorkerSetup | WorkerCommand>) => {
      if (data.type === 'setup') {
        input = data.input;
        send({ type: 'loaded' } satisfies WorkerReply);
      } else if (data.type === 'run') {
        runModules({
          scope: self,
          post: (reply) => {
            send(reply);
          },
          input,
          outputBytes: data.outputBytes,
          modules,
          main,
        });
      }
    });
  },
});
