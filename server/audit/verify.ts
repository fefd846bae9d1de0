/** Whether the audit log is whole: the chain in the database against itself and against the anchors outside of it. */
import type { AuditVerification } from '../../domain/api/audit.ts';
import { anchorsIn } from '../../store/audit-anchors.ts';
import type { House } from '../house.ts';
import { wire } from '../views/time.ts';

/** What one call may read: about a million entries. */
const patienceMs = 30_000;

export function auditVerifier(house: House): () => Promise<AuditVerification> {
  const anchors = anchorsIn(house.settings.anchorsFile);
  let running: Promise<AuditVerification> | undefined;

  async function verify(): Promise<AuditVerification> {
    // First the anchors: one that is written meanwhile is of entries that the reading then finds.
    const known = await anchors.read();
    const { entries, complete, fault, head } = await house.store.audit.verify(known.anchors, patienceMs);
    const newest = known.anchors.at(-1);
    return {
      asOf: wire(house.machineNow()),
      entries,
      complete,
      fault,
      head,
      anchors: {
        count: known.anchors.length,
        newest: newest?.number ?? null,
        newestAt: newest?.at ?? null,
        broken: known.broken,
      },
    };
  }

  /** Those who ask at the same time get the same answer: the whole log is read once at a time. */
  return () => {
    running ??= verify().finally(() => {
      running = undefined;
    });
    return running;
  };
}
