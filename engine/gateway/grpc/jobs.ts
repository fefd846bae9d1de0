/**
 * The two calls that hand out jobs. What could go wrong: a job is activated for a client that is gone; then it goes back
 * at once instead of waiting for its timeout.
 */
import type { ServerWritableStream } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import type { ActivatedJob, Engine } from '../../engine.ts';
import { requireDefaultTenants } from '../tenants.ts';
import type { ActivateMessage, StreamMessage } from './messages.ts';

/** Below the clients' 4 MB, with room for what the frame itself needs. */
const messageLimit = 3_900_000;

/** Long poll: ends OK with no message when nothing turned up in time. */
export async function activateJobs(
  engine: Engine,
  call: ServerWritableStream<ActivateMessage, object>,
  signal: AbortSignal,
): Promise<void> {
  const { type, worker, maxJobsToActivate, fetchVariable, tenantIds } = call.request;
  requireDefaultTenants('gRPC request ActivateJobs', tenantIds);
  const timeout = Number(call.request.timeout);
  const requestTimeout = Number(call.request.requestTimeout);
  const jobs = await engine.activateJobs(
    { type, worker, timeout, maxJobsToActivate, fetchVariables: fetchVariable, requestTimeout },
    { signal },
  );
  if (signal.aborted || call.cancelled) {
    if (jobs.length > 0) await engine.yieldJobs(jobs.map((job) => job.key));
    return;
  }
  for (const part of parts(jobs)) call.write({ jobs: part });
  call.end();
}

/** Push: each job as it becomes activatable; the headers go at once, so that the client sees the stream open. */
export function streamJobs(
  engine: Engine,
  call: ServerWritableStream<StreamMessage, object>,
  signal: AbortSignal,
): Promise<void> {
  const { type, worker, fetchVariable, tenantIds } = call.request;
  requireDefaultTenants('gRPC request StreamActivatedJobs', tenantIds);
  const timeout = Number(call.request.timeout);
  const stream = engine.streamJobs({ type, worker, timeout, fetchVariables: fetchVariable }, (job) => {
    // A client that does not keep up leaves its job to others.
    if (signal.aborted || call.writableNeedDrain) return false;
    call.write(job);
    return true;
  });
  call.sendMetadata(new Metadata());
  return new Promise((resolve) => {
    const close = () => {
      stream.close();
      resolve();
    };
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
}

function parts(jobs: ActivatedJob[]): ActivatedJob[][] {
  const all: ActivatedJob[][] = [];
  let part: ActivatedJob[] = [];
  let size = 0;
  for (const job of jobs) {
    const more = 1024 + Buffer.byteLength(job.variables) + Buffer.byteLength(job.customHeaders);
    if (part.length > 0 && size + more > messageLimit) {
      all.push(part);
      part = [];
      size = 0;
    }
    part.push(job);
    size += more;
  }
  if (part.length > 0) all.push(part);
  return all;
}
