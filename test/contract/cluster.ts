/**
 * What the portable tests talk to: the cluster that `ZEEBE_ADDRESS` (and `ZEEBE_REST_ADDRESS`) names, else an engine
 * process of the file's own. A test that imports this file must hold against either: names of its own (`own`), no
 * clock but the real one, nothing counted that others may have made.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';

/** Where a cluster listens: `host:port` of its gRPC gateway, and the base of its REST gateway, without `/v2`. */
export interface Target {
  readonly address: string;
  readonly restUrl: string;
}

const { ZEEBE_ADDRESS, ZEEBE_REST_ADDRESS } = process.env;

/** The cluster that the environment names; undefined when the tests start engines of their own. */
export const foreign: Target | undefined = ZEEBE_ADDRESS
  ? {
      address: ZEEBE_ADDRESS.replace(/^(grpc|http):\/\//, ''),
      restUrl: (ZEEBE_REST_ADDRESS ?? `http://${ZEEBE_ADDRESS.replace(/^\w+:\/\/|:\d+$/g, '')}:8080`).replace(
        /\/(v2\/?)?$/,
        '',
      ),
    }
  : undefined;

const run = randomBytes(4).toString('hex');

/** A name that nobody else has used, in this run or before: process ids, job types, message names, correlation keys. */
export const own = (name: string): string => `${name}-${run}`;

/** Has the cluster there for the tests of a file: read its fields from within tests and hooks only. */
export function useCluster(): Target {
  let started: EngineProcess | undefined;
  beforeAll(async () => {
    if (!foreign) started = await startEngineProcess();
  });
  afterAll(() => started?.dispose());
  const there = (): Target => {
    const target = foreign ?? started;
    if (!target) throw new Error('The cluster is there within tests and hooks only.');
    return target;
  };
  return {
    get address() {
      return there().address;
    },
    get restUrl() {
      return there().restUrl;
    },
  };
}
