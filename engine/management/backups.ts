/**
 * Backups as on Zeebe's actuator: `POST {backupId}` begins one, `GET` lists them, `GET /<id>` tells how far it is,
 * `DELETE /<id>` removes it. Served at `/actuator/backups` and, as since 8.8, at `/actuator/backupRuntime`.
 */
import type { IncomingMessage } from 'node:http';
import type { BackupStatus, Backups } from '../backups.ts';
import type { Answer } from './server.ts';

const routes = /^\/actuator\/(?:backups|backupRuntime)(?:\/([^/]+))?$/;

/** Undefined when the path is none of these. `read` gives the whole number of that name in the body. */
export async function backupAnswer(
  path: string,
  request: IncomingMessage,
  backups: Backups,
  read: (name: string) => Promise<number>,
): Promise<Answer | undefined> {
  const route = routes.exec(path);
  if (!route) return undefined;
  const id = route[1];
  if (id === undefined) {
    if (request.method === 'POST') return take(backups, await read('backupId'));
    if (request.method === 'GET') return { status: 200, json: (await backups.list()).map(shown) };
    return problem(405, 'Backups are listed by GET and begun by POST.');
  }
  const backupId = /^\d{1,16}$/.test(id) ? Number(id) : Number.NaN;
  if (!Number.isSafeInteger(backupId)) return problem(400, `A backup is named by a whole number, not by "${id}".`);
  if (request.method === 'DELETE') {
    return (await backups.remove(backupId)) ? { status: 204 } : problem(404, `There is no backup ${backupId}.`);
  }
  if (request.method !== 'GET') return problem(405, 'A backup is looked at by GET and removed by DELETE.');
  const status = await backups.status(backupId);
  return status ? { status: 200, json: shown(status) } : problem(404, `There is no backup ${backupId}.`);
}

async function take(backups: Backups, backupId: number): Promise<Answer> {
  if (backupId < 1) return problem(400, 'A backupId must be greater than 0.');
  const taken = await backups.take(backupId);
  if (taken === 'exists') return problem(409, `There is a backup ${backupId} already.`);
  if (taken === 'busy') return problem(409, 'Another backup is being made.');
  const message = `A backup with id ${backupId} has been scheduled. Use GET actuator/backups/${backupId} to monitor the status.`;
  return { status: 202, json: { message } };
}

/** One partition, as this engine has. */
function shown({ backupId, state, createdAt, brokerVersion, position, failureReason }: BackupStatus): object {
  const detail = { partitionId: 1, state, createdAt, brokerVersion, checkpointPosition: position, failureReason };
  return { backupId, state, failureReason, details: [detail] };
}

const problem = (status: number, message: string): Answer => ({ status, json: { message } });
