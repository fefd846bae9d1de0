/** A person's own notices: the list, marking read, and how to be told. */
import { NoticeChoices, NoticeList, NoticeQuery, NoticeSettingsView, ReadNotices } from '../../domain/api/notices.ts';
import type { App, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { needActor } from '../plugins/session.ts';
import { noticeItem } from '../views/notice.ts';
import { settleOver } from './over.ts';

export function noticeRoutes(app: App, house: House): void {
  const tags = ['notices'];
  const { notices, noticeSettings, people, pushSubscriptions } = house.store;
  const { secret, smtpUrl, digestAt } = house.settings;

  app.get<{ Querystring: NoticeQuery }>(
    '/api/notices',
    { schema: { tags, summary: 'My notices, newest first', querystring: NoticeQuery, response: { 200: NoticeList } } },
    async (request): Promise<NoticeList> => {
      const { username } = needActor(request);
      const { after, limit = 50, unread = false } = request.query;
      await settleOver(house.store, username, await house.clock.now());
      const from = after === undefined ? undefined : readCursor(secret, 'notices', after);
      const [found, count] = await Promise.all([
        notices.list(username, {
          unread,
          limit: limit + 1,
          ...(from ? { after: { at: Number(from[0]), id: String(from[1]) } } : {}),
        }),
        notices.unread(username),
      ]);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, 'notices', [last.at, last._id]) : null;
      return { items: page.map(noticeItem), next, unread: count };
    },
  );

  app.put<{ Body: ReadNotices }>(
    '/api/notices/read',
    { schema: { tags, summary: 'I have read these, or all', body: ReadNotices, response: { 204: {} } } },
    async (request, reply) => {
      const { username } = needActor(request);
      await notices.markRead(username, request.body.ids ?? null, await house.clock.now());
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/notices/settings',
    { schema: { tags, summary: 'How I want to be told', response: { 200: NoticeSettingsView } } },
    async (request): Promise<NoticeSettingsView> => {
      const { username } = needActor(request);
      const [settings, person, devices] = await Promise.all([
        noticeSettings.of(username),
        people.find(username),
        pushSubscriptions.ofOwners([`person:${username}`]),
      ]);
      const { inPage, push, mail, quietHours, what } = settings;
      const reach = { mail: Boolean(smtpUrl && person?.email), devices: devices.length, digestAt };
      return { inPage, push, mail, quietHours, what, reach };
    },
  );

  app.put<{ Body: NoticeChoices }>(
    '/api/notices/settings',
    { schema: { tags, summary: 'Tell me so', body: NoticeChoices, response: { 204: {} } } },
    async (request, reply) => {
      await noticeSettings.put(needActor(request).username, request.body);
      return reply.code(204).send();
    },
  );
}
