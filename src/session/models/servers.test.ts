import { expect, it } from 'vitest';
import { createServers } from './servers';

function scene(): { readonly kept: Map<string, string>; readonly servers: ReturnType<typeof createServers> } {
  const kept = new Map<string, string>();
  const servers = createServers({
    read: (name) => kept.get(name) ?? null,
    write: (name, value) => {
      kept.set(name, value);
    },
  });
  return { kept, servers };
}
const described = { url: 'http://localhost:8080/v1/', model: 'qwen', dialect: 'instruct-wf', key: 'secret' };

it('keeps models of servers, with the key apart from them', () => {
  const { servers, kept } = scene();
  const entry = servers.add(described);
  expect(entry).toMatchObject({ name: 'qwen at localhost:8080', source: { url: 'http://localhost:8080/v1' } });
  expect(servers.list()).toEqual([entry]);
  expect(kept.get('servers')).not.toContain('secret');
  expect(JSON.stringify(servers.list())).not.toContain('secret');
  expect(servers.withKey(entry.source)).toEqual({ ...entry.source, key: 'secret' });
});

it('forgets a server’s key with its last model', () => {
  const { servers } = scene();
  const one = servers.add(described);
  const two = servers.add({ ...described, model: 'other' });
  servers.remove(one.source.id);
  expect(servers.withKey(two.source)).toHaveProperty('key', 'secret');
  servers.remove(two.source.id);
  expect([servers.list(), servers.withKey(two.source)]).toEqual([[], two.source]);
});

it.each(['', 'x', '{}', '[7]', '[{"name":"a","source":{"engine":"wllama"}}]'])('reads nothing out of %j', (text) => {
  const { servers, kept } = scene();
  kept.set('servers', text);
  expect(servers.list()).toEqual([]);
});
