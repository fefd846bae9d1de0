/**
 * Spreads a notice to its people: in one transaction the notice in their page, one mail and one push each person and
 * device, as each wants to be told. New tasks that come close together are told together, and so are hand-overs to one
 * person. What is no longer so when it is to be told is told to nobody. Who is away finds it in the page; the stand-in is
 * told.
 */
import type { ClientSession } from 'mongoose';
import { newId, type Random } from '../../domain/ids.ts';
import { channelsOf, kindOf, type NoticeKind } from '../../domain/notices.ts';
import { agencyOfSoftware } from '../../domain/software.ts';
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

  /** Those of these entries that no other server has spread meanwhile, within the transaction. */
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
  const owe = (items: OutboxItem[], session: ClientSession) => store.outbox.addAll(items, machineNow(), session);

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
      const report = await store.reports.find(code, session);
      if (report?.sender.email && !report.mailFailing)
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
      // What software holds is its agency's officers' to look after.
      const agency = agencyOfSoftware(to.username);
      if (agency !== undefined) return store.people.inGroups([`agency:${agency}:officer`]);
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
    const away = await tellStandIns(told, at);
    const names = [...told.keys()];
    const events = await store.telling(async (session) => {
      const ids = entries.map(({ _id }) => _id);
      const taken = new Set((await take(ids, session)).map(({ _id }) => _id));
      if (taken.size === 0) return [];
      const settings = await store.noticeSettings.ofAll(names, session);
      const open = kind === 'newTask' ? await store.notices.openNewTasks(names, session) : [];
      const free = await stillFree(open.flatMap(({ tasks }) => tasks));
      const machine = machineNow();
      const notices: Notice[] = [];
      const mails: OutboxItem[] = [];
      const toPush = new Map<string, To>();
      const noticeOf = new Map<string, string>();
      let first: OutboxEntry | undefined;
      for (const { person, entries: all } of told.values()) {
        const own = all.filter(({ _id }) => taken.has(_id));
        const newest = own.at(-1);
        const wanted = channelsOf(settings.get(person._id)!, kind);
        const channels = away.has(person._id) ? { inPage: wanted.inPage, push: false, mail: false } : wanted;
        if (!newest || !(channels.inPage || channels.push || channels.mail)) continue;
        first ??= newest;
        const before = open.find(({ username }) => username === person._id);
        const mayPush = channels.push && !(before && machine - before.toldAt < pushAgainMs);
        const notice = noticeOfPerson(person._id, kind, own, before, at);
        notice.tasks = [...(before?.tasks.filter((key) => free.has(key)) ?? []), ...notice.tasks];
        notice.count = Math.max(1, notice.tasks.length);
        notice.inPage = channels.inPage;
        if (mayPush || !before) notice.toldAt = machine;
        notices.push(notice);
        const to = { username: person._id };
        if (mayPush) {
          toPush.set(`person:${person._id}`, to);
          noticeOf.set(`person:${person._id}`, notice._id);
        }
        if (channels.mail && options.mailToStaff && person.email) {
          const mail = { ...newest.mail!, to, data: dataOf(notice) };
          const reportCode = notice.count > 1 ? '' : newest.reportCode;
          const _id = `mail:${newest._id}:${person._id}`;
          mails.push({ _id, kind: 'mail', reportCode, mail, notice: notice._id });
        }
      }
      await store.notices.write(notices, session);
      const items = first ? await pushes(first, toPush, noticeOf, session) : [];
      for (const item of items) {
        // Each person's own count and, where there is one task only, its own link.
        const notice = notices.find(({ _id }) => _id === item.notice)!;
        item.reportCode = notice.count > 1 ? '' : (notice.reportCode ?? '');
        item.mail = { ...item.mail!, data: dataOf(notice) };
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

  /** Article 14.1: adds those who stand in for somebody who is to be told; returns who is away. */
  async function tellStandIns(told: Map<string, Told>, at: number): Promise<Set<string>> {
    const all = await store.delegations.about([...told.keys()], at);
    const inForce = all.filter(({ absent, startsAt }) => startsAt <= at && told.has(absent));
    const people = new Map(
      (await store.people.findMany(inForce.map(({ standIn }) => standIn))).map((one) => [one._id, one]),
    );
    for (const { absent, standIn } of inForce) {
      const person = people.get(standIn);
      if (!person?.active) continue;
      const own = told.get(standIn) ?? { person, entries: [] };
      const fresh = told.get(absent)!.entries.filter((entry) => !own.entries.includes(entry));
      told.set(standIn, { person, entries: [...own.entries, ...fresh] });
    }
    return new Set(inForce.map(({ absent }) => absent));
  }

  /** What a mail or push says of a notice; of several things at once only how many. */
  function dataOf({ stage, dueAt, tasks: [task], count }: Notice): Mail['data'] {
    if (count > 1) return { stage, count };
    return { stage, count, ...(dueAt ? { dueAt } : {}), ...(task ? { task } : {}) };
  }

  function noticeOfPerson(
    username: string,
    kind: NoticeKind,
    entries: OutboxEntry[],
    before: Notice | undefined,
    at: number,
  ): Notice {
    const { data } = entries.at(-1)!.mail!;
    const keys = entries.flatMap(({ mail }) => (typeof mail!.data.task === 'string' ? [mail!.data.task] : []));
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return {
      _id: before?._id ?? newId(random),
      username,
      kind,
      reportCode: entries.at(-1)!.reportCode || null,
      tasks: [...new Set(keys)],
      stage: text(data.stage),
      dueAt: text(data.dueAt),
      count: entries.length,
      at,
      readAt: null,
      inPage: true,
      toldAt: before?.toldAt ?? machineNow(),
      expiresAt: new Date(machineNow() + noticeDays * dayMs),
    };
  }

  /** All entries of this kind that are due, and to the same people where `to` is given. */
  async function dueWith(entry: OutboxEntry, to?: Mail['to']): Promise<OutboxEntry[]> {
    const { template } = entry.mail!;
    const filter = { kind: 'notice', state: 'pending', 'mail.template': template, nextAt: { $lte: machineNow() } };
    const due = await store.outbox.model
      .find({ ...filter, ...(to ? { 'mail.to': to } : {}) } as never)
      .sort({ order: 1 })
      .limit(500)
      .lean<OutboxEntry[]>()
      .exec();
    return due.some(({ _id }) => _id === entry._id) ? due : [entry, ...due];
  }
  const tasksOf = (entries: OutboxEntry[]): Promise<Task[]> =>
    store.tasks.model
      .find({ _id: { $in: entries.map(({ mail }) => String(mail!.data.task)) } } as never)
      .select({ state: 1, open: 1, assignee: 1, createdAt: 1 })
      .lean<Task[]>()
      .exec();

  /** Of tasks that were told of as new: those that nobody has taken. */
  async function stillFree(keys: string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const found = await store.tasks.model
      .find({ _id: { $in: keys }, state: 'created' } as never)
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .exec();
    return new Set(found.map(({ _id }) => _id));
  }

  /** New tasks, those apart that somebody has taken or that are no news. */
  async function newTasks(entry: OutboxEntry): Promise<void> {
    const all = await dueWith(entry);
    const since = (await options.now()) - newsMs;
    const free = (await tasksOf(all)).filter(({ state, createdAt }) => state === 'created' && createdAt >= since);
    const open = new Set(free.map(({ _id }) => _id));
    const isNews = ({ mail }: OutboxEntry): boolean => open.has(String(mail!.data.task));
    await drop(all.filter((one) => !isNews(one)));
    const news = all.filter(isNews);
    if (news.length > 0) await toStaff(news, 'newTask');
  }

  /** What was handed over to one person, once the records show it. */
  async function handedOver(entry: OutboxEntry, username: string): Promise<'done' | { again: number }> {
    const all = await dueWith(entry, entry.mail!.to);
    const tasks = new Map((await tasksOf(all)).map((task) => [task._id, task]));
    const taskOf = ({ mail }: OutboxEntry): Task | undefined => tasks.get(String(mail!.data.task));
    const isNow = (one: OutboxEntry): boolean => taskOf(one)?.open === true && taskOf(one)?.assignee === username;
    const isOver = (one: OutboxEntry): boolean => !taskOf(one)?.open || machineNow() - one.createdAt >= handOverMs;
    await drop(all.filter((one) => !isNow(one) && isOver(one)));
    const now = all.filter(isNow);
    if (now.length > 0) await toStaff(now, 'handedOver');
    return isNow(entry) || isOver(entry) ? 'done' : { again: 1_000 };
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
      else if (kind === 'handedOver' && 'username' in to) return handedOver(entry, to.username);
      else if (data.task && !stillOpen(await store.tasks.find(String(data.task)))) await drop([entry]);
      else await toStaff([entry], kind);
      return 'done';
    },
  };
}
