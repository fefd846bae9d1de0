/** Reads a draft's diagram as far as a migration asks of it (domain/migration/outline.ts). */
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { outlineOf } from '../../domain/migration/outline.ts';
import { type JobOf, JobRefused } from '../../domain/sandbox.ts';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

export const outline: JobOf<'outline'> = async ({ files, processId }) => {
  for (const { name, content } of files) {
    if (!name.endsWith('.bpmn')) continue;
    const read = await new BpmnModdle({ zeebe }).fromXML(content).catch((error: Error) => {
      throw new JobRefused('not-bpmn', { file: name, words: error.message });
    });
    const found = outlineOf(read.rootElement, processId);
    if (found) return { outline: found };
  }
  return { outline: null };
};
