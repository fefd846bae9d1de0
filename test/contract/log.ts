/** What a stopped engine's journal holds, to hold the record stream against it. */
import { join } from 'node:path';
import { openJournal } from '../../engine/journal/journal.ts';
import { isExported } from '../../engine/records/value-types.ts';
import type { LogRecord } from '../../engine/types.ts';
import type { EngineProcess } from './engine-process.ts';

export interface ExportedRecord {
  position: number;
  key: number;
  valueType: string;
  intent: string;
  sequence: number;
  timestamp: number;
  value: Record<string, string | number>;
}

/** Every record of the log, in order. The engine must be stopped, and its log not yet shortened by snapshots. */
export async function readLog(engine: EngineProcess): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const warnings: string[] = [];
  const journal = await openJournal({
    dir: join(engine.dataDir, 'engine', 'journal'),
    warn: (line) => warnings.push(line),
  });
  try {
    await journal.recover(
      () => {
        throw new Error('The log was shortened by a snapshot.');
      },
      (batch) => records.push(...batch.records),
    );
  } finally {
    await journal.close();
  }
  if (warnings.length > 0) throw new Error(`The log was not clean after a graceful stop: ${warnings.join('\n')}`);
  return records;
}

/** What of the log belongs on the record stream, by document id. */
export function exportedIds(log: readonly LogRecord[]): string[] {
  return log.filter(isExported).map((record) => `${record.partitionId}-${record.position}`);
}
