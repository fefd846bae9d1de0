/**
 * What a caller is told when something did not work: one table for gRPC and REST (contract 1.1). What could go wrong: an
 * unknown error's text may hold what users wrote; it goes to neither the caller nor the log in full.
 */
import { JournalFailure } from '../journal/writer.ts';
import { BadSearch } from '../state/filters.ts';
import { DeadlineExceeded, Overloaded, Rejection, type RejectionType } from '../types.ts';

export interface Failure {
  /** Number of the gRPC status. */
  grpc: number;
  http: number;
  title: string;
  detail: string;
}

/** gRPC status numbers as the protocol counts them. */
export const grpcStatus = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

const byRejection: Record<RejectionType, { grpc: number; http: number }> = {
  INVALID_ARGUMENT: { grpc: grpcStatus.INVALID_ARGUMENT, http: 400 },
  NOT_FOUND: { grpc: grpcStatus.NOT_FOUND, http: 404 },
  ALREADY_EXISTS: { grpc: grpcStatus.ALREADY_EXISTS, http: 409 },
  INVALID_STATE: { grpc: grpcStatus.FAILED_PRECONDITION, http: 409 },
  PROCESSING_ERROR: { grpc: grpcStatus.INTERNAL, http: 500 },
  RESOURCE_EXHAUSTED: { grpc: grpcStatus.RESOURCE_EXHAUSTED, http: 503 },
};

/** A request that the gateway refuses before the engine sees it. */
export class BadRequest extends Error {}

/** What is asked for lies outside what this engine does. */
export class NotServed extends Error {}

/** The engine takes no commands now; the text says why. */
export class NotReady extends Error {}

/** A read found nothing. */
export class NothingFound extends Error {}

/** Status, title and text of an error; `report` is told of those that nobody foresaw. */
export function failureOf(error: unknown, report: (line: string) => void): Failure {
  if (error instanceof Rejection) return { ...byRejection[error.type], title: error.type, detail: error.message };
  if (error instanceof Overloaded)
    return { ...byRejection.RESOURCE_EXHAUSTED, title: 'RESOURCE_EXHAUSTED', detail: error.message };
  if (error instanceof BadRequest || error instanceof BadSearch)
    return { ...byRejection.INVALID_ARGUMENT, title: 'INVALID_ARGUMENT', detail: error.message };
  if (error instanceof NothingFound) return { ...byRejection.NOT_FOUND, title: 'NOT_FOUND', detail: error.message };
  if (error instanceof NotServed)
    return { grpc: grpcStatus.UNIMPLEMENTED, http: 404, title: 'UNIMPLEMENTED', detail: error.message };
  if (error instanceof DeadlineExceeded)
    return { grpc: grpcStatus.DEADLINE_EXCEEDED, http: 504, title: 'DEADLINE_EXCEEDED', detail: error.message };
  if (error instanceof NotReady || error instanceof JournalFailure)
    return { grpc: grpcStatus.UNAVAILABLE, http: 503, title: 'UNAVAILABLE', detail: error.message };
  report(`Gateway: unexpected ${stackWithoutMessage(error)}`);
  return {
    grpc: grpcStatus.INTERNAL,
    http: 500,
    title: 'INTERNAL_ERROR',
    detail: 'The engine met an error that it did not expect; its log has the place.',
  };
}

/** Kind and places only: a message may quote variables. */
function stackWithoutMessage(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 6)].join('\n');
}
