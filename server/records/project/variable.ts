/** VARIABLE → root variables of an instance (codes, dates, numbers) and what of them belongs on the report. */
import type { EngineRecord } from '../record.ts';
import type { Unit } from '../unit.ts';
import { instanceOf } from './process-instance.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

const isRoot = ({ value }: EngineRecord): boolean => String(value.scopeKey) === String(value.processInstanceKey);

export const variable: Projector = {
  wants(record, wanted) {
    if (!isRoot(record)) return;
    wanted.instances.add(String(record.value.processInstanceKey));
    if (record.value.name === 'reportCode') {
      const code = parsed(record.value.value);
      if (typeof code === 'string') wanted.reports.add(code);
    }
  },
  apply(record, unit) {
    if (!isRoot(record) || (record.intent !== 'CREATED' && record.intent !== 'UPDATED')) return;
    const instance = instanceOf(record, unit);
    const { name } = record.value;
    const value = parsed(record.value.value);
    instance.variables[name] = value;
    if (name === 'reportCode' && typeof value === 'string') belongs(instance._id, value, unit);
    unit.instances.put(instance);
    const report = unit.reportOf(instance);
    if (!report) return;
    way.variableSet(report, name, value);
    unit.reports.put(report);
  },
};

/** Ties an instance to its report; the report keeps the first instance that was started for it. */
export function belongs(instanceKey: string, reportCode: string, unit: Unit): void {
  const instance = unit.instances.get(instanceKey);
  if (instance && instance.reportCode === null) unit.instances.put(Object.assign(instance, { reportCode }));
  const report = unit.reports.get(reportCode);
  if (!report || report.instanceKey) return;
  way.started(report, instanceKey);
  unit.reports.put(report);
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
