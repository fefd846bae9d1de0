/** The intake's due date that a sender is promised: from the deployed diagram's budget and the calendar in force. */
import { addWorking, parseBudget } from '../../../domain/working-time.ts';
import type { Store } from '../../../store/store.ts';
import { calendarInForce } from '../calendar.ts';

export interface DuePromise {
  /** Epoch ms; null while the deployed definition or the calendar can't be known. */
  intakeDue(receivedAt: number): Promise<number | null>;
}

const keepMs = 2_000;

export function duePromise(store: Store, processId: string, machineNow: () => number): DuePromise {
  let held: { at: number; reckon: (receivedAt: number) => number | null } | undefined;

  async function read(): Promise<(receivedAt: number) => number | null> {
    const [definition, calendar] = await Promise.all([store.definitions.latest(processId), calendarInForce(store)]);
    const intake = definition?.elements.intake;
    if (!intake?.budget || !calendar) return () => null;
    const minutes = parseBudget(intake.budget.replace(/^="?|"$/g, ''), calendar);
    return (receivedAt) => (minutes === null ? null : addWorking(receivedAt, minutes, calendar));
  }

  return {
    async intakeDue(receivedAt) {
      const now = machineNow();
      if (!held || now - held.at > keepMs) held = { at: now, reckon: await read() };
      return held.reckon(receivedAt);
    },
  };
}
