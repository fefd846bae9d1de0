/**
 * Requests of Open311: what anyone may know of a report, and what the agency that sent or handles it may. A sender is
 * never in them, whoever asks; a confidential report is there for nobody but the software that sent it, without a word.
 */

import type { Directory } from '../../domain/directory/at.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { behind, longestSpanMs, mostRequests, statusOf } from '../../domain/open311.ts';
import { roundPlace } from '../../domain/redact.ts';
import { fillName } from '../../domain/reply.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { type Language, texts } from '../../domain/text/texts.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import type { Report, ReportStatus } from '../../store/reports.ts';
import type { Task } from '../../store/tasks.ts';
import type { House } from '../house.ts';
import { directoryNow } from '../plugins/directory.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { Open311Error } from './answer.ts';

/** Accepted: known to the public by field, date, status and rough place (GET /api/nearby). */
const accepted: ReportStatus[] = ['in-progress', 'answered', 'closed'];
const anyone = { confidential: false, takenDown: null, status: { $in: accepted }, field: { $exists: true } };

/** Nothing of the sender leaves the database. */
const needed = [
  'content',
  'place',
  'confidential',
  'attachments',
  'receivedAt',
  'takenDown',
  'suggestedField',
  'via',
  'status',
  'stage',
  'dueAt',
  'field',
  'district',
  'leadAgency',
  'coordinatingAgencies',
  'rating',
  'reply',
  'publishedAt',
  'timeliness',
  'history',
] as const;
type Shown = Pick<Report, '_id' | (typeof needed)[number]>;
const projection = Object.fromEntries(needed.map((name) => [name, 1]));

export interface RequestQuery {
  service_request_id?: string | undefined;
  service_code?: string | undefined;
  start_date?: string | undefined;
  end_date?: string | undefined;
  status?: string | undefined;
  page?: string | undefined;
  page_size?: string | undefined;
  extensions?: string | undefined;
}

/** Whom the answer is for: anyone, or the software of an agency (a key with the scope `open311:read`). */
export interface Reader {
  key: ApiKey | null;
  language: Language;
}

/** Newest first. @throws 400 */
export async function findRequests(house: House, query: RequestQuery, reader: Reader): Promise<object[]> {
  const now = await house.clock.now();
  const ids = listOf(query.service_request_id).map((id) => readReportCode(id) ?? id);
  const { skip, limit } = pageOf(query);
  // Ids override everything else.
  const filter =
    ids.length > 0
      ? { _id: { $in: ids.slice(0, mostRequests) }, ...visibleTo(reader) }
      : { $and: [filterOf(query, now), visibleTo(reader)] };
  const found = await house.store.reports.model
    .find(filter as never, projection)
    .sort({ receivedAt: -1, _id: -1 })
    .skip(skip)
    .limit(limit)
    .lean<Shown[]>()
    .exec();
  return viewsOf(house, found, reader, query.extensions === 'true');
}

/** @throws 404 */
export async function findRequest(house: House, id: string, reader: Reader, extensions: boolean): Promise<object[]> {
  const filter = { _id: readReportCode(id) ?? id, ...visibleTo(reader) };
  const found = await house.store.reports.model
    .findOne(filter as never, projection)
    .lean<Shown>()
    .exec();
  if (!found) throw new Open311Error(404, 'request-unknown');
  return viewsOf(house, [found], reader, extensions);
}

function visibleTo({ key }: Reader): Record<string, unknown> {
  if (!key) return anyone;
  const { agency } = key;
  const handles = { confidential: false, $or: [{ leadAgency: agency }, { coordinatingAgencies: agency }] };
  return { $or: [anyone, { 'via.agency': agency }, handles] };
}

/** @throws 400 */
function filterOf(query: RequestQuery, now: number): Record<string, unknown> {
  const wanted = listOf(query.status);
  if (wanted.some((one) => one !== 'open' && one !== 'closed')) throw new Open311Error(400, 'status');
  const kinds = (wanted.length > 0 ? wanted : ['open', 'closed']) as ('open' | 'closed')[];
  const services = listOf(query.service_code);
  const [from, to] = spanOf(query, now);
  return {
    status: { $in: kinds.flatMap(behind) },
    receivedAt: { $gte: from, $lte: to },
    ...(services.length > 0 ? { field: { $in: services } } : {}),
  };
}

/** Both ends, at most 90 days apart; where one is left out it is 90 days from the other, or now. @throws 400 */
function spanOf({ start_date, end_date }: RequestQuery, now: number): [number, number] {
  const [from, to] = [start_date, end_date].map((text) => (text ? parseTime(text) : undefined));
  if (from === null || to === null) throw new Open311Error(400, 'date');
  if (from !== undefined && to !== undefined && to - from > longestSpanMs) throw new Open311Error(400, 'span');
  if (from !== undefined) return [from, to ?? from + longestSpanMs];
  const end = to ?? now;
  return [end - longestSpanMs, end];
}

/** @throws 400 */
function pageOf({ page = '', page_size = '' }: RequestQuery): { skip: number; limit: number } {
  if (!/^\d{0,4}$/.test(page) || !/^\d{0,4}$/.test(page_size)) throw new Open311Error(400, 'page');
  const limit = page_size === '' ? mostRequests : Number(page_size);
  const number = page === '' ? 1 : Number(page);
  if (limit < 1 || limit > mostRequests || number < 1) throw new Open311Error(400, 'page');
  return { skip: (number - 1) * limit, limit };
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** `bare`: what a map of accepted reports shows · `whole`: what was published, or what who handles it may read. */
function reachOf(report: Shown, { key }: Reader): 'bare' | 'whole' {
  if (report.confidential) return 'bare';
  const agency = key?.agency;
  const own = agency !== undefined && [report.leadAgency, ...report.coordinatingAgencies].includes(agency);
  const sent = agency !== undefined && report.via?.agency === agency;
  return own || sent || isPublished(report) ? 'whole' : 'bare';
}

const isPublished = ({ reply, takenDown, confidential }: Shown): boolean =>
  reply?.kind === 'public' && !takenDown && !confidential;

async function viewsOf(house: House, found: Shown[], reader: Reader, extensions: boolean): Promise<object[]> {
  const directory = await directoryNow(house);
  const whole = found.filter((one) => reachOf(one, reader) === 'whole');
  const tasks = extensions
    ? await openTasks(
        house,
        whole.filter((one) => one.dueAt !== null),
      )
    : new Map();
  return found.map((one) => viewOf(house, one, { reader, directory, tasks, extensions }));
}

async function openTasks(house: House, reports: Shown[]): Promise<Map<string, Task[]>> {
  const found = await house.store.tasks.model
    .find({ reportCode: { $in: reports.map(({ _id }) => _id) }, open: true })
    .lean<Task[]>()
    .exec();
  return Map.groupBy(found, ({ reportCode }) => reportCode);
}

interface Beside {
  reader: Reader;
  directory: Directory;
  tasks: Map<string, Task[]>;
  extensions: boolean;
}

function viewOf(house: House, report: Shown, { reader, directory, tasks, extensions }: Beside) {
  const whole = reachOf(report, reader) === 'whole';
  const { statuses } = texts(reader.language).names;
  const field = report.field ?? report.suggestedField;
  const media = whole ? mediaOf(house, report) : [];
  const status = statusOf[report.status];
  const agency = whole && report.leadAgency ? report.leadAgency : undefined;
  return {
    service_request_id: report._id,
    status,
    status_notes: isPublished(report) ? fillName(report.reply!.text, null) : statuses[report.status],
    service_name: field ? directory.fieldName(field, reader.language) : null,
    service_code: field ?? null,
    description: whole ? report.content : null,
    agency_responsible: agency ? directory.agencyName(agency, reader.language) : null,
    service_notice: null,
    requested_datetime: wire(report.receivedAt),
    updated_datetime: wire(Math.max(report.receivedAt, ...report.history.map(({ at }) => at))),
    expected_datetime: whole && status === 'open' ? wireOrNull(report.dueAt) : null,
    address: whole ? report.place.text : null,
    address_id: null,
    zipcode: null,
    ...pointOf(report, whole),
    media_url: media[0] ?? null,
    ...(extensions && whole ? { extended_attributes: extensionOf(report, media, tasks.get(report._id) ?? []) } : {}),
  };
}

/** Exact where the text is public too; otherwise on the grid of 50 m, and for a confidential report nowhere. */
function pointOf({ place: { lat, lng }, confidential }: Shown, whole: boolean) {
  if (confidential || lat === undefined || lng === undefined) return { lat: null, long: null };
  const { lat: shown, lng: long } = whole ? { lat, lng } : roundPlace({ lat, lng });
  return { lat: shown, long };
}

function mediaOf(house: House, report: Shown): string[] {
  const ids = [...report.attachments, ...(isPublished(report) ? report.reply!.attachments : [])];
  return ids.map((id) => `${house.settings.publicUrl}/api/files/${id}`);
}

/** What the standard fields have no place for: deadlines by article, first and in force; how it was answered. */
function extensionOf(report: Shown, media: string[], tasks: Task[]) {
  const { reply, timeliness } = report;
  return {
    agency: report.leadAgency ?? null,
    district: report.district ?? report.place.district ?? null,
    resolution: reply?.resolution ?? null,
    published_datetime: isPublished(report) ? wireOrNull(report.publishedAt) : null,
    on_time_by_first_date: timeliness?.byFirst ?? null,
    on_time_by_date_in_force: timeliness?.byMoved ?? null,
    rating: report.rating ?? null,
    media_urls: media,
    tasks: tasks.map(({ stage, article, originalDueAt, dueAt }) => ({
      stage,
      article,
      first_due_datetime: wireOrNull(originalDueAt),
      due_datetime: wireOrNull(dueAt),
    })),
  };
}
