/** The door of this room: all collections over one connection, their indexes, and transactions. */
import type { ClientSession, Connection, Model } from 'mongoose';
import { actsOf } from './acts.ts';
import { agenciesOf } from './agencies.ts';
import { articlesOf } from './articles.ts';
import { auditOf } from './audit.ts';
import { calendarsOf } from './calendars.ts';
import { completionsOf } from './completions.ts';
import { type ConnectOptions, connect } from './connect.ts';
import { deadlinesOf } from './deadlines.ts';
import { definitionsOf } from './definitions.ts';
import { delegationsOf } from './delegations.ts';
import { draftsOf } from './drafts.ts';
import { eventsOf } from './events.ts';
import { figuresOf } from './figures.ts';
import { filesOf } from './files.ts';
import { followersOf } from './followers.ts';
import { forecastsOf } from './forecasts.ts';
import { idempotencyOf } from './idempotency.ts';
import { incidentsOf } from './incidents.ts';
import { instancesOf } from './instances.ts';
import { migrationsOf } from './migrations.ts';
import { modelsOf } from './models.ts';
import { noticeSettingsOf } from './notice-settings.ts';
import { noticesOf } from './notices.ts';
import { outboxOf } from './outbox.ts';
import { passagesOf } from './passages.ts';
import { type Past, pastOf } from './past.ts';
import { peopleOf } from './people.ts';
import { positionsOf } from './positions.ts';
import { presenceOf } from './presence.ts';
import { pushSubscriptionsOf } from './push-subscriptions.ts';
import { rehearsalsOf } from './rehearsals.ts';
import { releasesOf } from './releases.ts';
import { repliesOf } from './replies.ts';
import { replyTemplatesOf } from './reply-templates.ts';
import { reportsOf } from './reports.ts';
import { sessionsOf } from './sessions.ts';
import { subscriptionsOf } from './subscriptions.ts';
import { tasksOf } from './tasks.ts';
import { timersOf } from './timers.ts';
import { trailsOf } from './trails.ts';
import { uploadsOf } from './uploads.ts';
import { viewsOf } from './views.ts';

function collectionsOf(connection: Connection) {
  return {
    reports: reportsOf(connection),
    figures: figuresOf(connection),
    people: peopleOf(connection),
    agencies: agenciesOf(connection),
    calendars: calendarsOf(connection),
    deadlines: deadlinesOf(connection),
    completions: completionsOf(connection),
    replies: repliesOf(connection),
    replyTemplates: replyTemplatesOf(connection),
    outbox: outboxOf(connection),
    tasks: tasksOf(connection),
    drafts: draftsOf(connection),
    presence: presenceOf(connection),
    delegations: delegationsOf(connection),
    views: viewsOf(connection),
    instances: instancesOf(connection),
    acts: actsOf(connection),
    incidents: incidentsOf(connection),
    timers: timersOf(connection),
    trails: trailsOf(connection),
    passages: passagesOf(connection),
    subscriptions: subscriptionsOf(connection),
    articles: articlesOf(connection),
    definitions: definitionsOf(connection),
    models: modelsOf(connection),
    rehearsals: rehearsalsOf(connection),
    forecasts: forecastsOf(connection),
    releases: releasesOf(connection),
    migrations: migrationsOf(connection),
    events: eventsOf(connection),
    positions: positionsOf(connection),
    sessions: sessionsOf(connection),
    idempotency: idempotencyOf(connection),
    files: filesOf(connection),
    uploads: uploadsOf(connection),
    followers: followersOf(connection),
    notices: noticesOf(connection),
    noticeSettings: noticeSettingsOf(connection),
    pushSubscriptions: pushSubscriptionsOf(connection),
    audit: auditOf(connection),
  };
}

export interface Store extends ReturnType<typeof collectionsOf> {
  connection: Connection;
  /** What was at a moment. */
  past: Past;
  /**
   * Runs `work` in a transaction (majority, journal; snapshot reads) and returns its result. `work` may run again after
   * a write conflict, so it must have no effect outside of `session`.
   */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  /** Creates collections and indexes where they are missing; safe to run by several processes at once. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Connects and hands out the collections. Call `prepare()` once at a process's start. */
export async function openStore(options: ConnectOptions): Promise<Store> {
  return storeOver(await connect(options));
}

/** The same over a connection that the caller owns. */
export function storeOver(connection: Connection): Store {
  const collections = collectionsOf(connection);
  const past = pastOf(collections);
  return {
    connection,
    ...collections,
    past,
    async transaction(work) {
      const session = await connection.startSession();
      try {
        return await session.withTransaction(() => work(session), {
          readConcern: { level: 'snapshot' },
          writeConcern: { w: 'majority', journal: true },
          readPreference: 'primary',
        });
      } finally {
        await session.endSession();
      }
    },
    async prepare() {
      // Collections must be there before a transaction writes to them; all indexes of one in one command.
      await Promise.all(connection.modelNames().map((name) => prepareOne(connection.model(name) as never)));
      await past.hangUp();
    },
    close: () => connection.close(),
  };
}

async function prepareOne(model: Model<unknown>): Promise<void> {
  const specs = model.schema
    .indexes()
    .map(([key, options]) => ({ ...(options as object), key }) as unknown as { key: Record<string, 1> });
  if (specs.length > 0) await model.collection.createIndexes(specs);
  else await model.createCollection().catch(ignoreExists);
}

function ignoreExists(error: unknown): void {
  // 48 NamespaceExists: another process was faster.
  if ((error as { code?: number }).code !== 48) throw error;
}
