/** One record endpoint over HTTP: a connection that is kept, one request at a time, and the answer or the reason. */
import { Agent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

export interface EndpointOptions {
  /** Base address; a path in it goes before `/_bulk`. */
  url: string;
  /** HTTP Basic, when given. */
  user?: string;
  password?: string;
  /** Milliseconds without an answer after which a request counts as failed. */
  requestTimeout: number;
}

export interface Endpoint {
  readonly url: string;
  /** Resolves on 200 with `acknowledged: true`; throws otherwise. */
  put(path: string, body: string): Promise<void>;
  /** Resolves only when every document of the body is acknowledged; throws otherwise. */
  bulk(body: string): Promise<void>;
  /** Cuts off what is under way. */
  destroy(): void;
}

const answerLimit = 64 << 20;

export function createEndpoint(options: EndpointOptions): Endpoint {
  const base = new URL(options.url);
  const secure = base.protocol === 'https:';
  const agent = secure
    ? new SecureAgent({ keepAlive: true, maxSockets: 1 })
    : new Agent({ keepAlive: true, maxSockets: 1 });
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.user !== undefined)
    headers.authorization = `Basic ${Buffer.from(`${options.user}:${options.password ?? ''}`).toString('base64')}`;
  const abort = new AbortController();

  function send(method: string, path: string, type: string, body: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const target = new URL(base);
      target.pathname = base.pathname.replace(/\/$/, '') + path;
      const call = (secure ? secureRequest : plainRequest)(
        target,
        {
          method,
          agent,
          signal: abort.signal,
          headers: { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) },
        },
        (answer) => readAnswer(answer).then(resolve, reject),
      );
      call.setTimeout(options.requestTimeout, () =>
        call.destroy(new Error(`no answer within ${options.requestTimeout} ms`)),
      );
      call.on('error', reject);
      call.end(body);
    });
  }

  return {
    url: `${base.origin}${base.pathname}`,
    async put(path, body) {
      const answer = (await send('PUT', path, 'application/json', body)) as { acknowledged?: unknown };
      if (answer.acknowledged !== true) throw new Error(`${path} was not acknowledged`);
    },
    async bulk(body) {
      const answer = (await send('POST', '/_bulk', 'application/x-ndjson', body)) as BulkAnswer;
      if (answer.errors !== false) throw new Error(failedItems(answer));
    },
    destroy() {
      abort.abort();
      agent.destroy();
    },
  };
}

interface BulkAnswer {
  errors?: unknown;
  items?: { index?: { error?: { type?: string; reason?: string } } }[];
}

function failedItems(answer: BulkAnswer): string {
  const failed = (answer.items ?? []).filter((item) => item.index?.error);
  const first = failed[0]?.index?.error;
  return `Failed to flush ${failed.length} item(s) of bulk request [type: ${first?.type}, reason: ${first?.reason}]`;
}

async function readAnswer(answer: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > answerLimit) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}`);
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Not JSON: said below.
  }
  throw new Error('its answer is not JSON');
}
