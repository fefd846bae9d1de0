/** One question a part: nothing, or what is wrong with it. None of them changes anything, and none is dear. */
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { healthLimits as limits, type Trouble } from '../../domain/health.ts';
import { goneMs } from '../../store/parts.ts';
import { isSealed } from '../../store/sealed.ts';
import { programVersion } from '../../store/versions.ts';
import type { House } from '../house.ts';
import type { RecordsState } from '../records/listener.ts';
import type { Values } from './words.ts';

export interface Watched {
  records: RecordsState & { listening(): boolean };
  /** Whether this server is going out of service. */
  leaving: { readonly begun: boolean };
  processId: string;
}

/** It has the key, or knows that it was destroyed. */
const knows = ({ seals: { ring } }: House['store'], id: string): boolean =>
  ring === null || ring.find(id) !== null || ring.isDestroyed(id);

export interface Found {
  trouble: Trouble;
  values?: Values;
}
export type Check = (house: House, watched: Watched) => Promise<Found | null>;

const seconds = (ms: number): string => String(Math.round(ms / 1_000));
const when = (wrong: boolean, trouble: Trouble, values?: Values): Found | null =>
  wrong ? { trouble, ...(values ? { values } : {}) } : null;

/** Before the others: without it most of them cannot be asked. */
export async function askDatabase(house: House): Promise<Found | null> {
  try {
    await house.store.connection.db!.command({ ping: 1 });
    return null;
  } catch {
    return { trouble: 'database-away' };
  }
}

/** Those that need no database. */
export const ownChecks: readonly Check[] = [
  async (_house, { leaving }) => when(leaving.begun, 'leaving'),
  async ({ zeebe }) => {
    try {
      await zeebe.ping();
      return null;
    } catch {
      return { trouble: 'engine-away' };
    }
  },
  async (_house, { records }) =>
    records.listening() ? when(records.error !== null, 'records-refused') : { trouble: 'records-closed' },
];

export const databaseChecks: readonly Check[] = [
  async ({ store }, { processId }) =>
    when(!(await store.definitions.latest(processId)), 'procedure-missing', { process: processId }),
  async ({ store }) => {
    const count = await store.positions.poison.estimatedDocumentCount();
    return when(count > 0, 'records-poisoned', { count: String(count) });
  },
];

/** What changes slowly: asked a few times a minute, however often readiness is. */
export const slowChecks: readonly Check[] = [
  recordsBehind(),
  async ({ store, machineNow }) => {
    const waits = await store.outbox.triedSince(['message', 'cancellation'], machineNow());
    return when(waits > limits.messagesWaitMs, 'messages-wait', { seconds: seconds(waits) });
  },
  async ({ store, settings, machineNow }) => {
    if (!settings.smtpUrl) return null;
    const waits = await store.outbox.triedSince(['mail'], machineNow());
    return when(waits > limits.mailsWaitMs, 'mails-wait', { seconds: seconds(waits) });
  },
  async ({ store, settings, machineNow }) => {
    if (!settings.imapUrl) return null;
    const held = await store.leases.model.findById('mailbox').lean<{ until: number }>();
    return when(!held || held.until < machineNow(), 'mailbox-unread');
  },
  async ({ store, machineNow }) => when(!(await store.parts.lives('workers', machineNow() - goneMs)), 'no-workers'),
  async ({ store }) => {
    const [newest] = await store.reports.model.collection
      .find({}, { projection: { sender: 1 }, sort: { _id: -1 }, limit: 1 })
      .toArray();
    return when(isSealed(newest?.sender) && !knows(store, newest.sender.k), 'other-keys');
  },
  async ({ settings }) => {
    const writable = await access(settings.keysDir, constants.W_OK).then(
      () => true,
      () => false,
    );
    return when(!writable, 'keys-not-writable');
  },
  async ({ settings }) => {
    const { bavail, bsize, blocks } = await statfs(settings.dataDir);
    const free = bavail * bsize;
    const low = free < limits.diskBytes || bavail / blocks < limits.diskShare;
    return when(low, 'disk-low', { free: (free / 1e9).toFixed(1) });
  },
  async ({ store }) => {
    const asked = Date.now();
    const { localTime } = await store.connection.db!.admin().command({ hello: 1 });
    const answered = Date.now();
    const apart = Math.abs((localTime as Date).getTime() - (asked + answered) / 2) - (answered - asked) / 2;
    return when(apart > limits.clockMs, 'clock-apart', { seconds: seconds(apart) });
  },
  async ({ store }) => {
    const { version } = await store.versions.read();
    return when(version < programVersion, 'upgrade-waits', {
      version: String(version),
      newest: String(programVersion),
    });
  },
];

/** For an operator's page alone: a demo installation need not be backed up to be ready. */
export const backupCheck: Check = async ({ store, machineNow }) => {
  const last = await store.backupNotes.last();
  if (last === null) return { trouble: 'backup-none' };
  const age = machineNow() - last;
  return when(age > limits.backupMs, 'backup-old', { hours: String(Math.floor(age / 3_600_000)) });
};

/** The engine says whether its exporter has more; a cluster's management port may be out of reach: then nothing is said. */
function recordsBehind(): Check {
  let since: number | null = null;
  return async ({ settings, machineNow }) => {
    const answer = await fetch(`${settings.engine.management}/actuator/health`, { signal: AbortSignal.timeout(1_000) })
      .then((got) => got.json() as Promise<EngineHealth>)
      .catch(() => undefined);
    const exporters = Object.values(answer?.components?.exporters?.details ?? {});
    if (!exporters.some(({ behind }) => behind)) since = null;
    else since ??= machineNow();
    const waits = since === null ? 0 : machineNow() - since;
    return when(waits > limits.behindMs, 'records-behind', { seconds: seconds(waits) });
  };
}

interface EngineHealth {
  components?: { exporters?: { details?: Record<string, { behind?: boolean }> } };
}
