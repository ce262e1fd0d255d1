/** A small server of models on this machine, as other hosts are to the page: with ranges, and with every fault that a network has. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The model that ships with the program; any other name for it makes it another model. */
export const embeddedWeights = (): Buffer =>
  readFileSync(new URL('../../public/models/inkling-edit-v2.gguf', import.meta.url));

export interface Behaviour {
  readonly body: Buffer;
  /** Bytes after which each answer is cut off. */
  readonly cutAfter?: number;
  /** Bytes after which an answer stands still until `go`. */
  readonly holdAfter?: number;
  readonly status?: number;
  readonly ranges?: boolean;
}

export interface ModelRepository {
  /** Its address, with a slash at the end. */
  readonly url: string;
  /** What it serves under a name from now on. */
  serve(name: string, behaviour: Behaviour): void;
  /** Lets answers that stand still go on. */
  go(): void;
  /** The ranges asked for under a name; null for the whole. */
  asked(name: string): readonly (string | null)[];
  close(): Promise<void>;
}

export async function startModelRepository(): Promise<ModelRepository> {
  const files = new Map<string, Behaviour>();
  const asked = new Map<string, (string | null)[]>();
  let held: (() => void)[] = [];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const name = (request.url ?? '/').slice(1);
    const found = files.get(name);
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'content-range, etag',
      'cross-origin-resource-policy': 'cross-origin',
      etag: '"1"',
    };
    if (found === undefined || (found.status ?? 200) !== 200) {
      response.writeHead(found?.status ?? 404, headers).end();
      return;
    }
    const range = request.headers.range ?? null;
    asked.set(name, [...(asked.get(name) ?? []), range]);
    const { body, cutAfter = Infinity, holdAfter = Infinity, ranges = true } = found;
    const from = ranges && range !== null ? Number(/\d+/.exec(range)?.[0] ?? 0) : 0;
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      'content-length': body.length - from,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    const rest = body.subarray(from);
    const first = Math.min(cutAfter, holdAfter, rest.length);
    response.write(rest.subarray(0, first), () => {
      if (first === rest.length) response.end();
      else if (cutAfter <= holdAfter) response.destroy();
      else
        held.push(() => {
          response.end(rest.subarray(first));
        });
    });
  };

  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    serve: (name, behaviour) => {
      files.set(name, behaviour);
    },
    go() {
      for (const proceed of held) proceed();
      held = [];
    },
    asked: (name) => asked.get(name) ?? [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
