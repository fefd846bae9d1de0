/**
 * The management port: health, figures, clock, backups and exporting as on Zeebe's actuator. What could go wrong: who can
 * reach it can move the clock; so the clock answers only where it was set to be controlled, which needs a loopback host.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backups } from '../backups.ts';
import type { Exporters } from '../records/exporters.ts';
import { backupAnswer } from './backups.ts';
import type { EngineClock } from './clock.ts';
import { exportingAnswer } from './exporting.ts';
import { healthAnswer } from './health.ts';

export interface ManagementOptions {
  host: string;
  port: number;
  clock: EngineClock;
  /** Undefined when commands are taken, otherwise why not. */
  trouble(): string | undefined;
  /** Prometheus text. */
  metrics(): string | Promise<string>;
  /** Told at `/actuator/info`. */
  version?: string;
  /** Absent where there is nothing on disk to save. */
  backups?: Backups;
  /** Absent where nothing is exported. */
  exporters?: Pick<Exporters, 'setPhase'> & Partial<Pick<Exporters, 'status'>>;
}

export interface Management {
  port: number;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  json?: unknown;
  text?: string;
}

export async function startManagement(options: ManagementOptions): Promise<Management> {
  const server = createServer((request, response) => {
    answer(request, options)
      .catch((error: Error): Answer => ({ status: 400, json: { status: 400, detail: error.message } }))
      .then((given) => send(response, given));
  });
  await listen(server, options.port, options.host);
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Resolves when the server listens; rejects with the port's number when it is taken. */
function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(request: IncomingMessage, options: ManagementOptions): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://engine');
  const path = url.pathname.replace(/\/$/, '');
  if (path.startsWith('/actuator/clock')) return clockAnswer(path, request, options.clock);
  const { backups, exporters } = options;
  const ofBackups = backups && (await backupAnswer(path, request, backups, (name) => numberIn(request, name)));
  if (ofBackups) return ofBackups;
  const ofExporting = exporters && (await exportingAnswer(url, request.method, exporters));
  if (ofExporting) return ofExporting;
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, json: { status: 405 } };
  const ofHealth = healthAnswer(path, options);
  if (ofHealth) return ofHealth;
  switch (path) {
    case '/metrics':
    case '/actuator/prometheus':
      return { status: 200, text: await options.metrics() };
    case '/actuator/info':
      return { status: 200, json: { build: { version: options.version } } };
    default:
      return { status: 404, json: { status: 404, detail: `Nothing is served at ${path}.` } };
  }
}

async function clockAnswer(path: string, request: IncomingMessage, clock: EngineClock): Promise<Answer> {
  if (!clock.controlled)
    return {
      status: 403,
      json: { status: 403, detail: 'The clock is not controlled: start with CLOCK_CONTROLLED=1.' },
    };
  const call = `${request.method} ${path}`;
  if (call === 'POST /actuator/clock/pin') await clock.pin(await numberIn(request, 'epochMilli'));
  else if (call === 'POST /actuator/clock/add') await clock.add(await numberIn(request, 'offsetMilli'));
  else if (call === 'DELETE /actuator/clock') await clock.reset();
  else if (call !== 'GET /actuator/clock') return { status: 404, json: { status: 404 } };
  const epochMilli = clock.now();
  return { status: 200, json: { epochMilli, instant: new Date(epochMilli).toISOString() } };
}

const bodyLimit = 4096;
/** The largest time that a date can hold; numbers of backups need no more. */
const farthest = 8.64e15;

async function numberIn(request: IncomingMessage, name: string): Promise<number> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > bodyLimit) throw new Error('The body is too long.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text)[name];
  } catch {
    value = undefined;
  }
  if (!Number.isInteger(value) || Math.abs(value as number) > farthest)
    throw new Error(`The body must be {"${name}": <a whole number>}.`);
  return value as number;
}

function send(response: ServerResponse, given: Answer): void {
  const type =
    given.text === undefined ? 'application/json; charset=utf-8' : 'text/plain; version=0.0.4; charset=utf-8';
  response.writeHead(given.status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(given.text ?? (given.json === undefined ? undefined : JSON.stringify(given.json)));
}
