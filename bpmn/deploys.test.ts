/** The diagram deploys on Zeebe 8.8: the compatibility lint says so, and nothing in the files is unknown to their readers. */
import { readdir, readFile } from 'node:fs/promises';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { DmnModdle } from 'dmn-moddle';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Diagram, moddle, readDiagram } from './diagram.ts';

const here = new URL('./', import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, here), 'utf8');
let diagram: Diagram;
beforeAll(async () => {
  diagram = await readDiagram(new URL('field-report.bpmn', here));
});

async function lint(root: unknown): Promise<string[]> {
  const linter = new Linter({ resolver: new NodeResolver(), config: JSON.parse(await read('.bpmnlintrc')) });
  const reports: Record<string, { id?: string; message: string; category: string }[]> = await linter.lint(root);
  return Object.entries(reports).flatMap(([rule, found]) => found.map((r) => `${rule}: ${r.id}: ${r.message}`));
}

describe('the diagram', () => {
  it('passes the lint for Camunda 8.8 without a finding', async () => {
    expect(await lint(diagram.root)).toEqual([]);
  });

  it('would not pass with what 8.8 does not know (the lint bites)', async () => {
    const broken = diagram.xml.replace('<zeebe:taskDefinition type="compose-reply" retries="5" />', '');
    expect(broken).not.toEqual(diagram.xml);
    const { rootElement } = await moddle().fromXML(broken);
    expect(await lint(rootElement)).toEqual([expect.stringContaining('camunda-compat/implementation: compose')]);
  });

  it('is read without a warning, and saving it changes no byte', async () => {
    expect(diagram.warnings).toEqual([]);
    const { xml } = await moddle().toXML(diagram.root, { format: true });
    expect(xml).toBe(diagram.xml);
  });

  it('is one executable process named field-report', () => {
    expect(diagram.process).toMatchObject({ id: 'field-report', isExecutable: true, name: 'Phản ánh hiện trường' });
  });
});

describe('the routing table', () => {
  it('is read without a warning, and saving it changes no byte', async () => {
    const xml = await read('routing.dmn');
    const { rootElement, warnings } = await new DmnModdle().fromXML(xml);
    expect(warnings).toEqual([]);
    expect((await new DmnModdle().toXML(rootElement, { format: true })).xml).toBe(xml);
  });
});

it('every file that the diagram calls for is here', async () => {
  const forms = new Set(await readdir(new URL('forms/', here)));
  for (const element of diagram.elements.values()) {
    if (element.type === 'UserTask') expect(forms).toContain(`${element.id}.form`);
  }
});
