/**
 * One tongue for the published clients: what a test asks for, whichever client and protocol carries it. An adapter
 * calls its client as that client's users do and changes nothing but names; what goes wrong would show here as a test
 * that fails for one client only. Keys are decimal strings, variables are objects.
 */

export type Variables = Record<string, unknown>;

export interface File {
  name: string;
  content: string;
}

export interface Deployed {
  /** `bpmnProcessId` → its key and version. */
  processes: Record<string, { key: string; version: number }>;
  decisions: Record<string, { key: string; version: number }>;
  requirements: Record<string, { key: string; version: number }>;
  forms: Record<string, { key: string; version: number }>;
}

export interface CreateRequest {
  bpmnProcessId?: string;
  version?: number;
  processDefinitionKey?: string;
  variables?: Variables;
}

export interface Job {
  key: string;
  type: string;
  worker: string;
  retries: number;
  deadline: number;
  elementId: string;
  elementInstanceKey: string;
  processInstanceKey: string;
  bpmnProcessId: string;
  variables: Variables;
  headers: Record<string, string>;
}

export interface Activate {
  type: string;
  maxJobs?: number;
  timeout?: number;
  /** Milliseconds that the call may wait for a job; negative: not at all. */
  wait?: number;
  fetchVariables?: string[];
}

export interface Publish {
  name: string;
  correlationKey?: string;
  timeToLive?: number;
  messageId?: string;
  variables?: Variables;
}

export interface Caller {
  topology(): Promise<{ gatewayVersion: string; partitionsCount: number; roles: string[] }>;
  deploy(...files: File[]): Promise<Deployed>;
  create(request: CreateRequest): Promise<{ key: string; definitionKey: string; version: number }>;
  /** Resolves to the instance's variables when it has completed. */
  run(request: CreateRequest & { fetchVariables?: string[]; timeout?: number }): Promise<Variables>;
  cancel(processInstanceKey: string): Promise<unknown>;
  activate(request: Activate): Promise<Job[]>;
  complete(jobKey: string, variables?: Variables): Promise<unknown>;
  fail(
    jobKey: string,
    more: { retries: number; errorMessage?: string; retryBackOff?: number; variables?: Variables },
  ): Promise<unknown>;
  throwError(
    jobKey: string,
    more: { errorCode: string; errorMessage?: string; variables?: Variables },
  ): Promise<unknown>;
  updateRetries(jobKey: string, retries: number): Promise<unknown>;
  updateTimeout(jobKey: string, timeout: number): Promise<unknown>;
  publish(message: Publish): Promise<string>;
  broadcast(signalName: string, variables?: Variables): Promise<unknown>;
  setVariables(elementInstanceKey: string, variables: Variables, local?: boolean): Promise<unknown>;
  resolveIncident(incidentKey: string): Promise<unknown>;
  evaluate(decision: {
    id?: string;
    key?: string;
    variables?: Variables;
  }): Promise<{ output: unknown; rules: string[] }>;
  deleteResource(resourceKey: string): Promise<unknown>;
  modify(
    processInstanceKey: string,
    activate: { elementId: string; variables?: Variables }[],
    terminate: string[],
  ): Promise<unknown>;
  migrate(processInstanceKey: string, target: string, mapping: Record<string, string>): Promise<unknown>;
  close(): Promise<unknown>;
}

export type Deed = keyof Caller;

/** A refused call, by gRPC's name of the status whatever the protocol, and the text after it. */
export class Refusal extends Error {
  readonly status: string;
  readonly details: string;

  constructor(status: string, details: string) {
    super(`${status}: ${details}`);
    this.status = status;
    this.details = details;
  }
}

/** Every deed of an adapter, with what its client throws made a `Refusal` where `read` knows it as one. */
export function refusing<T extends object>(adapter: T, read: (error: never) => Refusal | undefined): T {
  const entries = Object.entries(adapter).map(([name, deed]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (deed as (...given: unknown[]) => unknown)(...args);
      } catch (error) {
        throw read(error as never) ?? error;
      }
    },
  ]);
  return Object.fromEntries(entries) as T;
}

/** Keyed by id, for the order of a deployment's answer is a test of its own. */
export function byId<T>(
  list: readonly T[],
  of: (one: T) => { id: string; key: unknown; version: unknown } | undefined,
): Record<string, { key: string; version: number }> {
  const found: Record<string, { key: string; version: number }> = {};
  for (const one of list) {
    const named = of(one);
    if (named) found[named.id] = { key: String(named.key), version: Number(named.version) };
  }
  return found;
}
