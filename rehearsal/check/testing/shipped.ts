/** The shipped files, and words to change them by: every test of a rule breaks them in one place. */
import { readdirSync, readFileSync } from 'node:fs';
import { departments } from '../../../domain/agencies.ts';
import type { ModelFile } from '../../../domain/api/models.ts';
import type { CheckInput } from '../../../domain/checks.ts';
import { districts } from '../../../domain/districts.ts';
import { shippedResources } from '../../resources.ts';

const root = new URL('../../../', import.meta.url);

export type Files = readonly ModelFile[];
export type Change = (files: Files) => Files;

export const shipped: Files = await shippedResources();
export const known: Omit<CheckInput, 'files'> = {
  articles: Object.keys(JSON.parse(readFileSync(new URL('bpmn/regulation.json', root), 'utf8')) as object),
  decisions: readdirSync(new URL('docs/decisions/', root)).map((name) => name.replace(/\.md$/, '')),
  agencies: [...departments, ...districts].map(({ id }) => id),
};

const diagramName = 'field-report.bpmn';
const tableName = 'routing.dmn';

/** Changes one file; a change that changes nothing is a mistake in the test. */
function inFile(name: string, change: (content: string) => string): Change {
  return (files) =>
    files.map((file) => {
      if (file.name !== name) return file;
      const content = change(file.content);
      if (content === file.content) throw new Error(`nothing changes in ${name}`);
      return { name, content };
    });
}

export const inDiagram = (change: (xml: string) => string): Change => inFile(diagramName, change);
export const inTable = (change: (xml: string) => string): Change => inFile(tableName, change);

/** Replaces the first `from` after the tag of an element. */
export const at =
  (id: string, from: string | RegExp, to: string) =>
  (xml: string): string => {
    const start = xml.indexOf(`id="${id}"`);
    if (start < 0) throw new Error(`no element ${id}`);
    return xml.slice(0, start) + xml.slice(start).replace(from, () => to);
  };
export const inElement = (id: string, from: string | RegExp, to: string): Change => inDiagram(at(id, from, to));

/** Leads a flow elsewhere. */
export const leads = (flow: string, target: string): Change =>
  inElement(flow, /targetRef="[^"]*"/, `targetRef="${target}"`);
/** Gives a flow another condition. */
export const when = (flow: string, condition: string): Change =>
  inElement(flow, /(tFormalExpression">)[^<]*/, `tFormalExpression">${condition}`);
/** Takes an element with all that is in it, and the flows to and from it, out of the diagram. */
export const without = (id: string): Change =>
  inDiagram((xml) =>
    xml
      .replace(new RegExp(`<bpmn:(\\w+) id="${id}"[^>]*(?:/>|>[\\s\\S]*?</bpmn:\\1>)`), '')
      .replace(
        new RegExp(
          `<bpmn:sequenceFlow id="[^"]*"[^>]*(?:source|target)Ref="${id}"[^>]*(?:/>|>[\\s\\S]*?</bpmn:sequenceFlow>)`,
          'g',
        ),
        '',
      )
      .replace(
        new RegExp(`<bpmn:(?:incoming|outgoing)>(?:${id}--[\\w-]+|[\\w-]+--${id})</bpmn:(?:incoming|outgoing)>`, 'g'),
        '',
      ),
  );

// biome-ignore lint/suspicious/noExplicitAny: a form is JSON
type Json = any;
/** Changes a component of a form by its key; undefined takes it away. */
export const inForm = (form: string, key: string, change: (component: Json) => Json | undefined): Change =>
  inFile(`forms/${form}.form`, (text) => {
    const schema = JSON.parse(text);
    schema.components = schema.components.flatMap((one: Json) => (one.key === key ? (change(one) ?? []) : one));
    return JSON.stringify(schema, null, 2);
  });
export const addToForm = (form: string, component: Json): Change =>
  inFile(`forms/${form}.form`, (text) => {
    const schema = JSON.parse(text);
    schema.components.push(component);
    return JSON.stringify(schema, null, 2);
  });
export const addFile =
  (name: string, content: string): Change =>
  (files) => [...files, { name, content }];
export const dropFile =
  (name: string): Change =>
  (files) =>
    files.filter((file) => file.name !== name);

/** One after the other. */
export const all =
  (...changes: Change[]): Change =>
  (files) =>
    changes.reduce((now, change) => change(now), files);
/** Puts something before the end of the stages. */
export const addToStages = (xml: string): Change =>
  inDiagram((content) => content.replace('<bpmn:sequenceFlow id="stages-start--entry-gw"', `${xml}$&`));
