/**
 * Spreads a notice to its people: in one transaction the notice in their page, one mail and one push each person and
 * device, as each wants to be told. New tasks that come close together are told together. What is no longer so when it
 * is to be told is told to nobody.
 */
import type { ClientSession } from 'mongoose';
import { newId, type Random } from '../../domain/ids.ts';
import { channelsOf, kindOf, type NoticeKind } from '../../domain/notices.ts';
import type { NewEvent, StreamEvent } from '../../store/events.ts';
import { type Notice, noticeDays } from '../../store/notices.ts';
import type { Mail, OutboxEntry, OutboxItem } from '../../store/outbox.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';
import type { Task } from '../../store/tasks.ts';
import { noticeItem } from '../views/notice.ts';

export interface Spreader {
  /** `ms`: look at it again after that many milliseconds; nothing was written. */
  spread(entry: OutboxEntry): Promise<'done' | { again: number }>;
}

export interface SpreaderOptions {
  store: Store;
  /** Business time. */
  now: () => Promise<number>;
  /** Machine time, epoch ms. */
  machineNow: () => number;
  random: Random;
  /** Whether there is a mail server: without one, mails to staff would pile up and be old when it comes. */
  mailToStaff: boolean;
  /** Events that were written: for this server's own streams at once. */
  onEvents: (events: StreamEvent[]) => void;
}

/** A person who has not yet looked at the last push about new tasks is not pushed again before this. */
const pushAgainMs = 15 * 60_000;
/** A hand-over whose record does not come was none. */
const handOverMs = 60_000;
/** A task that has waited this long is no news: the list and the digest have it. */
const newsMs = 24 * 3_600_000;
const dayMs = 86_400_000;

export function createSpreader(options: SpreaderOptions): Spreader {
  const { store, machineNow, random } = options;
  type To = Mail['to'];

  /** Takes an entry within the transaction; null when another server has done it meanwhile. */
  async function take(ids: string[], session: ClientSession): Promise<OutboxEntry[]> {
    return store.outbox.model
      .find({ _id: { $in: ids }, state: 'pending' })
      .session(session)
      .lean<OutboxEntry[]>()
      .exec();
  }
  const settle = (ids: string[], state: 'done' | 'dropped', session: ClientSession) =>
    store.outbox.model.updateMany(
      { _id: { $in: ids } },
      {
        $set: { state, doneAt: machineNow(), expiresAt: new Date(machineNow() + 30 * dayMs) },
        $unset: { lease: '' },
      },
      { session },
    );
  const owe = (items: OutboxItem[], session: ClientSession) =>
    items.reduce<Promise<unknown>>(
      (before, item) => before.then(() => store.outbox.add(item, machineNow(), session)),
      Promise.resolve(),
    );

  /** One push a device of these owners. */
  async function pushes(entry: OutboxEntry, to: Map<string, To>, notices: Map<string, string>, session: ClientSession) {
    const devices = await store.pushSubscriptions.ofOwners([...to.keys()], session);
    return devices.map(({ _id, owner }): OutboxItem => {
      const notice = notices.get(owner);
      return {
        _id: `push:${entry._id}:${_id}`,
        kind: 'push',
        reportCode: entry.reportCode,
        mail: { ...entry.mail!, to: to.get(owner)! },
        device: _id,
        ...(notice ? { notice } : {}),
      };
    });
  }

  async function toSender(entry: OutboxEntry, code: string): Promise<void> {
    await store.transaction(async (session) => {
      const [taken] = await take([entry._id], session);
      if (!taken) return;
      const to = { sender: code };
      const items = await pushes(taken, new Map([[`sender:${code}`, to]]), new Map(), session);
      if ((await store.reports.find(code, session))?.sender.email)
        items.push({ _id: `mail:${taken._id}`, kind: 'mail', reportCode: code, mail: { ...taken.mail!, to } });
      await owe(items, session);
      await settle([taken._id], 'done', session);
    });
  }

  async function toFollowers(entry: OutboxEntry, code: string): Promise<void> {
    await store.transaction(async (session) => {
      const [taken] = await take([entry._id], session);
      if (!taken) return;
      const followers = await store.followers.ofReport(code, session);
      const to = new Map<string, To>(followers.map(({ _id }) => [`follower:${_id}`, { follower: _id }]));
      const items = await pushes(taken, to, new Map(), session);
      for (const { _id, email } of followers)
        if (email) {
          const mail = { ...taken.mail!, to: { follower: _id } };
          items.push({ _id: `mail:${taken._id}:${_id}`, kind: 'mail', reportCode: code, mail });
        }
      await owe(items, session);
      await settle([taken._id], 'done', session);
    });
  }

  async function peopleOf(to: To): Promise<Person[]> {
    if ('username' in to) {
      const person = await store.people.find(to.username);
      return person?.active ? [person] : [];
    }
    if ('group' in to) return store.people.inGroups([to.group]);
    return 'groups' in to ? store.people.inGroups(to.groups) : [];
  }

  /** What one person is told at once: one entry, or several of new tasks. */
  interface Told {
    person: Person;
    entries: OutboxEntry[];
  }

  async function toStaff(entries: OutboxEntry[], kind: NoticeKind): Promise<void> {
    const at = await options.now();
    const told = new Map<string, Told>();
    const known = new Map<string, Person[]>();
    for (const entry of entries) {
      const { to } = entry.mail!;
      const who = JSON.stringify(to);
      const people = known.get(who) ?? (await peopleOf(to));
      known.set(who, people);
      for (const person of people) {
        const own = told.get(person._id) ?? { person, entries: [] };
        own.entries.push(entry);
        told.set(person._id, own);
      }
    }
    const names = [...told.keys()];
    const events = await store.transaction(async (session) => {
      const taken = new Set(
        (
          await take(
            entries.map(({ _id }) => _id),
            session,
          )
        ).map(({ _id }) => _id),
      );
      if (taken.size === 0) return [];
      const settings = await store.noticeSettings.ofAll(names, session);
      const open = kind === 'newTask' ? await store.notices.openNewTasks(names, session) : [];
      const machine = machineNow();
      const notices: Notice[] = [];
      const mails: OutboxItem[] = [];
      const toPush = new Map<string, To>();
      const noticeOf = new Map<string, string>();
      let first: OutboxEntry | undefined;
      for (const { person, entries: all } of told.values()) {
        const own = all.filter(({ _id }) => taken.has(_id));
        const newest = own.at(-1);
        const channels = channelsOf(settings.get(person._id)!, kind);
        if (!newest || !(channels.inPage || channels.push || channels.mail)) continue;
        first ??= newest;
        const before = open.find(({ username }) => username === person._id);
        const mayPush = channels.push && !(before && machine - before.toldAt < pushAgainMs);
        const notice = noticeOfPerson(person._id, kind, own, before, at);
        notice.inPage = channels.inPage;
        if (mayPush || !before) notice.toldAt = machine;
        notices.push(notice);
        const to = { username: person._id };
        if (mayPush) {
          toPush.set(`person:${person._id}`, to);
          noticeOf.set(`person:${person._id}`, notice._id);
        }
        if (channels.mail && options.mailToStaff && person.email) {
          const mail = { ...newest.mail!, to };
          const { reportCode } = newest;
          const _id = `mail:${newest._id}:${person._id}`;
          mails.push({ _id, kind: 'mail', reportCode, mail, notice: notice._id });
        }
      }
      await store.notices.write(notices, session);
      const items = first ? await pushes(first, toPush, noticeOf, session) : [];
      for (const item of items) {
        // Each person's own count and, where there is one task only, its own link.
        const notice = notices.find(({ _id }) => _id === item.notice)!;
        const { reportCode, stage, taskKey, count } = notice;
        if (kind === 'newTask') {
          item.reportCode = count > 1 ? '' : (reportCode ?? '');
          item.mail = { ...item.mail!, data: { stage, count, ...(count > 1 ? {} : { task: taskKey }) } };
        }
      }
      await owe([...mails, ...items], session);
      await settle([...taken], 'done', session);
      const shown = notices.filter(({ inPage }) => inPage);
      const written = shown.map(
        (notice): NewEvent => ({
          type: 'notice',
          data: { ...noticeItem(notice) },
          scope: { groups: [], agencies: [], confidential: false, username: notice.username },
        }),
      );
      return store.events.append(written, machine, session);
    });
    if (events.length > 0) options.onEvents(events);
  }

  function noticeOfPerson(
    username: string,
    kind: NoticeKind,
    entries: OutboxEntry[],
    before: Notice | undefined,
    at: number,
  ): Notice {
    const { data } = entries.at(-1)!.mail!;
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return {
      _id: before?._id ?? newId(random),
      username,
      kind,
      reportCode: entries.at(-1)!.reportCode || null,
      taskKey: text(data.task),
      stage: text(data.stage),
      dueAt: text(data.dueAt),
      count: (before?.count ?? 0) + entries.length,
      at,
      readAt: null,
      inPage: true,
      toldAt: before?.toldAt ?? machineNow(),
      expiresAt: new Date(machineNow() + noticeDays * dayMs),
    };
  }

  /** All new tasks that are due to be told, those apart that somebody has taken or that are no news. */
  async function newTasks(entry: OutboxEntry): Promise<void> {
    const due = await store.outbox.model
      .find({ kind: 'notice', state: 'pending', 'mail.template': 'new-task', nextAt: { $lte: machineNow() } } as never)
      .sort({ order: 1 })
      .limit(500)
      .lean<OutboxEntry[]>()
      .exec();
    const all = due.some(({ _id }) => _id === entry._id) ? due : [entry, ...due];
    const keys = all.map(({ mail }) => String(mail!.data.task));
    const since = (await options.now()) - newsMs;
    const free = await store.tasks.model
      .find({ _id: { $in: keys }, state: 'created', createdAt: { $gte: since } } as never)
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .exec();
    const open = new Set(free.map(({ _id }) => _id));
    const [news, old] = [true, false].map((wanted) =>
      all.filter(({ mail }) => open.has(String(mail!.data.task)) === wanted),
    ) as [OutboxEntry[], OutboxEntry[]];
    await drop(old);
    if (news.length > 0) await toStaff(news, 'newTask');
  }

  async function drop(entries: OutboxEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await store.transaction(async (session) => {
      const taken = await take(
        entries.map(({ _id }) => _id),
        session,
      );
      await settle(
        taken.map(({ _id }) => _id),
        'dropped',
        session,
      );
    });
  }

  const stillOpen = (task: Task | null): boolean => task?.open === true;

  return {
    async spread(entry) {
      const { to, template, data } = entry.mail!;
      const kind = kindOf(template);
      if ('sender' in to) await toSender(entry, to.sender);
      else if ('followersOf' in to) await toFollowers(entry, to.followersOf);
      else if (!kind) await drop([entry]);
      else if (kind === 'newTask') await newTasks(entry);
      else if (kind === 'handedOver' && 'username' in to) {
        const task = await store.tasks.find(String(data.task));
        if (stillOpen(task) && task?.assignee === to.username) await toStaff([entry], kind);
        else if (stillOpen(task) && machineNow() - entry.createdAt < handOverMs) return { again: 1_000 };
        else await drop([entry]);
      } else if (data.task && !stillOpen(await store.tasks.find(String(data.task)))) await drop([entry]);
      else await toStaff([entry], kind);
      return 'done';
    },
  };
}
