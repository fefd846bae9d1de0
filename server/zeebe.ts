/**
 * The engine as the server knows it: REST v2 of Zeebe 8.8 (zeebe-contract, part 2), with OAuth where it is set. Every
 * call is a command that the engine decides; what came of it is read from the record stream, not from here. The trace
 * goes along where the contract has room for it: as `operationReference`, in a user task's `action`; of a message the
 * answer's key is noted.
 */
import { Agent, type Dispatcher, FormData, request } from 'undici';
import { type Log, openLog } from '../telemetry/log.ts';
import { type Attributes, spanned } from '../telemetry/spans.ts';
import { actionOf, currentTrace, headerOf, referenceOf } from '../telemetry/trace.ts';
import type { Settings } from './settings.ts';

/** The engine can't be reached, is overloaded, or took too long: try again later. */
export class EngineDown extends Error {}

/** The engine said no. `status` 400, 404 or 409; `title` and `detail` are its problem's. */
export class EngineRefusal extends Error {
  readonly status: number;
  readonly title: string;
  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.name = 'EngineRefusal';
    this.status = status;
    this.title = title;
  }
}

export interface Message {
  name: string;
  correlationKey: string;
  variables: Record<string, unknown>;
}

/** What a deployment made, or found there already: Zeebe gives a file that has not changed its old key. */
export interface Deployed {
  processes: { id: string; key: string; version: number }[];
}

export interface MappingInstruction {
  sourceElementId: string;
  targetElementId: string;
}

export interface Modification {
  /** Begin here; the scopes around it that are not there are made. */
  activate: string[];
  /** Element instances that end. */
  terminate: string[];
}

export interface Zeebe {
  /** Resolves too when a message with this id is buffered already. */
  publishMessage(message: Message & { messageId: string; timeToLive: number }): Promise<void>;
  /** @throws EngineRefusal 404 when nothing waits for it. */
  correlateMessage(message: Message): Promise<void>;
  /** `allowOverride` false: only when it is free or the assignee's own already, else EngineRefusal 409. */
  assignTask(key: string, assignee: string, allowOverride: boolean): Promise<void>;
  unassignTask(key: string): Promise<void>;
  updateTask(
    key: string,
    changes: { dueDate?: string; followUpDate?: string; candidateGroups?: string[] },
  ): Promise<void>;
  completeTask(key: string, variables: Record<string, unknown>): Promise<void>;
  /** @throws EngineRefusal 404 when it has ended. */
  cancelInstance(key: string): Promise<void>;
  /** @throws EngineRefusal 404, or 409 with the reason when something active cannot be mapped; then nothing has moved. */
  migrateInstance(key: string, targetDefinitionKey: string, mapping: MappingInstruction[]): Promise<void>;
  /** @throws EngineRefusal with the reason; then nothing has moved. */
  modifyInstance(key: string, modification: Modification): Promise<void>;
  /** Of an element instance. `local`: in its own scope alone, else where the variable is already. */
  setVariables(elementInstance: string, variables: Record<string, unknown>, local: boolean): Promise<void>;
  resolveIncident(key: string): Promise<void>;
  setJobRetries(jobKey: string, retries: number): Promise<void>;
  /** All of them or none. @throws EngineRefusal 400 with what is wrong, by file and element. */
  deploy(files: { name: string; content: Buffer }[]): Promise<Deployed>;
  /** Whether the engine has a definition of this process id; false as well where it can't be asked (before 8.8). */
  hasDefinition(processId: string): Promise<boolean>;
  /** @throws EngineDown */
  ping(): Promise<void>;
  /** Its version as it says it. @throws EngineDown */
  about(): Promise<{ version: string | null }>;
  close(): Promise<void>;
}

interface Problem {
  title?: string;
  detail?: string;
}

export function zeebeOver(settings: Settings['engine'], log: Log = openLog('server', 'silent')): Zeebe {
  const dispatcher = new Agent({ connections: 64, pipelining: 1, headersTimeout: 15_000, bodyTimeout: 15_000 });
  const token = tokenSource(settings, dispatcher);

  async function ask(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<string> {
    const trace = currentTrace();
    const isForm = body instanceof FormData;
    const authorization = await token();
    let answer: Dispatcher.ResponseData;
    try {
      answer = await request(`${settings.rest}/v2${path}`, {
        method,
        dispatcher,
        headers: {
          accept: 'application/json',
          ...(authorization ? { authorization } : {}),
          ...(trace ? { traceparent: headerOf(trace) } : {}),
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : isForm ? (body as never) : JSON.stringify(body),
      });
    } catch (error) {
      throw new EngineDown(`The engine does not answer at ${settings.rest}`, { cause: error });
    }
    const text = await answer.body.text().catch(() => '');
    if (answer.statusCode < 300) return text;
    const problem = parsed<Problem>(text);
    if (answer.statusCode === 400 || answer.statusCode === 404 || answer.statusCode === 409)
      throw new EngineRefusal(answer.statusCode, problem.title ?? '', problem.detail ?? text.slice(0, 300));
    throw new EngineDown(`The engine answered ${answer.statusCode}: ${problem.detail ?? text.slice(0, 300)}`);
  }

  /** A command: a step of the request that it is for, and a line of the log. `of`: what tells it from others. */
  function call(method: Dispatcher.HttpMethod, path: string, body?: unknown, of: Attributes = {}): Promise<string> {
    const command = `${method} ${path.replace(anyKey, '{key}')}`;
    const facts = { key: anyKey.exec(path)?.[0], ...of };
    return spanned(`engine ${command}`, { kind: 'client', attributes: facts }, async () => {
      const began = performance.now();
      const ms = () => Math.round(performance.now() - began);
      try {
        const text = await ask(method, path, body);
        const messageKey = path.startsWith('/messages/') ? parsed<{ messageKey?: string }>(text).messageKey : undefined;
        log.info({ command, ...facts, messageKey, ms: ms() }, 'engine command');
        return text;
      } catch (error) {
        log.info({ command, ...facts, ms: ms(), err: error }, 'engine command refused');
        throw error;
      }
    });
  }

  const tell = async (
    method: Dispatcher.HttpMethod,
    path: string,
    body?: Record<string, unknown>,
    of?: Attributes,
  ): Promise<void> => {
    await call(method, path, body, of);
  };

  /** For the commands whose records carry it; -1, none, where nobody's request is behind the command. */
  const operates = (method: Dispatcher.HttpMethod, path: string, body: Record<string, unknown>): Promise<void> => {
    const trace = currentTrace();
    if (!trace) return tell(method, path, body);
    const operationReference = referenceOf(trace);
    return tell(method, path, { ...body, operationReference }, { operationReference });
  };

  return {
    async publishMessage(message) {
      try {
        await call('POST', '/messages/publication', message, ofMessage(message));
      } catch (error) {
        // ALREADY_EXISTS: it was published before and is still buffered; that is what we want.
        if (error instanceof EngineRefusal && error.status === 409) return;
        throw error;
      }
    },
    correlateMessage: (message) => tell('POST', '/messages/correlation', { ...message }, ofMessage(message)),
    assignTask: (key, assignee, allowOverride) =>
      tell('POST', `/user-tasks/${key}/assignment`, {
        assignee,
        allowOverride,
        action: actionOf(allowOverride ? 'assign' : 'claim'),
      }),
    unassignTask: (key) => tell('DELETE', `/user-tasks/${key}/assignee`),
    updateTask: (key, changeset) => tell('PATCH', `/user-tasks/${key}`, { changeset, action: actionOf('update') }),
    completeTask: (key, variables) =>
      tell('POST', `/user-tasks/${key}/completion`, { variables, action: actionOf('complete') }),
    cancelInstance: (key) => operates('POST', `/process-instances/${key}/cancellation`, {}),
    migrateInstance: (key, targetProcessDefinitionKey, mappingInstructions) =>
      operates('POST', `/process-instances/${key}/migration`, { targetProcessDefinitionKey, mappingInstructions }),
    modifyInstance: (key, { activate, terminate }) =>
      operates('POST', `/process-instances/${key}/modification`, {
        activateInstructions: activate.map((elementId) => ({ elementId })),
        terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
      }),
    setVariables: (key, variables, local) =>
      operates('PUT', `/element-instances/${key}/variables`, { variables, local }),
    resolveIncident: (key) => operates('POST', `/incidents/${key}/resolution`, {}),
    setJobRetries: (jobKey, retries) => operates('PATCH', `/jobs/${jobKey}`, { changeset: { retries } }),
    async deploy(files) {
      const form = new FormData();
      for (const { name, content } of files) form.append('resources', new Blob([new Uint8Array(content)]), name);
      return deployedOf(await call('POST', '/deployments', form));
    },
    async hasDefinition(id) {
      try {
        const text = await call('POST', '/process-definitions/search', {
          filter: { processDefinitionId: id },
          page: { limit: 1 },
        });
        return ((JSON.parse(text) as { items?: unknown[] }).items?.length ?? 0) > 0;
      } catch (error) {
        if (error instanceof EngineDown && error.cause !== undefined) throw error;
        return false;
      }
    },
    async ping() {
      await ask('GET', '/topology');
    },
    async about() {
      const { gatewayVersion } = JSON.parse(await ask('GET', '/topology')) as { gatewayVersion?: string };
      return { version: gatewayVersion ?? null };
    },
    close: () => dispatcher.close(),
  };
}

interface DeploymentAnswer {
  deployments?: {
    processDefinition?: {
      processDefinitionId: string;
      processDefinitionKey: string;
      processDefinitionVersion: number;
    } | null;
  }[];
}

function deployedOf(text: string): Deployed {
  const { deployments = [] } = JSON.parse(text) as DeploymentAnswer;
  const found = deployments.flatMap(({ processDefinition }) => (processDefinition ? [processDefinition] : []));
  return {
    processes: found.map((one) => ({
      id: one.processDefinitionId,
      key: String(one.processDefinitionKey),
      version: Number(one.processDefinitionVersion),
    })),
  };
}

const anyKey = /\d{6,}/;

/** Which report a message is for: it correlates by the code. */
const ofMessage = ({ name, correlationKey }: Message): Attributes => ({ message: name, report: correlationKey });

function parsed<T extends object>(text: string): Partial<T> {
  try {
    return JSON.parse(text) as T;
  } catch {
    return {};
  }
}

/** Client credentials where they are set; a token is used until a minute before it ends. */
function tokenSource(settings: Settings['engine'], dispatcher: Dispatcher): () => Promise<string | undefined> {
  const { clientId, clientSecret, oauthUrl } = settings;
  if (!clientId || !clientSecret || !oauthUrl) return async () => undefined;
  let held: { value: string; until: number } | undefined;
  return async () => {
    if (held && Date.now() < held.until) return held.value;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: 'zeebe-api',
    });
    try {
      const answer = await request(oauthUrl, {
        method: 'POST',
        dispatcher,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      });
      if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
      const { access_token, expires_in = 300 } = (await answer.body.json()) as Record<string, string & number>;
      held = { value: `Bearer ${access_token}`, until: Date.now() + (Number(expires_in) - 60) * 1000 };
      return held.value;
    } catch (error) {
      throw new EngineDown(`No token from ZEEBE_OAUTH_URL`, { cause: error });
    }
  };
}
