/**
 * POST /api/disclosures: a sender's details for a competent authority (article 13.7); always on the audit log. They are
 * shown once, in the answer; the record says who asked and on what ground, never what was told. GET /api/disclosures.
 */
import { type Static, Type } from 'typebox';
import { List, paging, ReportCode, Time } from './common.ts';

export const NewDisclosure = Type.Object(
  {
    reportCode: ReportCode,
    authority: Type.String({ minLength: 1, maxLength: 300 }),
    ground: Type.String({ minLength: 1, maxLength: 2_000 }),
    /** Number and date of the document that asks, where there is one. */
    document: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type NewDisclosure = Static<typeof NewDisclosure>;

export const Disclosure = Type.Object({
  id: Type.String(),
  sender: Type.Object({
    name: Type.String(),
    phone: Type.String(),
    email: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
  }),
});
export type Disclosure = Static<typeof Disclosure>;

export const DisclosureRecord = Type.Object({
  id: Type.String(),
  reportCode: Type.String(),
  authority: Type.String(),
  ground: Type.String(),
  document: Type.Optional(Type.String()),
  by: Type.String(),
  byName: Type.String(),
  at: Time,
});
export type DisclosureRecord = Static<typeof DisclosureRecord>;
export const DisclosureList = List(DisclosureRecord);

export const DisclosureQuery = Type.Object(paging, { additionalProperties: false });
export type DisclosureQuery = Static<typeof DisclosureQuery>;
