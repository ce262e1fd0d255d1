import { describe, expect, it } from 'vitest';
import type { NetworkCommand, NetworkReply } from '../network-messages';
import type { DownloadRequest, DownloadState } from '../../protocol/models';
import { createNetworkClient, type NetworkClient } from './network-client';

class FakeWorker extends EventTarget {
  readonly sent: NetworkCommand[] = [];
  terminated = false;

  postMessage(command: NetworkCommand): void {
    this.sent.push(command);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(reply: NetworkReply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }

  last(): number {
    const command = this.sent.at(-1);
    return command !== undefined && 'id' in command ? command.id : -1;
  }
}

const request: DownloadRequest = {
  id: 'm',
  name: 'M',
  origin: { kind: 'gguf', url: 'https://host/m', sha256: null },
  source: { id: 'm', engine: 'wllama', url: 'store:m', sha256: null, contextLength: 16, dialect: 'd' },
};

function scene(): {
  readonly client: NetworkClient;
  readonly workers: FakeWorker[];
  readonly worker: () => FakeWorker;
} {
  const workers: FakeWorker[] = [];
  const client = createNetworkClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { client, workers, worker: () => workers.at(-1)! };
}

describe('the network worker', () => {
  it('is started when it is first needed, and once', () => {
    const { client, workers } = scene();
    expect(workers).toHaveLength(0);
    client.download(request);
    client.pause('m');
    expect(workers).toHaveLength(1);
    expect(workers[0]!.sent.map(({ type }) => type)).toEqual(['download', 'pause']);
  });

  it('tells how downloads stand, and that they failed when it dies', () => {
    const { client, worker, workers } = scene();
    const heard: [string, DownloadState][] = [];
    client.onState((model, state) => heard.push([model, state]));
    client.download(request);
    worker().say({ type: 'state', model: 'm', state: { kind: 'looking', attempt: 0 } });
    worker().dispatchEvent(new Event('error', { cancelable: true }));
    expect(heard.map(([model, { kind }]) => [model, kind])).toEqual([
      ['m', 'looking'],
      ['m', 'failed'],
    ]);
    client.download(request);
    expect(workers).toHaveLength(2);
  });

  it('removes a model, or says why not', async () => {
    const { client, worker } = scene();
    const gone = client.remove('m');
    worker().say({ type: 'removed', id: worker().last(), message: null });
    await gone;
    const kept = client.remove('m');
    worker().say({ type: 'removed', id: worker().last(), message: 'busy' });
    await expect(kept).rejects.toThrow('busy');
  });
});

describe('fetching from another host', () => {
  it('streams the answer', async () => {
    const { client, worker } = scene();
    const answer = client.fetchOutside('https://host/x', { limit: 10 });
    const id = worker().last();
    worker().say({ type: 'head', id, status: 200, headers: { 'content-type': 'text/plain' } });
    worker().say({ type: 'bytes', id, bytes: new TextEncoder().encode('he') });
    worker().say({ type: 'bytes', id, bytes: new TextEncoder().encode('llo') });
    worker().say({ type: 'end', id });
    expect(await (await answer).text()).toBe('hello');
  });

  it('fails when there is no connection, and in the middle', async () => {
    const { client, worker } = scene();
    const refused = client.fetchOutside('https://host/x', { limit: 10 });
    worker().say({ type: 'failed', id: worker().last(), message: 'no connection' });
    await expect(refused).rejects.toThrow('no connection');
    const cut = client.fetchOutside('https://host/x', { limit: 10 });
    worker().say({ type: 'head', id: worker().last(), status: 200, headers: {} });
    worker().say({ type: 'failed', id: worker().last(), message: 'cut' });
    await expect((await cut).text()).rejects.toThrow('cut');
  });

  it('can be stopped', async () => {
    const { client, worker } = scene();
    const controller = new AbortController();
    const answer = client.fetchOutside('https://host/x', { limit: 10, signal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(worker().sent.at(-1)?.type).toBe('abort');
  });
});
