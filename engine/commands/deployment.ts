/** Reading the resources of a deployment: all that can be wrong with them is found before anything is written (4.13). */
import { checkDefinitions } from '../model/check.ts';
import { Findings } from '../model/findings.ts';
import type { ElementNode, ProcessModel } from '../model/model.ts';
import type { RequirementsModel } from '../model/read-dmn.ts';
import { checkSchema } from '../model/schema.ts';
import { readXml } from '../model/xml.ts';
import { checksumOf, type Models } from '../state/models.ts';
import { Rejection } from '../types.ts';

export interface BpmnResource {
  kind: 'bpmn';
  name: string;
  content: string;
  checksum: string;
  processes: ProcessModel[];
}
export interface DmnResource {
  kind: 'dmn';
  name: string;
  content: string;
  checksum: string;
  requirements: RequirementsModel;
}
export interface FormResource {
  kind: 'form';
  name: string;
  content: string;
  checksum: string;
  formId: string;
  versionTag: string;
}
export type Resource = BpmnResource | DmnResource | FormResource;

const refused = (text: string): Rejection =>
  new Rejection(
    'CREATE',
    'INVALID_ARGUMENT',
    `Expected to deploy new resources, but encountered the following errors:\n${text}`,
  );
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Rejects with all findings of all resources, in Zeebe's shape. */
export async function readResources(
  given: readonly { name: string; content: string | Uint8Array }[],
  models: Models,
): Promise<Resource[]> {
  if (given.length === 0) {
    throw new Rejection('CREATE', 'INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given');
  }
  const read: Resource[] = [];
  const wrong: string[] = [];
  for (const { name, content } of given) {
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    try {
      read.push(await readResource(name, text, models));
    } catch (error) {
      wrong.push(error instanceof Refused ? error.message : `'${name}': ${message(error)}`);
    }
  }
  if (wrong.length === 0) wrong.push(...checkTogether(read));
  if (wrong.length > 0) throw refused(wrong.join('\n'));
  return read;
}

/** Its message is the whole block of the resource already. */
class Refused extends Error {}

async function readResource(name: string, content: string, models: Models): Promise<Resource> {
  const checksum = checksumOf(content);
  if (/\.(bpmn|xml)$/i.test(name)) {
    await checkSchema(content);
    const findings = new Findings();
    const { definitions, warnings } = await readXml(content);
    const unreadable = warnings.filter((warning) =>
      /unparsable content|unknown type|unresolved|duplicate ID/.test(warning),
    );
    if (unreadable.length > 0) throw new Error(unreadable[0]!.replace(/\s+/g, ' '));
    checkDefinitions(definitions, findings);
    if (findings.any) throw new Refused(findings.text(name));
    return { kind: 'bpmn', name, content, checksum, processes: await models.bpmn(content) };
  }
  if (/\.dmn$/i.test(name)) {
    return { kind: 'dmn', name, content, checksum, requirements: await models.dmn(content) };
  }
  if (/\.form$/i.test(name)) {
    const form = JSON.parse(content) as { id?: unknown; versionTag?: unknown };
    if (typeof form.id !== 'string' || form.id.trim() === '') {
      throw new Error('Expected the form id to be present, but none given');
    }
    return {
      kind: 'form',
      name,
      content,
      checksum,
      formId: form.id,
      versionTag: typeof form.versionTag === 'string' ? form.versionTag : '',
    };
  }
  throw new Error('unknown resource type');
}

/** What the resources say about each other: ids that come twice, references that must be in this deployment. */
function checkTogether(resources: readonly Resource[]): string[] {
  const wrong: string[] = [];
  const owners = new Map<string, string>();
  const own = (what: string, id: string, resource: string) => {
    const owner = owners.get(`${what} ${id}`);
    if (owner !== undefined) wrong.push(`Duplicated ${what} id in resources '${owner}' and '${resource}'`);
    owners.set(`${what} ${id}`, resource);
  };
  for (const resource of resources) {
    if (resource.kind === 'bpmn') for (const { id } of resource.processes) own('process', id, resource.name);
    if (resource.kind === 'form') own('form', resource.formId, resource.name);
    if (resource.kind === 'dmn') {
      own('decision requirements', resource.requirements.id, resource.name);
      for (const id of resource.requirements.decisions.keys()) own('decision', id, resource.name);
    }
  }
  for (const resource of resources) {
    if (resource.kind !== 'bpmn') continue;
    const findings = new Findings();
    for (const { node, what, id } of boundToDeployment(resource.processes)) {
      if (owners.has(`${what} ${id}`)) continue;
      findings.add(node.id, `Expected to find ${what} with id '${id}' in current deployment, but not found.`);
    }
    if (findings.any) wrong.push(findings.text(resource.name));
  }
  return wrong;
}

/** References that must be answered by the same deployment. Ids that are FEEL are known only at run time. */
export function boundToDeployment(
  processes: readonly ProcessModel[],
): { node: ElementNode; what: 'form' | 'decision' | 'process'; id: string }[] {
  const found: { node: ElementNode; what: 'form' | 'decision' | 'process'; id: string }[] = [];
  for (const process of processes) {
    for (const outer of process.elements.values()) {
      const node = outer.inner ?? outer;
      const { userTask, calledDecision, calledElement } = node;
      if (userTask?.formBinding.kind === 'deployment' && userTask.formId?.isStatic) {
        found.push({ node, what: 'form', id: userTask.formId.text });
      }
      if (calledDecision?.binding.kind === 'deployment' && calledDecision.decisionId.isStatic) {
        found.push({ node, what: 'decision', id: calledDecision.decisionId.text });
      }
      if (calledElement?.binding.kind === 'deployment' && calledElement.processId.isStatic) {
        found.push({ node, what: 'process', id: calledElement.processId.text });
      }
    }
  }
  return found;
}
