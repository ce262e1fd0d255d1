/** Where conversations are kept: the workspace's own database, or this page alone where nothing can be stored. */
import { readConversation, type Conversation } from '../../core/chat';
import type { Workspace } from '../../storage';

export interface Kept {
  /** All of them, the last used first. One that cannot be read is left out, and left where it is. */
  all(): Promise<readonly Conversation[]>;
  save(conversation: Conversation): Promise<void>;
  remove(id: string): Promise<void>;
}

const LIST = 'chat';
const keyOf = (id: string): string => `chat:${id}`;

/** @param workspace null while nothing is stored. Promises throw what the storage throws. */
export function createKept(workspace: () => Pick<Workspace, 'setting' | 'setSetting' | 'removeSetting'> | null): Kept {
  const memory = new Map<string, Conversation>();

  const ids = async (from: Pick<Workspace, 'setting'>): Promise<readonly string[]> => {
    const list = await from.setting(LIST);
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
  };

  return {
    async all() {
      const from = workspace();
      if (from !== null) {
        for (const id of await ids(from)) {
          const conversation = readConversation(await from.setting(keyOf(id)));
          if (conversation !== null) memory.set(id, conversation);
        }
      }
      return [...memory.values()].sort((one, other) => other.updatedAt - one.updatedAt);
    },
    async save(conversation) {
      memory.set(conversation.id, conversation);
      const to = workspace();
      if (to === null) return;
      await to.setSetting(keyOf(conversation.id), conversation);
      const list = await ids(to);
      if (!list.includes(conversation.id)) await to.setSetting(LIST, [...list, conversation.id]);
    },
    async remove(id) {
      memory.delete(id);
      const from = workspace();
      if (from === null) return;
      await from.setSetting(
        LIST,
        (await ids(from)).filter((other) => other !== id),
      );
      await from.removeSetting(keyOf(id));
    },
  };
}
