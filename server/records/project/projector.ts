/** What each value type's file provides. `apply` is a pure step: documents before + record → documents after. */
import type { EngineRecord } from '../record.ts';
import type { Unit, Wanted } from '../unit.ts';

export interface Projector {
  /** Names the documents that `apply` will ask for. */
  wants(record: EngineRecord, wanted: Wanted): void;
  apply(record: EngineRecord, unit: Unit): void;
}
