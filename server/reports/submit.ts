/**
 * A report comes in: checked, then stored together with what is owed to the engine, in one transaction. The engine need
 * not be there (principle 3 of the procedure). A repeat of one `Idempotency-Key` gets the answer of the first.
 */
import { createHash } from 'node:crypto';
import type { NewReport, ReportReceipt } from '../../domain/api/reports.ts';
import { checkReport } from '../../domain/check-report.ts';
import { districtById } from '../../domain/districts.ts';
import { formatTime, parseTime } from '../../domain/iso-time.ts';
import { newReportCode } from '../../domain/report-code.ts';
import { cleanText, foldText } from '../../domain/search-text.ts';
import type { Idempotency } from '../../store/idempotency.ts';
import { type OutboxEntry, outboxEntry } from '../../store/outbox.ts';
import { projectedStart, type Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { countOrRefuse, type Limit, uncount } from '../plugins/limits.ts';
import { tokenHash, tokenOf } from '../plugins/token.ts';
import { Problem, refuse } from '../problem.ts';
import { wire } from '../views/time.ts';
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
}

/** Made once for the server: posts with one key at the same moment share one run. */
export function submissions(house: House, promise: DuePromise) {
  const commit = groupCommit<Incoming>((all) => storeAll(house, all));
  const running = new Map<string, { bodyHash: string; receipt: Promise<ReportReceipt> }>();

  return async function submit(submission: Submission): Promise<ReportReceipt> {
    const bodyHash = hashOfBody(submission.body);
    const same = running.get(submission.key);
    if (same) {
      if (same.bodyHash !== bodyHash) throw new Problem('other-body-for-key');
      return same.receipt;
    }
    const receipt = first(house, promise, commit, submission, bodyHash);
    running.set(submission.key, { bodyHash, receipt });
    try {
      return await receipt;
    } finally {
      running.delete(submission.key);
    }
  };
}

async function first(
  house: House,
  promise: DuePromise,
  commit: GroupCommit<Incoming>,
  submission: Submission,
  bodyHash: string,
): Promise<ReportReceipt> {
  const known = await repeated(house, submission.key, bodyHash);
  if (known) return known;
  const { body, address } = submission;
  const now = await house.clock.now();
  refuse(checkReport(body, { now, isDistrict: (id) => districtById(id) !== undefined }));
  const limits: [Limit, string][] = [
    [{ what: 'report-address', windowMs: tenMinutes, most: house.settings.limits.reportsAddress }, address],
    [
      { what: 'report-phone', windowMs: tenMinutes, most: house.settings.limits.reportsPhone },
      body.sender.phone.replace(/\D/g, ''),
    ],
  ];
  for (const [limit, who] of limits) await countOrRefuse(house, limit, who);
  try {
    const made = await incoming(house, promise, submission, bodyHash, now);
    await commit.add(made.incoming);
    house.wakeOutbox();
    return made.receipt;
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    // Another server was faster with the same key (codes are random: they don't collide).
    for (const [limit, who] of limits) await uncount(house, limit, who);
    const receipt = await repeated(house, submission.key, bodyHash);
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
  { body, key }: Submission,
  bodyHash: string,
  receivedAt: number,
): Promise<{ incoming: Incoming; receipt: ReportReceipt }> {
  const code = newReportCode(receivedAt, house.random);
  const token = tokenOf(house.settings.secret, code);
  const promisedDueAt = await promise.intakeDue(receivedAt);
  const report = reportOf(body, { code, token, receivedAt, promisedDueAt });
  const machineNow = house.machineNow();
  const start = outboxEntry(
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

async function repeated(house: House, key: string, bodyHash: string): Promise<ReportReceipt | null> {
  const known = await house.store.idempotency.find(key);
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

function hashOfBody(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

/** JSON with sorted names: the order in which a client writes its fields is no difference. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}
