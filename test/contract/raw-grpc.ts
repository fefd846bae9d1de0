/** A bare gRPC client on the published proto: for what the comfortable clients hide (deadlines, cancelling, outcomes). */
import { type CallOptions, Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { gatewayService, healthService } from '../../engine/gateway/grpc/protocol.ts';

type Method = { path: string; requestSerialize(value: unknown): Buffer; responseDeserialize(bytes: Buffer): unknown };

export interface RawJob {
  key: string;
  type: string;
  variables: string;
  retries: number;
  deadline: string;
  processInstanceKey: string;
}

export interface RawGateway {
  call<T = Record<string, string>>(name: string, request: object, options?: CallOptions): Promise<T>;
  health(service: string): Promise<{ status: string }>;
  /** Collects the stream's jobs until it ends; rejects with the status if that is not OK. */
  activate(request: object, signal?: AbortSignal): Promise<RawJob[]>;
  /** Opens a job stream; resolves when the server's headers are there. */
  stream(
    request: object,
    onJob: (job: RawJob) => void,
  ): Promise<{ close(): void; ended: Promise<ServiceError | undefined> }>;
  close(): void;
}

export function rawGateway(address: string): RawGateway {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  const methodOf = (name: string) => gatewayService[name] as unknown as Method;
  const unary = <T>(method: Method, request: object, options: CallOptions = {}) =>
    new Promise<T>((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize as (bytes: Buffer) => T,
        request,
        new Metadata(),
        options,
        (error, answer) => (error ? reject(error) : resolve(answer as T)),
      );
    });
  const open = (name: string, request: object) => {
    const method = methodOf(name);
    return client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize as (bytes: Buffer) => object,
      request,
      new Metadata(),
    );
  };
  return {
    call: (name, request, options) => unary(methodOf(name), request, options),
    health: (service) => unary(healthService.Check as unknown as Method, { service }),
    activate(request, signal) {
      return new Promise((resolve, reject) => {
        const jobs: RawJob[] = [];
        const call = open('ActivateJobs', request);
        signal?.addEventListener('abort', () => call.cancel(), { once: true });
        call.on('data', (message: { jobs: RawJob[] }) => jobs.push(...message.jobs));
        call.on('error', reject);
        call.on('end', () => resolve(jobs));
      });
    },
    stream(request, onJob) {
      return new Promise((resolve, reject) => {
        const call = open('StreamActivatedJobs', request);
        const ended = new Promise<ServiceError | undefined>((end) => {
          call.on('error', (error: ServiceError) => {
            end(error);
            reject(error);
          });
          call.on('end', () => end(undefined));
        });
        call.on('data', onJob);
        call.on('metadata', () => resolve({ close: () => call.cancel(), ended }));
      });
    },
    close: () => client.close(),
  };
}
