/** Open311 GeoReport v2 under /open311/v2/: arguments as the specification names them; all come as text. */
import { type Static, Type } from 'typebox';

const text = (maxLength: number, description?: string) =>
  Type.Optional(Type.String({ maxLength, ...(description ? { description } : {}) }));

const common = {
  jurisdiction_id: text(100, 'quangnam.gov.vn, or left out'),
  api_key: text(200, 'Of an agency’s software; needed to post'),
};

export const Open311Query = Type.Object(common);
export type Open311Query = Static<typeof Open311Query>;

export const Open311Id = Type.Object({ id: Type.String({ maxLength: 120, description: 'With .xml or .json behind' }) });
export type Open311Id = Static<typeof Open311Id>;

const extensions = text(5, 'true: extended_attributes too');

export const Open311One = Type.Object({ ...common, extensions });
export type Open311One = Static<typeof Open311One>;

export const Open311Search = Type.Object({
  ...common,
  service_request_id: text(8_000, 'Comma delimited; overrides all others'),
  service_code: text(1_000, 'Comma delimited'),
  start_date: text(40, 'W3C; at most 90 days before end_date'),
  end_date: text(40, 'W3C'),
  status: text(40, 'open, closed; comma delimited'),
  page: text(9, 'From 1 (an extension)'),
  page_size: text(9, 'At most 1000 (an extension)'),
  extensions,
});
export type Open311Search = Static<typeof Open311Search>;

/** A field of a form may come more than once. */
const field = (description?: string) =>
  Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())], { ...(description ? { description } : {}) }));

/** `application/x-www-form-urlencoded`. Lengths are those of `POST /api/reports`, checked there. */
export const Open311Post = Type.Object({
  api_key: field('A key with the scope open311:post'),
  jurisdiction_id: field(),
  service_code: field('Required'),
  lat: field(),
  long: field(),
  address_string: field('Required without lat and long'),
  address_id: field('Not known here'),
  first_name: field(),
  last_name: field(),
  phone: field('Required (article 5.3), here or as attribute[phone]'),
  email: field(),
  description: field('Required'),
  media_url: field('The id or address of a file that was uploaded by POST /api/files'),
  device_id: field('Not kept'),
  account_id: field('Not kept'),
  'attribute[name]': field('Required (article 5.3), here or as last_name and first_name'),
  'attribute[phone]': field(),
  'attribute[address]': field(),
  'attribute[occurredAt]': field(),
  'attribute[district]': field(),
  'attribute[hideIdentity]': field('true or false'),
  'attribute[confidential]': field('true or false'),
});
export type Open311Post = Static<typeof Open311Post>;

/** Answers are XML or JSON of the specification; what they hold is described there and in docs/connect.md. */
export const Open311Answer = {
  description: 'XML or JSON of GeoReport v2',
  content: { 'text/xml': { schema: { type: 'string' } }, 'application/json': { schema: {} } },
};
