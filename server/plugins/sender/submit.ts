/**
 * A report comes in: checked, then stored together with what is owed to the engine, in one transaction. The engine need
 * not be there (principle 3 of the procedure). A repeat of one `Idempotency-Key` gets the answer of the first.
 */
import type { NewReport, ReportReceipt } from '../../../domain/api/reports.ts';
import { checkReport } from '../../../domain/check-report.ts';
import { formatTime, parseTime } from '../../../domain/iso-time.ts';
import { newReportCode } from '../../../domain/report-code.ts';
import { cleanText, foldText } from '../../../domain/search-text.ts';
import type { Idempotency } from '../../../store/idempotency.ts';
import { type OutboxEntry, outboxEntry } from '../../../store/outbox.ts';
import { projectedStart, type Report } from '../../../store/reports.ts';
import { spanned } from '../../../telemetry/spans.ts';
import { currentTrace, headerOf, newTrace, within } from '../../../telemetry/trace.ts';
import type { House } from '../../house.ts';
import { Problem, refuse } from '../../problem.ts';
import { wire } from '../../views/time.ts';
import { hashOfBody } from '../body-hash.ts';
import { directoryOn } from '../directory.ts';
import { gather } from '../gather.ts';
import { countOrRefuse, type Limit, uncount } from '../limits.ts';
import { tokenHash, tokenOf } from '../token.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import type { DuePromise } from './promise.ts';

const tenMinutes = 10 * 60_000;
/** Longer than the longest retry (procedure.md, Messages). */
const startTtl = 30 * 24 * 3_600_000;

export interface Submission {
  body: NewReport;
  /** The header's UUID, lower case. */
  key: string;
  address: string;
  /** Of what came by an agency's software: the field that its sender chose, and whose software it was. */
  origin?: Pick<Report, 'suggestedField' | 'via'>;
}

/** Made once for the server: posts with one key at the same moment share one run. */
export function submissions(house: House, promise: DuePromise) {
  const doors: Doors = {
    known: gather((keys: string[]) => house.store.idempotency.findAll(keys)),
    commit: groupCommit<Incoming>((all) => storeAll(house, all)),
  };
  const running = new Map<string, { bodyHash: string; receipt: Promise<ReportReceipt> }>();

  return async function submit(submission: Submission): Promise<ReportReceipt> {
    const bodyHash = hashOfBody(house.settings.secret, submission.body);
    const same = running.get(submission.key);
    if (same) {
      if (same.bodyHash !== bodyHash) throw new Problem('other-body-for-key');
      return same.receipt;
    }
    const receipt = first(house, promise, doors, submission, bodyHash);
    running.set(submission.key, { bodyHash, receipt });
    try {
      return await receipt;
    } finally {
      running.delete(submission.key);
    }
  };
}

/** To the database, for many reports at once. */
interface Doors {
  known: (key: string) => Promise<Idempotency | null>;
  commit: GroupCommit<Incoming>;
}

async function first(
  house: House,
  promise: DuePromise,
  { known, commit }: Doors,
  submission: Submission,
  bodyHash: string,
): Promise<ReportReceipt> {
  const before = await repeated(house, await known(submission.key), bodyHash);
  if (before) return before;
  const { body, address } = submission;
  const now = await house.clock.now();
  const directory = await directoryOn(house, now);
  // A report that a phone has kept for days may name an area that has become another since.
  refuse(checkReport(body, { now, isDistrict: (id) => directory.area(id) !== undefined }));
  const limits: [Limit, string][] = [
    [{ what: 'report-address', windowMs: tenMinutes, most: house.settings.limits.reportsAddress }, address],
    [
      { what: 'report-phone', windowMs: tenMinutes, most: house.settings.limits.reportsPhone },
      body.sender.phone.replace(/\D/g, ''),
    ],
  ];
  // One after the other: an address that is refused must not use up the limit of somebody's phone.
  for (const [limit, who] of limits) await countOrRefuse(house, limit, who);
  try {
    const made = await incoming(house, promise, submission, bodyHash, now);
    await spanned('report stored', { attributes: { 'field_reports.report': made.incoming.report._id } }, () =>
      commit.add(made.incoming),
    );
    house.wakeOutbox();
    return made.receipt;
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    // Another server was faster with the same key (codes are random: they don't collide).
    for (const [limit, who] of limits) await uncount(house, limit, who);
    const receipt = await repeated(house, await known(submission.key), bodyHash);
    if (!receipt) throw error;
    return receipt;
  }
}

interface Incoming {
  idempotency: Idempotency;
  report: Report;
  start: OutboxEntry;
}

/** What is stored of a new report, and what is answered. */
async function incoming(
  house: House,
  promise: DuePromise,
  { body, key, origin }: Submission,
  bodyHash: string,
  receivedAt: number,
): Promise<{ incoming: Incoming; receipt: ReportReceipt }> {
  const code = newReportCode(receivedAt, house.random);
  const token = tokenOf(house.settings.secret, code);
  const promisedDueAt = await promise.intakeDue(receivedAt);
  // A report that no request brought (a mail) begins a trace of its own.
  const trace = currentTrace() ?? newTrace();
  const report = { ...reportOf(body, { code, token, receivedAt, promisedDueAt }), ...origin, trace: headerOf(trace) };
  const machineNow = house.machineNow();
  const start = within(trace, () =>
    outboxEntry(
      {
        _id: `start:${code}`,
        kind: 'message',
        reportCode: code,
        message: {
          name: 'field-report-received',
          correlationKey: code,
          messageId: code,
          timeToLive: startTtl,
          variables: { reportCode: code, receivedAt: formatTime(receivedAt), confidential: report.confidential },
        },
      },
      machineNow,
    ),
  );
  const idempotency = { _id: key, bodyHash, reportCode: code, createdAt: new Date(machineNow) };
  return { incoming: { idempotency, report, start }, receipt: receiptOf(report, token) };
}

/** Stores reports with what is owed for each, whole or not at all. @throws code 11000 when a key is taken, 422 */
function storeAll(house: House, all: Incoming[]): Promise<void> {
  const { store } = house;
  return store.transaction(async (session) => {
    await store.idempotency.insertAll(
      all.map((one) => one.idempotency),
      session,
    );
    for (const { report } of all)
      if (!(await store.files.use(report.attachments, report._id, 'sender', session)))
        throw new Problem('invalid', { errors: [{ pointer: '/attachments', code: 'unknown-code' }] });
    await store.reports.insertAll(
      all.map((one) => one.report),
      session,
    );
    await store.outbox.insertAll(
      all.map((one) => one.start),
      session,
    );
  });
}

function reportOf(
  body: NewReport,
  made: { code: string; token: string; receivedAt: number; promisedDueAt: number | null },
): Report {
  const { sender, place } = body;
  const content = cleanText(body.content);
  const placeText = cleanText(place.text);
  const occurredAt = body.occurredAt === undefined ? null : parseTime(body.occurredAt);
  return {
    _id: made.code,
    sender: {
      name: cleanText(sender.name),
      phone: sender.phone.trim(),
      ...(sender.email ? { email: sender.email } : {}),
      ...(sender.address ? { address: cleanText(sender.address) } : {}),
    },
    content,
    place: {
      text: placeText,
      ...(place.district ? { district: place.district } : {}),
      ...(place.lat === undefined ? {} : { lat: place.lat }),
      ...(place.lng === undefined ? {} : { lng: place.lng }),
    },
    ...(place.lat === undefined || place.lng === undefined
      ? {}
      : { geo: { type: 'Point' as const, coordinates: [place.lng, place.lat] as [number, number] } }),
    ...(occurredAt === null ? {} : { occurredAt }),
    hideIdentity: body.hideIdentity ?? false,
    confidential: body.confidential ?? false,
    attachments: body.attachments ?? [],
    receivedAt: made.receivedAt,
    tokenHash: tokenHash(made.token),
    promisedDueAt: made.promisedDueAt,
    search: foldText(`${content} ${placeText}`),
    supplements: [],
    feedback: [],
    ...projectedStart(made.promisedDueAt),
  };
}

async function repeated(house: House, known: Idempotency | null, bodyHash: string): Promise<ReportReceipt | null> {
  if (!known) return null;
  if (known.bodyHash !== bodyHash) throw new Problem('other-body-for-key');
  const report = await house.store.reports.find(known.reportCode);
  return report && receiptOf(report, tokenOf(house.settings.secret, report._id));
}

function receiptOf(report: Report, accessToken: string): ReportReceipt {
  return {
    code: report._id,
    accessToken,
    receivedAt: wire(report.receivedAt),
    ...(report.promisedDueAt === null ? {} : { dueAt: wire(report.promisedDueAt) }),
  };
}
