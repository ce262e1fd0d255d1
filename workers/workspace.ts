/** Archives, links and searching, off the page: what takes too long here can be ended without harm. */
import { packZip } from '../src/workspace/archive/pack';
import { unzip } from '../src/workspace/archive/unpack';
import { search, type SearchedFile } from '../src/workspace/search/search';
import { encodeLink } from '../src/workspace/share/link';
import type { WorkCommand, WorkReply } from '../src/workspace/work-messages';

const texts = new Map<string, SearchedFile>();
const post = (reply: WorkReply, transfer: Transferable[] = []): void => {
  self.postMessage(reply, { transfer });
};

self.addEventListener('message', ({ data: command }: MessageEvent<WorkCommand>) => {
  const { id } = command;
  post({ type: 'begun', id });
  switch (command.type) {
    case 'unzip':
      post({ type: 'unzipped', id, outcome: unzip(command.bytes) });
      return;
    case 'zip': {
      const bytes = packZip(command.files);
      post({ type: 'zipped', id, bytes }, [bytes.buffer]);
      return;
    }
    case 'link':
      post({ type: 'linked', id, fragment: encodeLink(command.workspace) });
      return;
    case 'search': {
      for (const file of command.changed) texts.set(file.id, file);
      const wanted = new Set(command.order);
      for (const known of [...texts.keys()]) if (!wanted.has(known)) texts.delete(known);
      post({
        type: 'searched',
        id,
        outcome: search(
          command.order.flatMap((file) => texts.get(file) ?? []),
          command.query,
        ),
      });
      return;
    }
    default:
      command satisfies never;
  }
});
