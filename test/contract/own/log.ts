/** What a stopped engine's journal holds, to hold the record stream against it. */
import { join } from 'node:path';
import { openJournal } from '../../../engine/journal/journal.ts';
import { defaultFilter, isExported } from '../../../engine/records/value-types.ts';
import type { LogRecord } from '../../../engine/types.ts';
import type { EngineProcess } from '../engine-process.ts';

export interface ExportedRecord {
  position: number;
  key: number;
  valueType: string;
  intent: string;
  sequence: number;
  timestamp: number;
  value: Record<string, string | number>;
}

/** The records that the log of a stopped engine still holds, in order, and whether a snapshot has shortened it. */
export async function readLog(engine: EngineProcess): Promise<{ records: LogRecord[]; shortened: boolean }> {
  const dir = join(engine.dataDir, 'engine', 'journal');
  const warnings: string[] = [];
  const journal = await openJournal({ dir, warn: (line) => warnings.push(line) });
  try {
    await journal.recover(
      () => {},
      () => {},
    );
    if (warnings.length > 0) throw new Error(`The log was not clean after a graceful stop: ${warnings.join('\n')}`);
    const records: LogRecord[] = [];
    const reader = journal.reader(journal.earliest());
    for (let some = await reader.next(1 << 20); some.length > 0; some = await reader.next(1 << 20))
      for (const batch of some) records.push(...batch.records);
    await reader.close();
    return { records, shortened: journal.earliest() > 0 };
  } finally {
    await journal.close();
  }
}

/** What of the log belongs on the record stream, by document id. */
export function exportedIds(log: readonly LogRecord[]): string[] {
  return log
    .filter((one) => isExported(defaultFilter, one))
    .map((record) => `${record.partitionId}-${record.position}`);
}
