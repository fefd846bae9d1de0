/** Incoming mails for staff, the page on which a mail's sender completes it, and what of the outbox went wrong. */
import { type Static, Type } from 'typebox';
import { fileRefusals, mailStates, mailWhys, missingParts, wishes } from '../mail-in/letter.ts';
import { paging, Time } from './common.ts';
import { limits, ReportReceipt, reportWords } from './reports.ts';

const State = Type.Enum([...mailStates]);
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

export const MailQuery = Type.Object({ state: Type.Optional(State), ...paging }, { additionalProperties: false });
export type MailQuery = Static<typeof MailQuery>;

export const MailItem = Type.Object({
  id: Type.String(),
  receivedAt: Time,
  /** Name and address as the mail says; null where it has none that can be read. */
  from: Maybe(Type.Object({ name: Type.String(), address: Type.String() })),
  subject: Type.String(),
  size: Type.Integer(),
  files: Type.Integer(),
  state: State,
  why: Type.Enum([...mailWhys]),
  code: Maybe(Type.String()),
  /** Who decided by hand, and the reason given. */
  by: Maybe(Type.String()),
  reason: Maybe(Type.String()),
});
export type MailItem = Static<typeof MailItem>;

/** `counts`: how many there are in each state, whatever the page shows. */
export const MailList = Type.Object({
  items: Type.Array(MailItem),
  next: Maybe(Type.String()),
  counts: Type.Record(Type.String(), Type.Integer()),
});
export type MailList = Static<typeof MailList>;

const UnderstoodView = Type.Object({
  name: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  place: Type.Optional(Type.String()),
  district: Type.Optional(Type.String()),
  occurredAt: Type.Optional(Time),
  content: Type.Optional(Type.String()),
  wish: Type.Optional(Type.Enum([...wishes])),
  missing: Type.Array(Type.Enum([...missingParts])),
});
export type UnderstoodView = Static<typeof UnderstoodView>;

const RefusedFileView = Type.Object({ name: Type.String(), why: Type.Enum([...fileRefusals]) });

/** One mail, opened: text alone. A look at it is on the audit log. */
export const MailView = Type.Intersect([
  MailItem,
  Type.Object({
    to: Type.Array(Type.String()),
    sentAt: Maybe(Time),
    text: Type.String(),
    attached: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), size: Type.Integer() })),
    refused: Type.Array(RefusedFileView),
    understood: UnderstoodView,
    /** Whether a report can be made of it by hand, and whether it can be set aside. */
    mayMake: Type.Boolean(),
    mayDismiss: Type.Boolean(),
  }),
]);
export type MailView = Static<typeof MailView>;

export const MailParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });
export type MailParams = Static<typeof MailParams>;

/** A report's words; the mail's files go with it. */
export const MailReport = Type.Object(reportWords, { additionalProperties: false });
export type MailReport = Static<typeof MailReport>;

export const MailDismissal = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: limits.reason }) },
  { additionalProperties: false },
);
export type MailDismissal = Static<typeof MailDismissal>;

/** GET /api/mail-drafts/{id}, with the page's own key. `receipt`: where it is a report already. */
export const MailDraft = Type.Object({
  open: Type.Boolean(),
  subject: Type.String(),
  understood: UnderstoodView,
  email: Type.String(),
  files: Type.Integer(),
  refused: Type.Array(RefusedFileView),
  closesAt: Maybe(Time),
  receipt: Maybe(ReportReceipt),
});
export type MailDraft = Static<typeof MailDraft>;

export const outboxStates = ['failed', 'waiting'] as const;
export const OutboxQuery = Type.Object(
  { state: Type.Optional(Type.Enum([...outboxStates])), ...paging },
  { additionalProperties: false },
);
export type OutboxQuery = Static<typeof OutboxQuery>;

/** What is owed to people and did not arrive: `failed` was given up, `waiting` is tried again by itself. No address. */
export const OutboxItemView = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['mail', 'push']),
  template: Type.String(),
  to: Type.Enum(['sender', 'follower', 'staff', 'letter']),
  code: Maybe(Type.String()),
  state: Type.Enum([...outboxStates]),
  reason: Type.String(),
  attempts: Type.Integer(),
  createdAt: Time,
});
export type OutboxItemView = Static<typeof OutboxItemView>;

export const OutboxList = Type.Object({ items: Type.Array(OutboxItemView), next: Maybe(Type.String()) });
export type OutboxList = Static<typeof OutboxList>;

export const OutboxParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
export type OutboxParams = Static<typeof OutboxParams>;
