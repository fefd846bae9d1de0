/**
 * One event stream for all pages of a visit. The browser reconnects by itself and sends Last-Event-ID, so nothing is
 * lost in between; `reset` (the server no longer has what was missed) tells every listener to read anew.
 */
import type {
  CalendarEvent,
  IncidentEvent,
  InstanceEvent,
  NoticeEvent,
  PresenceEvent,
  ReleaseEvent,
  ReportEvent,
  TaskEvent,
} from '../../domain/api/stream.ts';
import type { CountsEvent, PulseEvent } from '../../domain/api/watch.ts';

export interface StreamEvents {
  task: TaskEvent;
  instance: InstanceEvent;
  incident: IncidentEvent;
  report: ReportEvent;
  /** Somebody else comes to a task, writes in it, or leaves. */
  presence: PresenceEvent;
  /** A release, or a migration of running reports, has gone on. */
  release: ReleaseEvent;
  /** The working calendar has a new version, or its open deadlines have moved on. */
  calendar: CalendarEvent;
  /** For the person who is logged in. */
  notice: NoticeEvent;
  /** What stands where on the diagrams has changed. */
  counts: CountsEvent;
  /** Everything up to this moment has been said. */
  pulse: PulseEvent;
  /** Something may have been missed: read anew. */
  reset: null;
  /** The connection's state: true while events flow. */
  connected: boolean;
}
type Name = keyof StreamEvents;
type Listener<N extends Name> = (event: StreamEvents[N]) => void;

const names = [
  'task',
  'instance',
  'incident',
  'report',
  'notice',
  'presence',
  'release',
  'calendar',
  'counts',
  'pulse',
  'reset',
] as const;
const listeners = new Map<Name, Set<Listener<never>>>();
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;
/** How long a stream stays open that nobody listens to. */
const idleMs = 5_000;
let connected = false;

function tell<N extends Name>(name: N, event: StreamEvents[N]): void {
  for (const listener of listeners.get(name) ?? []) (listener as Listener<N>)(event);
}

function connection(state: boolean): void {
  if (connected === state) return;
  connected = state;
  tell('connected', state);
}

function open(): void {
  source = new EventSource('/api/stream?live=true', { withCredentials: true });
  let known = false;
  source.onopen = () => {
    connection(true);
    // A new stream begins with what comes next: whatever happened since the pages read is read now. When the browser
    // reconnects this same stream it sends Last-Event-ID and misses nothing.
    if (!known) tell('reset', null);
    known = true;
  };
  source.onerror = () => {
    connection(false);
    // The browser gives up for good on an answer that is not a stream (a proxy's 502, a session that ended).
    if (source?.readyState === EventSource.CLOSED) reopen();
  };
  for (const name of names) {
    source.addEventListener(name, (message) => {
      const text = (message as MessageEvent<string>).data;
      tell(name, (name === 'reset' ? null : JSON.parse(text)) as never);
    });
  }
}

function reopen(): void {
  source?.close();
  source = null;
  clearTimeout(retry);
  retry = setTimeout(() => {
    if (count() === 0) return;
    open();
  }, 3_000);
}

function close(): void {
  if (count() > 0) return;
  clearTimeout(retry);
  source?.close();
  source = null;
  connected = false;
}

function count(): number {
  let sum = 0;
  for (const set of listeners.values()) sum += set.size;
  return sum;
}

/** Listens to one kind of event; the stream is open while anybody listens. Answers how to stop. */
export function listen<N extends Name>(name: N, listener: Listener<N>): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set);
  set.add(listener as Listener<never>);
  if (!source) open();
  if (name === 'connected') (listener as Listener<'connected'>)(connected);
  return () => {
    set.delete(listener as Listener<never>);
    if (count() > 0) return;
    // The next page of the visit takes the stream over; closing it in between would lose events.
    clearTimeout(idle);
    idle = setTimeout(close, idleMs);
  };
}
