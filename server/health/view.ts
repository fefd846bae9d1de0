/** How everything stands, for an operator's page: every part with its state, who lives, versions, positions, what waits. */
import { statfs } from 'node:fs/promises';
import type { HealthFinding, HealthProcess, HealthView } from '../../domain/api/health.ts';
import { type HealthPart, healthParts, troubles } from '../../domain/health.ts';
import { goneMs, type LivingPart } from '../../store/parts.ts';
import { productVersion } from '../../store/product.ts';
import type { House } from '../house.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { type Look, partOf } from './look.ts';

export async function healthView(house: House, look: Look): Promise<HealthView> {
  const { store, machineNow, settings } = house;
  const now = machineNow();
  const { ready, found, whole } = await look.thorough();
  const off = new Set<HealthPart>([
    ...(settings.smtpUrl ? [] : ['mail' as const]),
    ...(settings.imapUrl ? [] : ['mailbox' as const]),
  ]);
  const findings = healthParts.flatMap((part): HealthFinding[] => {
    const own = found.filter(({ trouble }) => partOf(trouble) === part);
    if (own.length === 0) return [{ part, state: off.has(part) ? 'off' : 'ok', trouble: null, values: {} }];
    return own.map(({ trouble, values = {} }) => ({ part, state: troubles[trouble].grade, trouble, values }));
  });
  const engine = await house.zeebe.about().catch(() => null);
  const disk = await statfs(settings.dataDir).then(
    ({ bavail, bsize, blocks }) => ({ freeBytes: bavail * bsize, totalBytes: blocks * bsize }),
    () => null,
  );
  const common = { asOf: wire(now), ready, findings, disk };
  const versions = { product: productVersion, node: process.version, engine: engine?.version ?? null };
  if (!whole)
    return {
      ...common,
      processes: [],
      versions: { ...versions, mongod: null, database: null },
      positions: [],
      waiting: {},
      backupAt: null,
    };
  const [processes, positions, built, { version }, waiting, backupAt] = await Promise.all([
    store.parts.all(),
    store.positions.all(),
    store.connection.db!.admin().command({ buildInfo: 1 }),
    store.versions.read(),
    store.outbox.countWaiting(),
    store.backupNotes.last(),
  ]);
  return {
    ...common,
    processes: processes.map((one) => processView(one, now)),
    versions: { ...versions, mongod: String(built.version), database: version },
    positions: positions.map(({ _id, position, at, recordAt }) => ({
      partition: _id,
      position,
      at: wire(at),
      recordAt: wire(recordAt),
    })),
    waiting,
    backupAt: wireOrNull(backupAt),
  };
}

function processView(one: LivingPart, now: number): HealthProcess {
  const { kind, where, product, databaseVersion, node, startedAt, seenAt, leaving } = one;
  const state = now - seenAt > goneMs ? 'gone' : leaving ? 'leaving' : 'lives';
  return { kind, where, product, databaseVersion, node, state, startedAt: wire(startedAt), seenAt: wire(seenAt) };
}
