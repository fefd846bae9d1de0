/** The Open311 interface: services, attributes, notices, errors. */
import type { AttributeCode } from '../../open311.ts';
import type { errors as vi } from '../vi/open311.ts';

export const group: string = 'Field reports';

export const attributes: Record<AttributeCode, { description: string; hint: string }> = {
  name: {
    description: 'Name of the person or organisation that sends the report (compulsory, article 5.3)',
    hint: 'May be sent as last_name and first_name',
  },
  phone: {
    description: "The sender's phone number (compulsory, article 5.3)",
    hint: '8 to 15 digits; may be sent as phone',
  },
  address: { description: "The sender's address", hint: 'Not the place of what happened' },
  occurredAt: { description: 'When it happened', hint: 'E.g. 2026-03-02T08:00:00+07:00' },
  district: { description: 'District where it happened', hint: 'Choose one' },
  hideIdentity: {
    description: "Don't make the sender's name and address public (article 5.4)",
    hint: 'Choose one; no where left out',
  },
  confidential: {
    description: 'Confidential: never published, answered to the sender alone (article 10.2)',
    hint: 'Choose one; no where left out',
  },
};
export const yes: string = 'Yes';
export const no: string = 'No';

/** What is said when it was received. */
export const received = (due: string | null): string =>
  due === null
    ? 'Received. The operations centre will check it.'
    : `Received. The operations centre will check it by ${due}.`;

export const errors: Record<keyof typeof vi, string> = {
  jurisdiction: 'jurisdiction_id: not found; there is only quangnam.gov.vn, or leave it out',
  'service-unknown': 'service_code: not found',
  'service-missing': 'service_code: was not provided',
  'request-unknown': 'service_request_id: not found, or not public yet',
  'token-unknown': 'token: not found',
  'key-missing': 'api_key: was not provided',
  'key-scope': 'api_key: this key may not post requests',
  location: 'Needs address_string, or both lat and long',
  coordinates: 'lat, long: must be degrees of WGS 84',
  span: 'start_date, end_date: may not span more than 90 days',
  date: 'Dates must be W3C with a time zone, e.g. 2026-03-02T08:00:00+07:00',
  status: 'status: only open, closed',
  page: 'page, page_size: must be whole numbers, page_size at most 1000',
  media: 'media_url: only files that were uploaded to this service (POST /api/files), pictures or videos',
  format: 'The format must be xml or json',
  form: 'The body must be application/x-www-form-urlencoded',
};
