/** Notices of the person logged in: list, mark read, settings. */
import { type Static, Type } from 'typebox';
import { mailChoices, noticeKinds } from '../notices.ts';
import { paging, Time } from './common.ts';

export const NoticeQuery = Type.Object(
  { unread: Type.Optional(Type.Boolean()), ...paging },
  { additionalProperties: false },
);
export type NoticeQuery = Static<typeof NoticeQuery>;

export const NoticeItem = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...noticeKinds]),
  code: Type.Union([Type.String(), Type.Null()]),
  stage: Type.Union([Type.String(), Type.Null()]),
  dueAt: Type.Union([Time, Type.Null()]),
  /** How many things it tells of: several new tasks are one notice while it is unread. */
  count: Type.Integer(),
  at: Time,
  read: Type.Boolean(),
  /** Where it leads, on this site. */
  path: Type.String(),
});
export type NoticeItem = Static<typeof NoticeItem>;

/** `unread`: how many there are in all, whatever the page shows. */
export const NoticeList = Type.Object({
  items: Type.Array(NoticeItem),
  next: Type.Union([Type.String(), Type.Null()]),
  unread: Type.Integer(),
});
export type NoticeList = Static<typeof NoticeList>;

/** `ids`, or every one up to now where none are named. */
export const ReadNotices = Type.Object(
  { ids: Type.Optional(Type.Array(Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }), { maxItems: 200 })) },
  { additionalProperties: false },
);
export type ReadNotices = Static<typeof ReadNotices>;

const WallClock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 });

export const NoticeChoices = Type.Object(
  {
    inPage: Type.Boolean(),
    push: Type.Boolean(),
    mail: Type.Enum([...mailChoices]),
    /** Wall-clock times of Vietnam; over midnight where `from` is later than `to`. */
    quietHours: Type.Union([
      Type.Object({ from: WallClock, to: WallClock }, { additionalProperties: false }),
      Type.Null(),
    ]),
    what: Type.Object(
      {
        newTask: Type.Boolean(),
        approval: Type.Boolean(),
        handedOver: Type.Boolean(),
        reminder: Type.Boolean(),
        overdue: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type NoticeChoices = Static<typeof NoticeChoices>;

/** With what the choices can reach: whether there is an address to write to, when the digest goes out, how many devices. */
export const NoticeSettingsView = Type.Object({
  ...NoticeChoices.properties,
  reach: Type.Object({ mail: Type.Boolean(), devices: Type.Integer(), digestAt: Type.String() }),
});
export type NoticeSettingsView = Static<typeof NoticeSettingsView>;

/** POST /api/unsubscribe/{token}, from a follower's mail. */
export const UnsubscribeParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', maxLength: 43 }) });
export type UnsubscribeParams = Static<typeof UnsubscribeParams>;
