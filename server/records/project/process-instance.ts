/** PROCESS_INSTANCE → instances, the elements they pass, token counters, and how a report ends. */
import { isCrossing, isScope } from '../../../domain/bpmn-kinds.ts';
import { nodeOf } from '../../../domain/past-tree.ts';
import type { ElementInstance, Instance } from '../../../store/instances.ts';
import type { EngineRecord } from '../record.ts';
import { idOf } from '../record.ts';
import type { Unit } from '../unit.ts';
import * as dossiers from './dossier-way.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

export const processInstance: Projector = {
  wants(record, wanted) {
    if (record.intent.startsWith('SEQUENCE_FLOW')) return;
    wanted.instances.add(String(record.value.processInstanceKey));
    wanted.definitions.add(String(record.value.processDefinitionKey));
    if (record.value.bpmnElementType !== 'PROCESS') wanted.elements.add(record.key);
    // The watch in which a timer stands knows which task it watches.
    if (record.value.bpmnElementType === 'INTERMEDIATE_CATCH_EVENT')
      wanted.elements.add(String(record.value.flowScopeKey ?? ''));
  },
  apply(record, unit) {
    if (record.intent === 'SEQUENCE_FLOW_TAKEN') unit.trail.flow(record);
    if (!record.intent.startsWith('ELEMENT_')) return;
    const instance = instanceOf(record, unit);
    if (record.intent === 'ELEMENT_MIGRATED') return migrate(record, unit, instance);
    if (record.value.bpmnElementType === 'PROCESS') applyProcess(record, unit, instance);
    else applyElement(record, unit, instance);
  },
};

/** The instance, made from what the record tells when its first record was never seen. */
export function instanceOf(record: EngineRecord, unit: Unit): Instance {
  const key = String(record.value.processInstanceKey);
  const known = unit.instances.get(key);
  if (known) return known;
  return unit.instances.put({
    _id: key,
    definitionKey: String(record.value.processDefinitionKey ?? ''),
    processId: String(record.value.bpmnProcessId ?? ''),
    version: Number(record.value.version ?? record.value.processDefinitionVersion ?? 0),
    reportCode: null,
    district: null,
    state: 'active',
    startedAt: record.timestamp,
    endedAt: null,
    node: null,
    standing: {},
    dueAt: null,
    incidents: 0,
    variables: {},
  });
}

function applyProcess(record: EngineRecord, unit: Unit, instance: Instance): void {
  // The start subscription's record, which may have come first, names no version.
  instance.version = Number(record.value.version ?? instance.version);
  instance.definitionKey = String(record.value.processDefinitionKey ?? instance.definitionKey);
  unit.instances.put(instance);
  if (record.intent !== 'ELEMENT_COMPLETED' && record.intent !== 'ELEMENT_TERMINATED') return;
  instance.state = record.intent === 'ELEMENT_COMPLETED' ? 'completed' : 'terminated';
  instance.endedAt = record.timestamp;
  instance.node = nodeOf(instance.startedAt, record.timestamp);
  instance.dueAt = null;
  const report = unit.reportOf(instance);
  if (!report || report.instanceKey !== instance._id) return;
  const { status: before, publishedAt } = report;
  const canceled = instance.state === 'terminated';
  way.instanceEnded(report, record.timestamp, idOf(record), canceled);
  dossiers.ended(unit.dossierOf(report), report, record.timestamp, canceled);
  unit.reports.put(report);
  if (report.status === before) return;
  unit.tellFollowers(report);
  // Nothing of the procedure is left that could tell the sender; a reply that was given stays in force.
  if (canceled && publishedAt === undefined)
    unit.tell(`ended:${instance._id}`, report._id, { to: { sender: report._id }, template: 'ended', data: {} });
}

function applyElement(record: EngineRecord, unit: Unit, instance: Instance): void {
  const { elementId, bpmnElementType: type } = record.value;
  const known = unit.elements.get(record.key);
  const element: ElementInstance = known ?? {
    _id: record.key,
    instanceKey: instance._id,
    definitionKey: String(record.value.processDefinitionKey),
    elementId,
    type,
    scope: String(record.value.flowScopeKey ?? ''),
    state: 'active',
    startedAt: record.timestamp,
    endedAt: null,
    node: null,
    position: record.position,
  };
  if (!known) {
    unit.elements.put(element);
    token(unit, instance, element, 1);
    if (waits(unit, element)) unit.passages.entered(element.definitionKey, element.elementId, record.timestamp);
  }
  if (record.intent === 'ELEMENT_ACTIVATED') arrived(record, unit, instance);
  if (record.intent !== 'ELEMENT_COMPLETED' && record.intent !== 'ELEMENT_TERMINATED') return;
  if (element.state !== 'active') return;
  element.state = record.intent === 'ELEMENT_COMPLETED' ? 'completed' : 'terminated';
  element.endedAt = record.timestamp;
  element.node = nodeOf(element.startedAt, record.timestamp);
  unit.elements.put(element);
  token(unit, instance, element, -1);
  unit.count(element.definitionKey, element.elementId, { [element.state]: 1 });
  if (element.state === 'completed' && waits(unit, element))
    unit.passages.left(element.definitionKey, element.elementId, element.startedAt, record.timestamp);
}

function waits(unit: Unit, element: ElementInstance): boolean {
  if (isScope(element.type) || isCrossing(element.type)) return false;
  return !unit.definitions.get(element.definitionKey)?.elements[element.elementId]?.watch;
}

function token(unit: Unit, instance: Instance, element: ElementInstance, by: 1 | -1): void {
  if (isScope(element.type)) return;
  const drawn = unit.definitions.get(element.definitionKey)?.elements[element.elementId];
  if (drawn?.watch) return;
  unit.count(element.definitionKey, element.elementId, { active: by });
  const left = (instance.standing[element.elementId] ?? 0) + by;
  if (left > 0) instance.standing[element.elementId] = left;
  else delete instance.standing[element.elementId];
  unit.instances.put(instance);
}

/** The withdrawal's boundary event: the stages are interrupted and their tasks are gone. */
function arrived(record: EngineRecord, unit: Unit, instance: Instance): void {
  if (record.value.bpmnElementType !== 'BOUNDARY_EVENT') return;
  const drawn = unit.definitions.get(String(record.value.processDefinitionKey))?.elements[record.value.elementId];
  const message = drawn ? drawn.message : record.value.elementId;
  const report = unit.reportOf(instance);
  if (message !== 'withdrawal' || !report) return;
  way.withdrawn(report, record.timestamp, idOf(record));
  dossiers.withdrawn(unit.dossierOf(report), record.timestamp);
  unit.reports.put(report);
  unit.tellFollowers(report);
}

function migrate(record: EngineRecord, unit: Unit, instance: Instance): void {
  const definitionKey = String(record.value.processDefinitionKey);
  if (record.value.bpmnElementType === 'PROCESS') {
    const was = { definitionKey: instance.definitionKey, version: instance.version, until: record.timestamp };
    instance.was = [...(instance.was ?? []), was];
    Object.assign(instance, { definitionKey, version: Number(record.value.version ?? instance.version) });
    unit.instances.put(instance);
    return;
  }
  const element = unit.elements.get(record.key);
  if (!element) return;
  if (element.state === 'active') token(unit, instance, element, -1);
  const was = { definitionKey: element.definitionKey, elementId: element.elementId, until: record.timestamp };
  element.was = [...(element.was ?? []), was];
  Object.assign(element, { definitionKey, elementId: record.value.elementId });
  unit.elements.put(element);
  if (element.state === 'active') token(unit, instance, element, 1);
}
