/**
 * Server-sent events for staff: every event has an id, `Last-Event-ID` resumes for 24 hours or 100,000 events, what is
 * older gets `reset`. What a person may not see is not sent.
 */

import type { ServerResponse } from 'node:http';
import { asDocument } from '../../domain/api/common.ts';
import { StreamHeaders, StreamQuery } from '../../domain/api/stream.ts';
import { type Action, may } from '../../domain/rights.ts';
import type { StreamEvent } from '../../store/events.ts';
import type { Presence } from '../../store/presence.ts';
import type { Session } from '../../store/sessions.ts';
import type { Actor, App, House } from '../house.ts';
import { actorOfSession, needRight } from '../plugins/session.ts';
import { wire } from '../views/time.ts';
import type { Board } from './board.ts';

const heartbeatMs = 20_000;
/** How far back a stream resumes. */
const mostMissed = 100_000;
/** A listener that reads slower than this much behind is cut off; it resumes by its last id. */
const mostBuffered = 4 * 1024 * 1024;
/** That a person has left, or has other groups now, is seen at the latest after this. */
const recheckMs = 60_000;
/** Who is asked to come again elsewhere comes within this time, not all at once (ms). */
const comeAgainMs = { least: 100, most: 1_500 };

export interface Streams {
  /** Ends all open streams, so that the server can close; each is told when to come again, by its last id. */
  close(): void;
  count(): number;
}

export function streamRoutes(app: App, house: House, board: Board): Streams {
  const open = new Set<ServerResponse>();
  let closed = false;
  const live = liveness(house, board);

  app.get<{ Querystring: StreamQuery }>(
    '/api/stream',
    {
      schema: {
        tags: ['stream'],
        summary: 'Events as they happen',
        headers: StreamHeaders,
        querystring: StreamQuery,
        response: { 200: asDocument('text/event-stream') },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'stream.listen');
      const lastId = request.headers['last-event-id'];
      reply.hijack();
      const response = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) response.setHeader(name, value);
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
        'x-accel-buffering': 'no',
      });
      say(response, 'retry: 2000\n\n');
      if (closed) return void response.end();
      open.add(response);
      if (request.query.live) live.add(response);
      const stop = await follow(
        house,
        { actor, session: request.session },
        response,
        typeof lastId === 'string' ? lastId : undefined,
      );
      request.raw.once('close', () => {
        stop();
        open.delete(response);
        live.remove(response);
      });
    },
  );

  return {
    close() {
      closed = true;
      for (const response of open) {
        const { least, most } = comeAgainMs;
        response.end(`retry: ${Math.round(least + Math.random() * (most - least))}\n\n`);
      }
    },
    count: () => open.size,
  };
}

/** Nothing more to a stream that has been ended and whose connection is still there. */
function say(response: ServerResponse, words: string): void {
  if (!response.writableEnded && words) response.write(words);
}

/** How often it is said that everything has been said (ms). */
const pulseMs = 2_000;

/** Counts and pulses, the same words for all who asked for them; nothing is counted while nobody did. */
function liveness(house: House, board: Board) {
  const listening = new Set<ServerResponse>();
  let stop: (() => void) | undefined;
  const tell = (event: string, data: unknown): void => {
    const words = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const one of listening) if (one.writableLength <= mostBuffered) say(one, words);
  };
  function start(): () => void {
    const stopListening = board.listen((event) => tell('counts', event));
    const pulse = setInterval(() => {
      house.clock.now().then(
        (now) => tell('pulse', { at: wire(now) }),
        () => {},
      );
    }, pulseMs);
    return () => {
      stopListening();
      clearInterval(pulse);
    };
  }
  return {
    add(response: ServerResponse): void {
      listening.add(response);
      stop ??= start();
    },
    remove(response: ServerResponse): void {
      if (!listening.delete(response) || listening.size > 0) return;
      stop?.();
      stop = undefined;
    },
  };
}

/** Sends what was missed, then what happens; returns how to stop. */
async function follow(
  house: House,
  who: { actor: Actor; session: Session | null },
  response: ServerResponse,
  lastId: string | undefined,
): Promise<() => void> {
  let { actor } = who;
  let sent = 0;
  let live = false;
  const early: StreamEvent[] = [];
  const give = (events: StreamEvent[]): void => {
    if (response.writableEnded) return;
    let text = '';
    for (const event of events) {
      if (event._id <= sent) continue;
      sent = event._id;
      text += written(actor, event);
    }
    if (text) say(response, text);
    if (response.writableLength > mostBuffered) response.destroy();
  };
  const stopListening = house.hub.listen((events) => {
    if (live) give(events);
    else early.push(...events);
  });
  /** Null when the person has left, or ended this session from another device. */
  async function whoNow(): Promise<Actor | null> {
    const { store, machineNow } = house;
    const session = who.session && (await store.sessions.find(who.session._id, machineNow()));
    return session && actorOfSession(house, session);
  }
  /** Who stands in for somebody sees more from now on, or less: then the page reads anew. */
  async function lookAgain(): Promise<void> {
    const now = await whoNow().catch(() => undefined);
    if (now === undefined || response.writableEnded) return;
    if (now === null) response.end();
    else if (now.groups.toSorted().join() !== actor.groups.toSorted().join()) {
      actor = now;
      say(response, 'event: reset\ndata: {}\n\n');
    }
  }
  const stopSignals = house.signals.listen((signal) => {
    if (signal.of === 'presence') say(response, presenceWritten(actor, signal.presence));
    else if (signal.standIn === who.actor.username) void lookAgain();
  });
  const heartbeat = setInterval(() => say(response, ':\n\n'), heartbeatMs);
  const recheck = setInterval(() => void lookAgain(), recheckMs);
  const stop = (): void => {
    clearInterval(heartbeat);
    clearInterval(recheck);
    stopSignals();
    stopListening();
  };
  try {
    const newest = await house.store.events.last();
    if (lastId === undefined) {
      sent = newest;
      // A first id, so that a connection that breaks before the first event resumes without loss.
      say(response, `id: ${newest}\n:\n\n`);
    } else {
      const from = await resumable(house, lastId, newest);
      if (from === null) {
        sent = newest;
        say(response, `id: ${newest}\nevent: reset\ndata: {}\n\n`);
      } else {
        sent = from;
        for (;;) {
          const missed = await house.store.events.after(sent, 1_000);
          if (missed.length === 0) break;
          const before = sent;
          give(missed);
          sent = Math.max(before, missed.at(-1)!._id);
        }
      }
    }
    live = true;
    give(early);
    const present = await house.store.presence.now(house.machineNow());
    say(response, present.map((one) => presenceWritten(actor, one)).join(''));
  } catch (error) {
    stop();
    response.destroy(error as Error);
  }
  return stop;
}

/** The id to go on after; null when what was missed is no longer there, or the id is none of ours. */
async function resumable(house: House, lastId: string, newest: number): Promise<number | null> {
  if (!/^\d{1,15}$/.test(lastId)) return null;
  const id = Number(lastId);
  if (id > newest || newest - id > mostMissed) return null;
  if (id === newest) return id;
  const oldest = await house.store.events.oldest();
  return oldest !== null && id >= oldest - 1 ? id : null;
}

/** Notices are apart: they are for the one person whom they name. */
const actionOf: Record<Exclude<StreamEvent['type'], 'notice'>, Action> = {
  task: 'task.see',
  instance: 'instance.see',
  incident: 'incident.see',
  report: 'report.see',
  release: 'instance.migrate',
  calendar: 'stream.listen',
};

/** Somebody else's presence as text, without an id: it is not kept. Empty for who may not see the task. */
function presenceWritten(actor: Actor, { taskKey: key, username, name, state, groups }: Presence): string {
  if (username === actor.username || !may(actor.groups, 'task.see', { candidateGroups: groups })) return '';
  return `event: presence\ndata: ${JSON.stringify({ key, username, name, state })}\n\n`;
}

/** The event as text; an empty comment for what this person may not see, so that the id still moves on. */
function written(actor: Actor, event: StreamEvent): string {
  if (event.type === 'notice') return event.scope.username === actor.username ? text(event, event.data) : '';
  const subject = { candidateGroups: event.scope.groups, agencies: event.scope.agencies };
  const own = event.type === 'task' ? { candidateGroups: event.scope.groups } : subject;
  if (!may(actor.groups, actionOf[event.type], own)) return '';
  let { data } = event;
  if (event.scope.confidential && !may(actor.groups, 'report.see-confidential', subject)) {
    if (event.type === 'report') return '';
    if ('summary' in data) data = { ...data, summary: '' };
  }
  return text(event, data);
}

/** Events as most people get them: written once, however many listen. */
const whole = new WeakMap<StreamEvent, string>();

function text(event: StreamEvent, data: unknown): string {
  const known = data === event.data ? whole.get(event) : undefined;
  if (known !== undefined) return known;
  const words = `id: ${event._id}\nevent: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`;
  if (data === event.data) whole.set(event, words);
  return words;
}
