/** A record endpoint for tests: a real HTTP server that keeps what it acknowledged, and can be made to misbehave. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReceivedDocument {
  index: string;
  id: string;
  routing: string;
  /** The document's line as it came. */
  text: string;
}

/** What the receiver does with a request instead of taking it. */
export type Trouble = 'unavailable' | 'drop' | 'store-then-drop' | 'store-then-deny' | 'errors' | 'hang';

export interface Receiver {
  url: string;
  port: number;
  /** Documents in the order of their first arrival, by id. */
  documents: Map<string, ReceivedDocument>;
  /** Ids of every document of every stored request, repeats included. */
  arrivals: string[];
  /** Documents whose text differed from an earlier one of the same id. */
  changed: string[];
  /** Paths that were PUT, in order, and the last body of each. */
  templates: string[];
  bodies: Map<string, unknown>;
  authorizations: Set<string | undefined>;
  requests: number;
  /** Asked for each request; undefined: take it. */
  trouble: (request: number) => Trouble | undefined;
  /** Resolves when so many different documents are there. */
  until(predicate: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startReceiver(port = 0): Promise<Receiver> {
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void handle(request, response).then(() => {
      for (const look of waiting) look();
    });
  });
  const receiver: Receiver = {
    url: '',
    port: 0,
    documents: new Map(),
    arrivals: [],
    changed: [],
    templates: [],
    bodies: new Map(),
    authorizations: new Set(),
    requests: 0,
    trouble: () => undefined,
    until(predicate) {
      return new Promise((resolve) => {
        const look = () => {
          if (!predicate()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    request.setEncoding('utf8');
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      return;
    }
    receiver.requests++;
    receiver.authorizations.add(request.headers.authorization);
    const trouble = receiver.trouble(receiver.requests);
    const json = (status: number, answer: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
    if (trouble === 'hang') return;
    if (trouble === 'drop') return void request.socket.destroy();
    if (trouble === 'unavailable') return json(503, { error: 'not now' });
    if (request.method === 'PUT') {
      receiver.templates.push(request.url!);
      receiver.bodies.set(request.url!, JSON.parse(body));
      return json(200, { acknowledged: true });
    }
    if (trouble === 'errors') {
      const error = { type: 'mapper_parsing_exception', reason: 'no' };
      return json(200, { errors: true, items: [{ index: { status: 400, error } }] });
    }
    const items = store(body);
    if (trouble === 'store-then-drop') return void request.socket.destroy();
    if (trouble === 'store-then-deny') {
      const error = { type: 'es_rejected_execution_exception', reason: 'full' };
      return json(200, { errors: true, items: [...items.slice(1), { index: { status: 429, error } }] });
    }
    json(200, { took: 1, errors: false, items });
  }

  function store(body: string): unknown[] {
    const lines = body.split('\n');
    const items: unknown[] = [];
    for (let i = 0; i + 1 < lines.length; i += 2) {
      const { _index, _id, routing } = JSON.parse(lines[i]!).index;
      const text = lines[i + 1]!;
      receiver.arrivals.push(_id);
      const before = receiver.documents.get(_id);
      if (before && before.text !== text) receiver.changed.push(_id);
      if (!before) receiver.documents.set(_id, { index: _index, id: _id, routing, text });
      items.push({ index: { _index, _id, status: before ? 200 : 201 } });
    }
    return items;
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  receiver.port = (server.address() as AddressInfo).port;
  receiver.url = `http://127.0.0.1:${receiver.port}`;
  onTestFinished(() => receiver.close());
  return receiver;
}
