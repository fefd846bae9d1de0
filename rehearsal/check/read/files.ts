/** The files of a draft, sorted by what they are. */
import type { ModelFile } from '../../../domain/api/models.ts';
import type { CheckInput } from '../../../domain/checks.ts';
import { type Diagram, readDiagram } from './diagram.ts';
import { type Form, readForm } from './forms.ts';
import { readTables, type Tables } from './tables.ts';

/** What the rules of regulation and coherence look at. */
export interface Ground {
  readonly files: readonly ModelFile[];
  readonly diagrams: readonly Diagram[];
  /** The diagram of the procedure; null where no file has it. */
  readonly procedure: Diagram | null;
  /** By form id. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly tables: readonly Tables[];
  /** Clauses that the regulation has: `8.2`. */
  readonly articles: ReadonlySet<string>;
  /** Pages of decisions: `0001-where-the-regulation-is-silent`. */
  readonly decisions: ReadonlySet<string>;
  /** Agencies that reports may be routed to. */
  readonly agencies: ReadonlySet<string>;
  /** Fields and areas of the directory, besides the shipped ones. */
  readonly fields: readonly string[];
  readonly areas: readonly string[];
}

export const procedureId = 'field-report';

export async function readGround(files: readonly ModelFile[], known: Omit<CheckInput, 'files'>): Promise<Ground> {
  const diagrams: Diagram[] = [];
  const forms = new Map<string, Form>();
  const tables: Tables[] = [];
  for (const file of files) {
    if (/\.bpmn$/i.test(file.name)) {
      const diagram = await readDiagram(file.name, file.content);
      if (diagram) diagrams.push(diagram);
    } else if (/\.form$/i.test(file.name)) {
      const form = readForm(file);
      if (form) forms.set(form.id, form);
    } else if (/\.dmn$/i.test(file.name)) {
      const read = await readTables(file.name, file.content);
      if (read) tables.push(read);
    }
  }
  const procedure = diagrams.find((one) => one.processes.some(({ id }) => id === procedureId)) ?? diagrams[0] ?? null;
  return {
    files,
    diagrams,
    procedure,
    forms,
    tables,
    articles: new Set(known.articles),
    decisions: new Set(known.decisions),
    agencies: new Set(known.agencies),
    fields: known.fields ?? [],
    areas: known.areas ?? [],
  };
}
