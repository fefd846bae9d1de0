/** Records of the shipped procedure as it is deployed: a version of the diagram with its forms and tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../deploy.ts';
import type { Stream } from './records.ts';

const folder = join(import.meta.dirname, '../../bpmn');
export const shippedDiagram = readFileSync(join(folder, 'field-report.bpmn'), 'utf8');
export const shippedFiles = (await filesOf(folder)).map(({ name, content }) => ({
  name,
  content: content.toString('utf8'),
}));

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** `key`: that of the definition; those of forms and tables follow from `version`. */
export function deployed(stream: Stream, key: string, version: number, files = shippedFiles): void {
  for (const [n, { name, content }] of files.entries()) {
    const ownKey = String(version * 100 + n);
    const file = { resourceName: name, resource: encoded(content) };
    if (name.endsWith('.form'))
      stream.add('FORM', 'CREATED', { ...file, formKey: ownKey, formId: JSON.parse(content).id, version });
    if (name.endsWith('.dmn'))
      stream.add('DECISION_REQUIREMENTS', 'CREATED', {
        ...file,
        decisionRequirementsKey: ownKey,
        decisionRequirementsVersion: version,
      });
    if (name.endsWith('.bpmn'))
      stream.add(
        'PROCESS',
        'CREATED',
        { ...file, bpmnProcessId: 'field-report', version, processDefinitionKey: key },
        key,
      );
  }
}

/** The shipped files with the diagram changed. */
export const withDiagram = (change: (xml: string) => string): { name: string; content: string }[] =>
  shippedFiles.map((file) => (file.name.endsWith('.bpmn') ? { ...file, content: change(file.content) } : file));
