/**
 * The three ways to an engine or a Zeebe: gRPC for commands, REST for searches and user tasks, the management port for
 * clock and backups. What could go wrong: nobody is there, which is said with the address and how to give another.
 */
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { isRaw, parseExact } from '../exact-json.ts';
import { gatewayService } from '../gateway/grpc/protocol.ts';
import { CallFailed } from './failure.ts';

export interface Addresses {
  /** `host:port`, or a URL: `grpcs://` and `https://` mean TLS. */
  grpc: string;
  /** Base URLs, without `/v2` and `/actuator`. */
  rest: string;
  management: string;
  /** Sent as `authorization: Bearer …` if given. */
  token: string | undefined;
}

/** Milliseconds that an answer may take, unless the command waits for something. */
const patience = 20_000;
const unaryMethods = gatewayService as unknown as Record<
  string,
  {
    path: string;
    responseStream: boolean;
    requestSerialize(value: object): Buffer;
    responseDeserialize(bytes: Buffer): object;
  }
>;

export class Connections {
  readonly #addresses: Addresses;
  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** One call of the gateway; several answers of a stream come as a list. Rejects with `CallFailed`. */
  async grpc(name: string, request: object, waits = 0): Promise<Record<string, unknown>[]> {
    const { grpc, token } = this.#addresses;
    const { path, responseStream, requestSerialize, responseDeserialize } = unaryMethods[name]!;
    const target = grpc.replace(/^(grpcs?|https?):\/\//, '').replace(/\/$/, '');
    const client = new Client(
      target,
      /^(grpcs|https):/.test(grpc) ? credentials.createSsl() : credentials.createInsecure(),
    );
    const metadata = new Metadata();
    if (token) metadata.set('authorization', `Bearer ${token}`);
    const options = { deadline: Date.now() + patience + waits };
    try {
      const answers = await new Promise<unknown[]>((resolve, reject) => {
        if (!responseStream) {
          client.makeUnaryRequest(
            path,
            requestSerialize,
            responseDeserialize,
            request,
            metadata,
            options,
            (error, answer) => (error ? reject(error) : resolve([answer])),
          );
          return;
        }
        const messages: unknown[] = [];
        client
          .makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata, options)
          .on('data', (message: unknown) => messages.push(message))
          .on('error', reject)
          .on('end', () => resolve(messages));
      });
      return answers as Record<string, unknown>[];
    } catch (error) {
      throw new CallFailed(sentence(error as ServiceError, target));
    } finally {
      client.close();
    }
  }

  /** One call of `/v2`; undefined for an answer without a body. Rejects with `CallFailed`. */
  rest(method: string, path: string, body?: object): Promise<unknown> {
    return this.#http(method, `${this.#addresses.rest.replace(/\/$/, '')}/v2${path}`, body);
  }

  /** One call of the management port. Rejects with `CallFailed`. */
  management(method: string, path: string, body?: object): Promise<unknown> {
    return this.#http(method, `${this.#addresses.management.replace(/\/$/, '')}/actuator${path}`, body);
  }

  async #http(method: string, url: string, body?: object): Promise<unknown> {
    const { token } = this.#addresses;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
      });
      text = await answer.text();
    } catch (error) {
      const cause = (error as { cause?: Error }).cause ?? (error as Error);
      throw new CallFailed(`Nobody answers at ${url} (${cause.message}).`);
    }
    const json = text === '' ? undefined : parsed(text);
    if (answer.ok) return json;
    const detail = (json as { detail?: string; message?: string } | undefined) ?? {};
    throw new CallFailed(
      `${answer.status}: ${detail.detail ?? detail.message ?? (text.slice(0, 500) || 'no reason given')}`,
    );
  }
}

/** Numbers stay as they came. */
function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function sentence({ code, details }: ServiceError, target: string): string {
  if (code === status.UNAVAILABLE) return `Nobody answers at ${target} (${details}). Set --address or ZEEBE_ADDRESS.`;
  if (code === status.DEADLINE_EXCEEDED) return `No answer in time from ${target} (${details}).`;
  return `${status[code]}: ${details}`;
}

/** Fields that hold JSON as text: printed as the JSON that they are. */
const jsonFields = new Set(['variables', 'customHeaders', 'decisionOutput', 'inputValue', 'outputValue']);

/** The answer as one line: JSON in text is opened, numbers stay as they were written. */
export function line(answer: unknown): string {
  return JSON.stringify(opened(answer));
}
function opened(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return jsonFields.has(name) ? (parsed(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((part) => opened(part));
  if (typeof value !== 'object' || value === null || isRaw(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, opened(part, field)]));
}
