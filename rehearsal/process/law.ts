/** Reads a draft's diagram and tables for what the law asks of them, as a job of this process. */
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { type LawReading, lawReadingOf } from '../../domain/regulation/reading.ts';
import { tableRowsOf } from '../../domain/regulation/table-rows.ts';
import { type JobOf, JobRefused } from '../../domain/sandbox.ts';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

export const law: JobOf<'law'> = async ({ files, processId }) => {
  let diagram: { file: string; reading: LawReading } | null = null;
  const rows = [];
  for (const { name, content } of files) {
    if (name.endsWith('.bpmn')) {
      const reading = lawReadingOf(await root(name, new BpmnModdle({ zeebe }).fromXML(content)), processId);
      if (reading) diagram ??= { file: name, reading };
    }
    if (name.endsWith('.dmn')) rows.push(...tableRowsOf(await root(name, new DmnModdle().fromXML(content)), name));
  }
  if (!diagram) throw new JobRefused('no-process');
  return { ...diagram, rows };
};

async function root(file: string, reading: Promise<{ rootElement: object }>): Promise<object> {
  try {
    return (await reading).rootElement;
  } catch {
    throw new JobRefused('unreadable', { file });
  }
}
