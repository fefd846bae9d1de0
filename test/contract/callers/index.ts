/** The published clients that the contract's tests go through, each unmodified. */
import { afterAll, beforeAll, describe } from 'vitest';
import { grpcClients, type RestAnswer, rest } from '../clients.ts';
import { own, type Target, useCluster } from '../cluster.ts';
import type { Caller, Deed } from './caller.ts';
import { grpcCaller } from './grpc.ts';
import { generatedRestCaller, sdkRestCaller } from './rest.ts';

interface Client {
  name: string;
  protocol: 'gRPC' | 'REST';
  connect(target: Target): Caller;
  /** Calls that this client does not have. */
  lacks: readonly Deed[];
}

export const clients: readonly Client[] = [
  {
    name: grpcClients[0]!.name,
    protocol: 'gRPC',
    connect: grpcCaller(grpcClients[0]!.connect, true),
    lacks: ['updateTimeout', 'deleteResource', 'migrate'],
  },
  {
    name: `${grpcClients[1]!.name} gRPC`,
    protocol: 'gRPC',
    connect: grpcCaller(grpcClients[1]!.connect, false),
    lacks: [],
  },
  { name: '@camunda8/sdk 8.8.13 REST', protocol: 'REST', connect: sdkRestCaller, lacks: [] },
  { name: '@camunda8/orchestration-cluster-api 8.8.4', protocol: 'REST', connect: generatedRestCaller, lacks: [] },
];

export interface Stage {
  /** The client under test: read its fields from within tests and hooks only. */
  readonly caller: Caller;
  readonly target: Target;
  readonly client: Client;
  /** A `/v2` call by hand, for what the clients have no common word for. */
  rest(method: string, path: string, body?: unknown): Promise<RestAnswer>;
  /** A name of this run's and this client's own. */
  own(name: string): string;
}

/** The same tests through every client, all of them at one cluster. */
export function throughEveryClient(tests: (stage: Stage) => void, which: readonly Client[] = clients): void {
  const target = useCluster();
  describe.each(which)('$name', (client) => {
    let caller: Caller | undefined;
    beforeAll(() => {
      caller = client.connect(target);
    });
    afterAll(async () => {
      await caller?.close();
    });
    tests({
      get caller() {
        if (!caller) throw new Error('The client is there within tests and hooks only.');
        return caller;
      },
      target,
      client,
      rest: (method, path, body) => rest(target, method, path, body),
      own: (name) => own(`${name}-${clients.indexOf(client)}`),
    });
  });
}
