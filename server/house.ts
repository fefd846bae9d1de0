/** What every capability is given: settings, store, engine, clocks, randomness. Nothing in server/ is global. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../domain/clock.ts';
import type { Random } from '../domain/ids.ts';
import type { KeyScope } from '../domain/software.ts';
import type { Person } from '../store/people.ts';
import type { Session } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Figures } from './metrics/figures.ts';
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
  log: Log;
  /** What is counted for Prometheus. */
  figures: Figures;
  hub: Hub;
  /** What happens just now and is kept nowhere: who looks at what, who stands in for whom. */
  signals: Signals;
  /** Where what analysts wrote is run. */
  sandbox: Sandbox;
  /** Tells the outbox that there is something new. */
  wakeOutbox(): void;
  /** Tells the keeper (keeper.ts) that there is something to carry out. */
  wakeKeeper(): void;
}

/** The app as the routes see it. */
export type App = FastifyInstance;

/** Who is logged in, where somebody is. */
export type Actor = Pick<Person, 'name' | 'groups'> & {
  username: string;
  /** The groups that are the person's own, where `groups` holds those of absent people too. */
  own?: string[];
  /** Without rights until a second factor is set up or given (SECOND_FACTOR_FOR). */
  needsSecondFactor?: true;
  /** The absent people whom this one stands in for just now, with what each of them gives. */
  standsInFor?: StoodInFor[];
  /** The key that it came with, where it is no person but the software of an agency. */
  key?: { id: string; agency: string; scopes: KeyScope[] };
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
    /** How the person is logged in; null without a session. */
    session: Session | null;
  }
}

export type Request = FastifyRequest;
