/** What every capability is given: settings, store, engine, clocks, randomness. Nothing in server/ is global. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Random } from '../domain/ids.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Settings } from './settings.ts';
import type { Hub } from './stream/hub.ts';
import type { Signals } from './stream/signals.ts';
import type { Zeebe } from './zeebe.ts';

export interface House {
  settings: Settings;
  store: Store;
  zeebe: Zeebe;
  /** Business time. */
  clock: Clock;
  /** Machine time, epoch ms: sessions, tokens, limits. */
  machineNow(): number;
  random: Random;
  hub: Hub;
  /** What happens just now and is kept nowhere: who looks at what, who stands in for whom. */
  signals: Signals;
  /** Where what analysts wrote is run. */
  sandbox: Sandbox;
  /** Tells the outbox that there is something new. */
  wakeOutbox(): void;
  /** Tells the keeper (models/keeper.ts) that there is something to carry out. */
  wakeKeeper(): void;
}

/** The app as the routes see it. */
export type App = FastifyInstance;

/** Who is logged in, where somebody is. */
export type Actor = Pick<Person, 'name' | 'groups'> & {
  username: string;
  /** The groups that are the person's own, where `groups` holds those of absent people too. */
  own?: string[];
  /** The absent people whom this one stands in for just now, with what each of them gives. */
  standsInFor?: StoodInFor[];
};

export interface StoodInFor {
  username: string;
  name: string;
  groups: string[];
  /** Business time. */
  until: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by plugins/session.ts; null for people without a session. */
    actor: Actor | null;
    /** When the session ends by itself (ms of the machine); null without one. */
    sessionUntil: number | null;
  }
}

export type Request = FastifyRequest;
