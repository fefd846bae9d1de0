/**
 * POST requests: the form becomes the same report that the portal sends, by the same use case. A repeat is one request:
 * by its `Idempotency-Key`, and where a client has none by everything that it says.
 */
import { createHmac } from 'node:crypto';
import { fileTypes } from '../../domain/api/files.ts';
import type { Open311Post } from '../../domain/api/open311.ts';
import { NewReport, type ReportReceipt } from '../../domain/api/reports.ts';
import type { attributes } from '../../domain/open311.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import type { House } from '../house.ts';
import { hashOfBody } from '../plugins/body-hash.ts';
import { directoryNow } from '../plugins/directory.ts';
import type { submissions } from '../plugins/sender/submit.ts';
import { shapeErrors } from '../plugins/validation.ts';
import { Problem } from '../problem.ts';
import { Open311Error } from './answer.ts';
import { needService } from './services.ts';

type Submit = ReturnType<typeof submissions>;
const wrongIn = shapeErrors(NewReport);

/** @throws 400, 404 and what the use case refuses */
export async function postRequest(
  house: House,
  submit: Submit,
  sent: { key: ApiKey; form: Open311Post; idempotencyKey: string | undefined },
): Promise<ReportReceipt> {
  const { key, form, idempotencyKey } = sent;
  const serviceCode = one(form.service_code);
  if (!serviceCode) throw new Open311Error(400, 'service-missing');
  needService(await directoryNow(house), serviceCode);
  const body = await reportOf(house, form);
  const errors = wrongIn(body);
  if (errors.length > 0) throw new Problem('bad-request', { errors });
  return submit({
    body: body as NewReport,
    key: idempotencyKey ?? keyFrom(house, key, form),
    // All of an agency come from one address: the limit by address is the agency's own.
    address: `software:${key.agency}`,
    origin: { suggestedField: serviceCode, via: { channel: 'open311', agency: key.agency } },
  });
}

async function reportOf(house: House, form: Open311Post): Promise<unknown> {
  const said = (name: (typeof attributes)[number]['code']) => one(form[`attribute[${name}]`]);
  const name = said('name') ?? ([one(form.last_name), one(form.first_name)].filter(Boolean).join(' ') || undefined);
  const point = pointOf(one(form.lat), one(form.long));
  const address = one(form.address_string);
  if (!address && !point) throw new Open311Error(400, 'location');
  const attachments = await filesOf(house, [form.media_url ?? []].flat());
  const sender = {
    name,
    phone: one(form.phone) ?? said('phone'),
    email: one(form.email),
    address: said('address'),
  };
  const place = {
    text: address ?? `${point!.lat}, ${point!.lng}`,
    district: said('district'),
    ...point,
  };
  return filled({
    sender: filled(sender),
    content: one(form.description),
    place: filled(place),
    occurredAt: said('occurredAt'),
    hideIdentity: flagOf(said('hideIdentity')),
    confidential: flagOf(said('confidential')),
    attachments: attachments.length > 0 ? attachments : undefined,
  });
}

/** An empty field is one that was left out (the specification's "optional arguments"). */
function one(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text?.trim() ? text : undefined;
}

const filled = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));

const flagOf = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : /^(true|1|yes|on)$/i.test(text.trim());

/** @throws 400 for half a point, and for what is no number of degrees */
function pointOf(lat: string | undefined, long: string | undefined): { lat: number; lng: number } | undefined {
  if (lat === undefined && long === undefined) return undefined;
  const number = /^-?\d{1,3}(\.\d{1,15})?$/;
  if (!lat || !long || !number.test(lat.trim()) || !number.test(long.trim()))
    throw new Open311Error(400, 'coordinates');
  return { lat: Number(lat), lng: Number(long) };
}

/** Nothing is fetched from an address that a client names: it must be a file of ours already. @throws 400 */
async function filesOf(house: House, urls: string[]): Promise<string[]> {
  const here = `${house.settings.publicUrl}/api/files/`;
  const ids = urls
    .map((url) => url.trim())
    .filter(Boolean)
    .map((url) => (url.startsWith(here) ? url.slice(here.length) : url));
  if (ids.length === 0) return [];
  const known = await house.store.files.findMany(ids.filter((id) => /^[A-Za-z0-9_-]{16,64}$/.test(id)));
  const fits = (id: string): boolean => {
    const file = known.find(({ _id }) => _id === id);
    return file !== undefined && !fileTypes[file.type as keyof typeof fileTypes]?.staffOnly;
  };
  if (!ids.every(fits)) throw new Open311Error(400, 'media');
  return [...new Set(ids)];
}

/** A UUID (RFC 9562, version 8) of what is said and who says it; nobody outside can make one. */
function keyFrom(house: House, key: ApiKey, { api_key: _, ...form }: Open311Post): string {
  const bytes = createHmac('sha256', house.settings.secret)
    .update(`open311:${key.agency}:${hashOfBody(house.settings.secret, form)}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
