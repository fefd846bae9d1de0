/** VARIABLE → root variables of an instance (codes, dates, numbers) and what of them belongs on the report. */
import { nodeOf } from '../../../domain/past-tree.ts';
import type { Report } from '../../../store/reports.ts';
import { type EngineRecord, idOf } from '../record.ts';
import type { Unit } from '../unit.ts';
import * as dossiers from './dossier-way.ts';
import { instanceOf } from './process-instance.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

const isRoot = ({ value }: EngineRecord): boolean => String(value.scopeKey) === String(value.processInstanceKey);

/** What a deadline's watch was told: the task that it watches (`deadline-set`, in the watch's own scope). */
const isWatch = (record: EngineRecord): boolean =>
  !isRoot(record) && (record.value.name === 'task' || record.value.name === 'taskInstance');

function watches(record: EngineRecord, unit: Unit): void {
  const element = unit.elements.get(String(record.value.scopeKey));
  const value = parsed(record.value.value);
  if (!element || typeof value !== 'string') return;
  unit.elements.put({ ...element, watches: { ...element.watches, [record.value.name]: value } });
}

export const variable: Projector = {
  wants(record, wanted) {
    if (isWatch(record)) wanted.elements.add(String(record.value.scopeKey));
    if (!isRoot(record)) return;
    wanted.instances.add(String(record.value.processInstanceKey));
    if (record.value.name === 'reportCode') {
      const code = parsed(record.value.value);
      if (typeof code === 'string') wanted.reports.add(code);
    }
  },
  apply(record, unit) {
    if (isWatch(record)) watches(record, unit);
    if (record.intent === 'CREATED' || record.intent === 'UPDATED')
      unit.trail.variable(record, parsed(record.value.value));
    if (!isRoot(record) || (record.intent !== 'CREATED' && record.intent !== 'UPDATED')) return;
    const instance = instanceOf(record, unit);
    const { name } = record.value;
    const value = parsed(record.value.value);
    instance.variables[name] = value;
    if (name === 'district' && typeof value === 'string') instance.district = value;
    unit.instances.put(instance);
    if (name === 'reportCode' && typeof value === 'string') belongs(record, value, unit);
    const report = unit.reportOf(instance);
    if (!report) return;
    const before = agenciesOf(report);
    way.variableSet(report, name, value);
    for (const [agency, role] of agenciesOf(report))
      if (before.get(agency) !== role) unit.announce(record, 'report.routed', [agency], report._id, { role });
    if (dossiers.isTurning(name)) dossiers.turned(unit.dossierOf(report), name, value, record.timestamp);
    if (name === 'predecessor' && typeof value === 'string') {
      way.succeeded(report, value, record.timestamp, idOf(record));
      unit.succeed(instance._id, value, report.leadAgency ?? value);
    }
    unit.reports.put(report);
  },
};

/** Which agencies a report is with, and as what. */
const agenciesOf = ({ leadAgency, coordinatingAgencies }: Pick<Report, 'leadAgency' | 'coordinatingAgencies'>) =>
  new Map([
    ...coordinatingAgencies.map((one) => [one, 'coordinating'] as const),
    ...(leadAgency ? [[leadAgency, 'lead'] as const] : []),
  ]);

/**
 * Ties an instance to its report. A report keeps the first instance that was started for it; a second one with its
 * code, should one ever appear, is cancelled and shown as an incident (procedure.md, Messages).
 */
export function belongs(record: EngineRecord, reportCode: string, unit: Unit): void {
  const instance = unit.instances.get(String(record.value.processInstanceKey));
  if (!instance || instance.reportCode !== null) return;
  const report = unit.reports.get(reportCode);
  if (report?.instanceKey && report.instanceKey !== instance._id) {
    refuseSecond(record, reportCode, unit);
    return;
  }
  const district = instance.district ?? report?.place.district ?? null;
  unit.instances.put(Object.assign(instance, { reportCode, district }));
  if (!report || report.instanceKey) return;
  way.started(report, instance._id);
  unit.dossierOf(report);
  unit.reports.put(report);
}

function refuseSecond(record: EngineRecord, reportCode: string, unit: Unit): void {
  const instanceKey = String(record.value.processInstanceKey);
  const definitionKey = String(record.value.processDefinitionKey);
  unit.cancel(instanceKey, reportCode, record.position);
  unit.incidents.put({
    _id: secondOf(instanceKey),
    instanceKey,
    definitionKey,
    elementId: '',
    elementInstanceKey: '',
    jobKey: null,
    errorType: 'SECOND_INSTANCE',
    message: `${reportCode} has an instance already; this one is cancelled`,
    reportCode,
    state: 'resolved',
    createdAt: record.timestamp,
    resolvedAt: record.timestamp,
    node: nodeOf(record.timestamp, record.timestamp),
  });
}

/** Id of the incident that tells of a second instance. */
export const secondOf = (instanceKey: string): string => `second:${instanceKey}`;

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
