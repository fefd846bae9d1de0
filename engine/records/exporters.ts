/**
 * Several exporters side by side, each at its own pace. What could go wrong: one is down for long: the others go on, and
 * the journal keeps what the slowest has not acknowledged, so the disk fills, never the memory.
 */
import { join } from 'node:path';
import type { ExporterConfig } from './config.ts';
import { type Exporter, type ExporterOptions, type ExporterStatus, type Phase, startExporter } from './exporter.ts';
import { openPhaseStore } from './phase.ts';
import { openPositionStore } from './position.ts';
import { ownId } from './settings.ts';

export interface ExportersOptions extends Pick<ExporterOptions, 'log' | 'warn'> {
  configs: readonly ExporterConfig[];
  /** Folder of the acknowledged positions: the product's own exporter's lies in it, each other's in a folder of its id. */
  dir: string;
}

export interface Exporters {
  status(): ExporterStatus[];
  phase(): Phase;
  /** For all of them, and for the next starts too, until it is set again. Resolves when that is on disk. */
  setPhase(phase: Phase): Promise<void>;
  /** Stops all of them together. */
  close(): Promise<void>;
}

/** Starts all of them; with none the log keeps nothing for later. */
export async function startExporters({ configs, dir, log, warn }: ExportersOptions): Promise<Exporters> {
  if (configs.length === 0) log.exported(Number.MAX_SAFE_INTEGER);
  const phases = openPhaseStore(dir, warn);
  let phase = await phases.read();
  if (phase !== 'exporting') warn(`Records: exporting is ${phase}, as it was set; it must be resumed.`);
  const acknowledged = new Map(configs.map(({ id }) => [id, 0]));
  const started: Exporter[] = [];
  const close = async () => {
    await Promise.all(started.map((one) => one.close()));
  };
  try {
    for (const config of configs) {
      const { id } = config;
      const exported = (position: number) => {
        acknowledged.set(id, position);
        log.exported(Math.min(...acknowledged.values()));
      };
      const share: ExporterOptions['log'] = {
        onDurable: (listener) => log.onDurable(listener),
        durablePosition: () => log.durablePosition(),
        reader: (after) => log.reader(after),
        earliest: () => log.earliest(),
        exported,
      };
      const positions = openPositionStore(id === ownId ? dir : join(dir, id), warn);
      started.push(await startExporter({ config, log: share, positions, warn, phase }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    status: () => started.map((one) => one.status()),
    phase: () => phase,
    async setPhase(next) {
      await phases.write(next);
      phase = next;
      for (const one of started) one.setPhase(next);
    },
    close,
  };
}
