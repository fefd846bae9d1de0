/**
 * Subscriptions → when the outbox may send, and that what it sent has arrived: MESSAGE_START_EVENT_SUBSCRIPTION
 * CORRELATED is the proof of a start, PROCESS_MESSAGE_SUBSCRIPTION CORRELATED that of the sender's later messages.
 */
import type { EngineRecord } from '../record.ts';
import { idOf, timeOf } from '../record.ts';
import type { Unit } from '../unit.ts';
import * as dossiers from './dossier-way.ts';
import { instanceOf } from './process-instance.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';
import { belongs } from './variable.ts';

export const messageStart: Projector = {
  wants(record, wanted) {
    if (record.intent !== 'CORRELATED') return;
    wanted.instances.add(String(record.value.processInstanceKey));
    wanted.reports.add(String(record.value.correlationKey));
  },
  apply(record, unit) {
    if (record.intent !== 'CORRELATED' || record.value.messageName !== 'field-report-received') return;
    const code = String(record.value.correlationKey);
    if (unit.reports.get(code) === null) return;
    unit.instances.put(instanceOf(record, unit));
    belongs(record, code, unit);
    unit.confirmStart(code, record.timestamp);
  },
};

/** What a sender may say: only these come from the outbox. */
const senders = new Set(['supplement', 'feedback', 'withdrawal']);

const idOfSubscription = ({ value }: EngineRecord): string => `${value.elementInstanceKey}:${value.messageName}`;

/** Both sides of a subscription: the instance's and the message's. Open once the message side knows it. */
export const messageSubscription: Projector = {
  wants(record, wanted) {
    wanted.subscriptions.add(idOfSubscription(record));
    wanted.instances.add(String(record.value.processInstanceKey));
  },
  apply(record, unit) {
    const { intent, value } = record;
    const known = unit.subscriptions.get(idOfSubscription(record));
    const ofInstance = record.valueType === 'PROCESS_MESSAGE_SUBSCRIPTION';
    if (intent === 'CREATED' && !known) {
      unit.subscriptions.put({
        _id: idOfSubscription(record),
        instanceKey: String(value.processInstanceKey),
        messageName: value.messageName,
        correlationKey: value.correlationKey,
        open: true,
        position: record.position,
      });
      if (senders.has(value.messageName)) unit.messageMayGo(value.correlationKey, value.messageName);
    }
    const closes = intent === 'DELETING' || intent === 'DELETED' || (intent === 'CORRELATED' && value.interrupting);
    if (ofInstance && closes && known?.open !== false) {
      const closed = known ?? { ...blank(record), position: record.position };
      unit.subscriptions.put({ ...closed, open: false });
    }
    if (ofInstance && intent === 'CORRELATED') correlated(record, unit);
  },
};

/** A subscription whose opening was never seen. */
const blank = (record: EngineRecord) => ({
  _id: idOfSubscription(record),
  instanceKey: String(record.value.processInstanceKey),
  messageName: record.value.messageName,
  correlationKey: record.value.correlationKey,
  open: false,
});

function correlated(record: EngineRecord, unit: Unit): void {
  const { messageName: name, variables = {} } = record.value;
  const code = unit.instances.get(String(record.value.processInstanceKey))?.reportCode;
  if (!code) return;
  if (name === 'supplement') {
    unit.confirmMessage(code, name, stampOf('supplementedAt', variables), record.timestamp);
    changeReport(record, unit, (report) =>
      way.supplemented(report, timeOf(variables.supplementedAt) ?? record.timestamp, idOf(record)),
    );
  }
  if (name === 'feedback') {
    unit.confirmMessage(code, name, stampOf('feedbackAt', variables), record.timestamp);
    const feedback = { rating: variables.rating ?? null, hasComment: variables.hasComment === true };
    changeReport(record, unit, (report) => {
      const at = timeOf(variables.feedbackAt) ?? record.timestamp;
      way.feedbackReceived(report, feedback, at, idOf(record));
      if (feedback.rating) dossiers.rated(unit.dossierOf(report), feedback.rating, at);
    });
    const lead = unit.reports.get(code)?.leadAgency;
    if (lead) unit.announce(record, 'report.feedback', [lead], code, feedback);
  }
  if (name === 'withdrawal') unit.confirmMessage(code, name, null, record.timestamp);
}

const stampOf = (variable: string, variables: Record<string, unknown>) =>
  variables[variable] === undefined ? null : { variable, value: variables[variable] };

function changeReport(
  record: EngineRecord,
  unit: Unit,
  change: (report: NonNullable<ReturnType<Unit['reportOf']>>) => void,
): void {
  const report = unit.reportOf(unit.instances.get(String(record.value.processInstanceKey)));
  if (!report) return;
  change(report);
  unit.reports.put(report);
}
