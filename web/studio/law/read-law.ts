/** A draft's diagram as the law reads it, in the browser of who writes it; the last one is kept, for it is asked often. */
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { type LawReading, lawReadingOf } from '../../../domain/regulation/reading.ts';
import type { ModelFile } from '../../data/models.ts';

export interface LawOfFile {
  file: string;
  reading: LawReading;
}

/** Null where no file is a diagram that can be read. */
export async function readLaw(files: readonly ModelFile[]): Promise<LawOfFile | null> {
  for (const { name, content } of files) {
    if (!name.endsWith('.bpmn')) continue;
    try {
      const reading = lawReadingOf((await new BpmnModdle({ zeebe }).fromXML(content)).rootElement);
      if (reading) return { file: name, reading };
    } catch {
      // Being written just now, or no diagram: the check says what is wrong with it.
    }
  }
  return null;
}
