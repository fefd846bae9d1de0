/**
 * Starts the server: settings, store, record endpoint, outbox, HTTP; deploys the procedure where the engine has none.
 * Leaves (leave.ts) and stops in the opposite order on SIGTERM, SIGINT, or when the parent's channel is gone.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { businessClock } from '../store/clock.ts';
import { startHeartbeat } from '../store/heartbeat.ts';
import { openKeyRing } from '../store/keyring.ts';
import { openStore } from '../store/store.ts';
import { expand } from '../store/upgrades/upgrade.ts';
import { TooNew } from '../store/versions.ts';
import { complaints, openLog } from '../telemetry/log.ts';
import { exportSpans } from '../telemetry/otlp.ts';
import { createApp } from './app.ts';
import { anchorWork } from './audit/anchor.ts';
import { deployWhereMissing, processId } from './deploy.ts';
import { calendarWork } from './directory/calendar/work.ts';
import { releaseHeldWork } from './directory/people/release.ts';
import { rosterGapWork } from './directory/roster/gap-work.ts';
import { successionWork } from './directory/successions/work.ts';
import { keepSweeping } from './files/sweep.ts';
import type { House } from './house.ts';
import { createKeeper } from './keeper.ts';
import { erasureWork } from './keeping/erasure-work.ts';
import { createLeaving, leave } from './leave.ts';
import { createMailbox } from './mail-in/mailbox.ts';
import { mailWork } from './mail-in/work.ts';
import { createFigures } from './metrics/figures.ts';
import { migrationWork } from './models/migration/work.ts';
import { releaseWork } from './models/release/finish.ts';
import { keepDigesting } from './notices/digests.ts';
import { createCourier } from './outbox/courier.ts';
import { createLetters } from './outbox/letters.ts';
import { createMailer } from './outbox/mailer.ts';
import { createPusher } from './outbox/pusher.ts';
import { createRelay } from './outbox/relay.ts';
import { createSpreader } from './outbox/spread.ts';
import { duePromise } from './plugins/sender/promise.ts';
import { submissions } from './plugins/sender/submit.ts';
import { recordsListener } from './records/listener.ts';
import { createProjector } from './records/projector.ts';
import { tellBatch } from './records/tell-batch.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { readSettings, SettingError } from './settings.ts';
import { figureDayWork } from './statistics/keep-days.ts';
import { createHub } from './stream/hub.ts';
import { createSignals } from './stream/signals.ts';
import { steps } from './upgrades/steps.ts';
import { upgradeWork } from './upgrades/work.ts';
import { EngineDown, zeebeOver } from './zeebe.ts';

const portOf = (addresses: (string | { port: number })[], standard: number): number => {
  const [first] = addresses;
  return typeof first === 'object' ? first.port : standard;
};

/** What stops behind the answers has so long (ms). */
const mostMs = 1_800;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const machineNow = Date.now;
  const log = openLog('server', settings.logLevel);
  const figures = createFigures();
  const complain = (work: string) => {
    const tell = complaints(log)(work);
    return (error: unknown): void => {
      figures.failed(work);
      tell(error);
    };
  };
  const spans = await exportSpans('server', process.env);

  const keys = openKeyRing(settings.keysDir);
  const store = await openStore({ uri: settings.mongodbUri, keys });
  await store.versions.check();
  figures.watchPool(store);
  await store.prepare();
  const upgrade = {
    store,
    steps,
    owner: randomUUID(),
    machineNow,
    say: (line: string) => console.log(`server: ${line}`),
  };
  await expand(upgrade);
  const heartbeat = await startHeartbeat(store.parts, 'server', machineNow);
  const zeebe = zeebeOver(settings.engine, log);
  const hub = createHub(store, complain('events'));
  await hub.start();
  const signals = createSignals(store, complain('signals'));
  signals.start();
  const clock = businessClock({
    clockControlled: settings.clockControlled,
    managementUrl: settings.engine.management,
  });
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const { now } = clock;
  const { publicUrl, secret, smtpUrl, mailFrom, mailIn, push } = settings;
  const letters = createLetters({ store, publicUrl, secret, mailIn, now });
  const mailbox = mailIn.address;
  const mailer = smtpUrl ? createMailer({ store, smtpUrl, from: mailFrom, mailbox, secret, letters }) : undefined;
  // Nothing leaves a training house: what would be pushed or called stays in its outbox.
  const pusher = settings.training ? undefined : createPusher({ store, letters, push, machineNow });
  const spreader = createSpreader({
    store,
    now,
    machineNow,
    random,
    mailToStaff: mailer !== undefined,
    onEvents: hub.offer,
  });
  const onError = complain('outbox');
  const relay = createRelay({
    store,
    zeebe,
    mailer,
    pusher,
    spreader,
    now,
    machineNow,
    onError,
    onSettled: figures.settled,
  });
  const { loopback } = settings.webhooks;
  const courier = createCourier({
    store,
    secret,
    loopback,
    machineNow,
    onError: complain('webhooks'),
    onSettled: figures.settled,
  });
  const leaving = createLeaving();
  const sandbox = createSandbox();
  const wakeOutbox = (): void => {
    relay.wake();
    if (!settings.training) courier.wake();
  };
  const wakeKeeper = (): void => keeper.wake();
  const parts = { settings, store, zeebe, clock, machineNow, random, log, figures, hub, signals, sandbox };
  const house: House = { ...parts, wakeOutbox, wakeKeeper };
  const works = [
    releaseWork(house),
    migrationWork(house),
    successionWork(house),
    calendarWork(house),
    releaseHeldWork(house),
    rosterGapWork(house),
    anchorWork(house, complain('audit')),
    erasureWork(house),
    upgradeWork(upgrade),
    figureDayWork(house),
  ];
  const keeper = createKeeper(works, complain('keeper'));
  // By itself: a mail with a large video holds nothing else up.
  const submit = submissions(house, duePromise(store, processId, machineNow));
  const mailKeeper = createKeeper([mailWork(house, { submit, onError: complain('mail') })], complain('mail'));
  const { imapUrl } = settings;
  const onTaken = (): void => mailKeeper.wake();
  const inbox = imapUrl ? createMailbox(house, { imapUrl, onTaken, onError: complain('mail') }) : undefined;

  const projector = createProjector({
    store,
    machineNow,
    onPoison(id, error) {
      figures.failed('projection');
      log.error({ err: error, record: id }, 'a record cannot be projected');
    },
  });
  const records = recordsListener({
    projector,
    user: settings.records.user,
    password: settings.records.password,
    onProjected({ events, outbox }) {
      hub.offer(events);
      if (outbox) wakeOutbox();
    },
    onError: complain('records'),
    machineNow,
    onBatch(batch) {
      tellBatch(batch, log);
      const { records: own, projected, ms } = batch;
      // A clock that is moved by hand says nothing of an age.
      const age = settings.clockControlled ? 0 : machineNow() - own.at(-1)!.timestamp;
      figures.batch({ applied: projected.applied, seconds: ms / 1000, lagSeconds: age / 1000 });
    },
  });
  await records.app.listen({ host: settings.records.host, port: settings.records.port });
  const watched = Object.assign(records.state, { listening: () => records.app.server.listening });
  const { app, streams } = await createApp(house, watched, leaving);
  await app.listen({ host: settings.host, port: settings.port });
  relay.start();
  if (!settings.training) courier.start();
  keeper.start();
  mailKeeper.start();
  inbox?.start();
  const stopSweeping = keepSweeping(house, complain('files'));
  const stopDigesting = smtpUrl ? keepDigesting(house, complain('digests')) : () => {};

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const { delayMs, graceMs } = settings.stop;
    setTimeout(() => process.exit(1), delayMs + graceMs + mostMs).unref();
    stopSweeping();
    stopDigesting();
    heartbeat.leave();
    await leave({ leaving, app, streams, stop: settings.stop });
    // Until here, what was being answered may have waited for a record.
    await records.app.close().catch(() => {});
    sandbox.close();
    await Promise.all([relay.stop(), courier.stop(), keeper.stop(), mailKeeper.stop(), inbox?.stop()]);
    await hub.stop();
    await signals.stop();
    mailer?.close();
    await pusher?.close();
    await zeebe.close().catch(() => {});
    await heartbeat.stop();
    await store.close();
    keys.close();
    await spans?.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  process.on('disconnect', () => void stop());

  const ports = {
    http: portOf(app.addresses(), settings.port),
    records: portOf(records.app.addresses(), settings.records.port),
  };
  process.send?.({ ready: true, ports });
  console.log(`server: ready on ${settings.publicUrl} (records on port ${ports.records})`);
  await deployWhenThere(async () => stopping || deployWhereMissing(store, zeebe, settings.bpmnDir), complain('deploy'));
}

/** The engine may come later than the server. */
async function deployWhenThere(deploy: () => Promise<unknown>, complain: (error: unknown) => void): Promise<void> {
  for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      await deploy();
      return;
    } catch (error) {
      if (!(error instanceof EngineDown)) {
        complain(error);
        wait = 5_000;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

main().catch((error) => {
  if (error instanceof SettingError || error instanceof TooNew) console.error(error.message);
  else openLog('server', 'fatal').fatal({ err: error }, 'the server cannot start');
  process.exit(1);
});
