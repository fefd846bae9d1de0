/**
 * The gRPC gateway on grpc-js. What could go wrong: clients ping as they like (never answered with GOAWAY here), go away
 * in the middle of a call (what they waited for is dropped), or send more than 4 MB (refused).
 */
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Engine } from '../../engine.ts';
import { failureOf, NothingFound, NotReady } from '../failures.ts';
import { type Serving, unaryCalls } from './calls.ts';
import { activateJobs, streamJobs } from './jobs.ts';
import type { ActivateMessage, StreamMessage } from './messages.ts';
import { gatewayName, gatewayService, healthService } from './protocol.ts';

export interface GrpcOptions extends Omit<Serving, 'port'> {
  port: number;
  /** Undefined when commands are taken, otherwise why not. */
  trouble(): string | undefined;
  /** Takes a line about an error that nobody foresaw. */
  report: (line: string) => void;
  /** Told how long each unary call took, and how it ended. */
  requests?: { grpc(method: string, status: string, seconds: number): void };
}

export interface GrpcGateway {
  port: number;
  /** Ends long polls and streams, lets short calls finish for a moment, closes. */
  close(): Promise<void>;
}

const fourMegabytes = 4 * 1024 * 1024;
const graceOnClose = 1000;

export async function startGrpcGateway(options: GrpcOptions): Promise<GrpcGateway> {
  const server = new Server({
    'grpc.max_receive_message_length': fourMegabytes,
    'grpc.max_send_message_length': fourMegabytes,
    'grpc.keepalive_permit_without_calls': 1,
    // A table of every call for a debugger that nobody attaches.
    'grpc.enable_channelz': 0,
  });
  const closing = new AbortController();
  let bound = 0;
  const serving: Serving = { ...options, port: () => bound };
  server.addService(gatewayService, { ...unary(serving, options), ...streaming(serving, options, closing) });
  server.addService(healthService, health(options, closing));
  bound = await bind(server, options.host, options.port);
  return {
    port: bound,
    close() {
      closing.abort();
      return new Promise((resolve) => {
        const force = setTimeout(() => server.forceShutdown(), graceOnClose);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      });
    },
  };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, given) => {
      if (error) reject(error);
      else resolve(given);
    });
  });
}

function statusOf(error: unknown, options: GrpcOptions) {
  const { grpc, detail } = failureOf(error, options.report);
  return { code: grpc, details: detail, metadata: new Metadata() };
}

function requireReady(options: GrpcOptions): void {
  const trouble = options.trouble();
  if (trouble) throw new NotReady(trouble);
}

function unary(serving: Serving, options: GrpcOptions): UntypedServiceImplementation {
  const handlers: UntypedServiceImplementation = {};
  for (const [name, call] of Object.entries(unaryCalls)) {
    const run = async (request: object, gone: () => AbortSignal) => {
      if (name !== 'Topology') requireReady(options);
      return await call(serving, request as never, gone);
    };
    handlers[name] = (request: ServerUnaryCall<object, object>, answer: sendUnaryData<object>) => {
      let over = false;
      const began = performance.now();
      const told = (code: number) => options.requests?.grpc(name, status[code]!, (performance.now() - began) / 1000);
      // Made for who asks: most calls never do, and making one costs each of them.
      const gone = () => {
        const controller = new AbortController();
        // Comes after every call, also one that was answered: nobody listens then, and an abort costs.
        request.on('cancelled', () => over || controller.abort());
        return controller.signal;
      };
      run(request.request, gone).then(
        (message) => {
          over = true;
          answer(null, message);
          told(status.OK);
        },
        (error) => {
          over = true;
          const failed = statusOf(error, options);
          answer(failed);
          told(failed.code);
        },
      );
    };
  }
  return handlers;
}

type StreamCall<Request> = ServerWritableStream<Request, object>;

function streaming(serving: Serving, options: GrpcOptions, closing: AbortController): UntypedServiceImplementation {
  const handle =
    <Request>(work: (engine: Engine, call: StreamCall<Request>, signal: AbortSignal) => Promise<void>) =>
    (call: StreamCall<Request>) => {
      const gone = new AbortController();
      const stop = () => gone.abort();
      const run = async () => {
        requireReady(options);
        await work(serving.engine, call, gone.signal);
        if (closing.signal.aborted) throw new NotReady('The gateway is shutting down.');
      };
      for (const event of ['cancelled', 'close', 'error']) call.on(event, stop);
      closing.signal.addEventListener('abort', stop, { once: true });
      run()
        .catch((error) => {
          if (!call.cancelled) call.emit('error', statusOf(error, options));
        })
        .finally(() => closing.signal.removeEventListener('abort', stop));
    };
  return {
    ActivateJobs: handle<ActivateMessage>(activateJobs),
    StreamActivatedJobs: handle<StreamMessage>(streamJobs),
  };
}

/** `grpc.health.v1.Health`: the gateway's own name and the empty name are known. */
function health(options: GrpcOptions, closing: AbortController): UntypedServiceImplementation {
  const known = (service: string) => service === '' || service === gatewayName;
  const status = () => (closing.signal.aborted || options.trouble() ? 'NOT_SERVING' : 'SERVING');
  return {
    Check(call: ServerUnaryCall<{ service: string }, object>, answer: sendUnaryData<object>) {
      if (known(call.request.service)) answer(null, { status: status() });
      else answer(statusOf(new NothingFound(`The service ${call.request.service} is not served here.`), options));
    },
    Watch(call: StreamCall<{ service: string }>) {
      call.write({ status: known(call.request.service) ? status() : 'SERVICE_UNKNOWN' });
      closing.signal.addEventListener('abort', () => call.end(), { once: true });
    },
  };
}
