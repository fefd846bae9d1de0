/** The door of this room: all collections over one connection, their indexes, and transactions. */
import type { ClientSession, Connection, Model } from 'mongoose';
import { spanned } from '../telemetry/spans.ts';
import { currentTrace } from '../telemetry/trace.ts';
import { actsOf } from './acts.ts';
import { agenciesOf } from './agencies.ts';
import { apiKeysOf } from './api-keys.ts';
import { areasOf } from './areas.ts';
import { articlesOf } from './articles.ts';
import { auditOf } from './audit.ts';
import { backupNotesOf } from './backup-notes.ts';
import { calendarEditsOf } from './calendar-edits.ts';
import { calendarsOf } from './calendars.ts';
import { completionsOf } from './completions.ts';
import { type ConnectOptions, connect } from './connect.ts';
import { deadlinesOf } from './deadlines.ts';
import { definitionsOf } from './definitions.ts';
import { delegationsOf } from './delegations.ts';
import { directoryOf } from './directory.ts';
import { disclosuresOf } from './disclosures.ts';
import { dossiersOf } from './dossiers.ts';
import { draftsOf } from './drafts.ts';
import { dutiesOf } from './duties.ts';
import { erasuresOf } from './erasures.ts';
import { eventsOf } from './events.ts';
import { fieldsOf } from './fields.ts';
import { figureDaysOf } from './figure-days.ts';
import { figuresOf } from './figures.ts';
import { filesOf } from './files.ts';
import { fixedReportsOf } from './fixed-reports.ts';
import { followersOf } from './followers.ts';
import { forecastsOf } from './forecasts.ts';
import { idempotencyOf } from './idempotency.ts';
import { identitiesOf } from './identities.ts';
import { importsOf } from './imports.ts';
import { incidentsOf } from './incidents.ts';
import { instancesOf } from './instances.ts';
import type { KeyRing } from './keyring.ts';
import { leasesOf } from './leases.ts';
import { mailsOf } from './mails.ts';
import { marksOf } from './marks.ts';
import { migrationsOf } from './migrations.ts';
import { modelsOf } from './models.ts';
import { noticeSettingsOf } from './notice-settings.ts';
import { noticesOf } from './notices.ts';
import { outboxOf } from './outbox.ts';
import { partsOf } from './parts.ts';
import { passagesOf } from './passages.ts';
import { passwordLinksOf } from './password-links.ts';
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
import { retentionOf } from './retention.ts';
import { type Seals, sealsOver } from './sealed.ts';
import { secondFactorsOf } from './second-factors.ts';
import { sessionsOf } from './sessions.ts';
import { subscriptionsOf } from './subscriptions.ts';
import { successionsOf } from './successions.ts';
import { tasksOf } from './tasks.ts';
import { timersOf } from './timers.ts';
import { trailsOf } from './trails.ts';
import { uploadsOf } from './uploads.ts';
import { versionsOf } from './versions.ts';
import { viewsOf } from './views.ts';
import { webhooksOf } from './webhooks.ts';

function collectionsOf(connection: Connection, seals: Seals) {
  const agencies = agenciesOf(connection);
  const areas = areasOf(connection);
  const fields = fieldsOf(connection);
  return {
    reports: reportsOf(connection, seals),
    figures: figuresOf(connection),
    figureDays: figureDaysOf(connection),
    dossiers: dossiersOf(connection),
    fixedReports: fixedReportsOf(connection),
    marks: marksOf(connection),
    people: peopleOf(connection),
    passwordLinks: passwordLinksOf(connection),
    duties: dutiesOf(connection),
    agencies,
    areas,
    fields,
    directory: directoryOf(connection, { agencies, areas, fields }),
    calendars: calendarsOf(connection),
    calendarEdits: calendarEditsOf(connection),
    deadlines: deadlinesOf(connection),
    completions: completionsOf(connection),
    replies: repliesOf(connection),
    replyTemplates: replyTemplatesOf(connection),
    outbox: outboxOf(connection),
    mails: mailsOf(connection, seals),
    leases: leasesOf(connection),
    tasks: tasksOf(connection),
    drafts: draftsOf(connection),
    presence: presenceOf(connection),
    delegations: delegationsOf(connection),
    views: viewsOf(connection),
    instances: instancesOf(connection),
    acts: actsOf(connection),
    imports: importsOf(connection),
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
    successions: successionsOf(connection),
    releases: releasesOf(connection),
    migrations: migrationsOf(connection),
    events: eventsOf(connection),
    positions: positionsOf(connection),
    sessions: sessionsOf(connection),
    secondFactors: secondFactorsOf(connection),
    identities: identitiesOf(connection),
    idempotency: idempotencyOf(connection),
    files: filesOf(connection, seals),
    uploads: uploadsOf(connection, seals),
    followers: followersOf(connection, seals),
    notices: noticesOf(connection),
    noticeSettings: noticeSettingsOf(connection),
    pushSubscriptions: pushSubscriptionsOf(connection, seals),
    retention: retentionOf(connection),
    erasures: erasuresOf(connection),
    disclosures: disclosuresOf(connection),
    versions: versionsOf(connection),
    parts: partsOf(connection),
    backupNotes: backupNotesOf(connection),
    audit: auditOf(connection),
    apiKeys: apiKeysOf(connection),
    webhooks: webhooksOf(connection),
  };
}

export interface Store extends ReturnType<typeof collectionsOf> {
  connection: Connection;
  /** Seals and opens what is kept sealed; opens nothing where the store was opened without keys. */
  seals: Seals;
  /** What was at a moment. */
  past: Past;
  /**
   * Runs `work` in a transaction (majority, journal; snapshot reads) and returns its result. `work` may run again after
   * a write conflict, so it must have no effect outside of `session`.
   */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  /**
   * The same for work that appends events. They all draw from one counter, so that of two at the same time the later one
   * has to do all its work again: those of one process take turns. Where another process was faster, the counter is taken
   * first the next time, so that a long one among many short ones is not too late for ever. Not at once, because a
   * process that is killed while it holds it keeps everybody waiting until the database gives its transaction up.
   */
  telling<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  /** Creates collections and indexes where they are missing; safe to run by several processes at once. What shape is in them: upgrades/. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions extends ConnectOptions {
  /** Without it what is sealed reads as absent and cannot be written. Closed by who opened it. */
  keys?: KeyRing;
}

/** Connects and hands out the collections. Call `prepare()` once at a process's start. */
export async function openStore({ keys, ...options }: StoreOptions): Promise<Store> {
  return storeOver(await connect(options), keys);
}

/** The same over a connection that the caller owns. */
export function storeOver(connection: Connection, keys?: KeyRing): Store {
  const seals = sealsOver(keys ?? null);
  const collections = collectionsOf(connection, seals);
  const past = pastOf(collections);
  const transaction = <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
    measured(async () => {
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
    });
  let before: Promise<unknown> = Promise.resolve();
  return {
    connection,
    seals,
    ...collections,
    past,
    transaction,
    telling(work) {
      let again = false;
      const mine = before.then(() =>
        transaction(async (session) => {
          if (again) await collections.events.take(session);
          again = true;
          return work(session);
        }),
      );
      before = mine.catch(() => {});
      return mine;
    },
    async prepare() {
      // Collections must be there before a transaction writes to them; all indexes of one in one command.
      await Promise.all(connection.modelNames().map((name) => prepareOne(connection.model(name) as never)));
    },
    close: () => connection.close(),
  };
}

/** A transaction is a step of the request that it is for; one that serves many is none. */
const measured = <T>(work: () => Promise<T>): Promise<T> =>
  currentTrace() ? spanned('store transaction', { kind: 'client' }, work) : work();

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
