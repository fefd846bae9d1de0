/** POST /api/disclosures: a sender's details for a competent authority (article 13.7); always on the audit log. */
import { type Static, Type } from 'typebox';
import { ReportCode } from './common.ts';

export const NewDisclosure = Type.Object(
  {
    reportCode: ReportCode,
    authority: Type.String({ minLength: 1, maxLength: 300 }),
    ground: Type.String({ minLength: 1, maxLength: 2_000 }),
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
