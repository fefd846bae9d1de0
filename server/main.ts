/**
 * Starts the server: settings, store, record endpoint, outbox, HTTP; deploys the procedure where the engine has none.
 * Stops in the opposite order within five seconds on SIGTERM, SIGINT, or when the parent's channel is gone.
 */
import { randomBytes } from 'node:crypto';
import { businessClock } from '../store/clock.ts';
import { openStore } from '../store/store.ts';
import { createApp } from './app.ts';
import { deployWhereMissing } from './deploy.ts';
import { keepSweeping } from './files/sweep.ts';
import type { House } from './house.ts';
import { createKeeper } from './models/keeper.ts';
import { keepDigesting } from './notices/digests.ts';
import { createLetters } from './outbox/letters.ts';
import { createMailer } from './outbox/mailer.ts';
import { createPusher } from './outbox/pusher.ts';
import { createRelay } from './outbox/relay.ts';
import { createSpreader } from './outbox/spread.ts';
import { recordsListener } from './records/listener.ts';
import { createProjector } from './records/projector.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { readSettings, SettingError } from './settings.ts';
import { createHub } from './stream/hub.ts';
import { createSignals } from './stream/signals.ts';
import { EngineDown, zeebeOver } from './zeebe.ts';

const portOf = (addresses: (string | { port: number })[], standard: number): number => {
  const [first] = addresses;
  return typeof first === 'object' ? first.port : standard;
};

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const machineNow = Date.now;
  const complain = (what: string) => (error: unknown) =>
    console.error(`server: ${what}: ${String((error as Error)?.message ?? error).slice(0, 300)}`);

  const store = await openStore({ uri: settings.mongodbUri });
  await store.prepare();
  const zeebe = zeebeOver(settings.engine);
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
  const { publicUrl, secret, smtpUrl, mailFrom, push } = settings;
  const letters = createLetters({ store, publicUrl, secret, now });
  const mailer = smtpUrl ? createMailer({ store, smtpUrl, from: mailFrom, letters }) : undefined;
  const pusher = createPusher({ store, letters, push, machineNow });
  const spreader = createSpreader({
    store,
    now,
    machineNow,
    random,
    mailToStaff: mailer !== undefined,
    onEvents: hub.offer,
  });
  const onError = complain('outbox');
  const relay = createRelay({ store, zeebe, mailer, pusher, spreader, now, machineNow, onError });
  const sandbox = createSandbox();
  const { wake: wakeOutbox } = relay;
  const wakeKeeper = (): void => keeper.wake();
  const parts = { settings, store, zeebe, clock, machineNow, random, hub, signals, sandbox };
  const house: House = { ...parts, wakeOutbox, wakeKeeper };
  const keeper = createKeeper(house, complain('keeper'));

  const projector = createProjector({
    store,
    machineNow,
    onPoison: (id, error) => complain(`record ${id} cannot be projected`)(error),
  });
  const records = recordsListener({
    projector,
    user: settings.records.user,
    password: settings.records.password,
    onProjected({ events, outbox }) {
      hub.offer(events);
      if (outbox) relay.wake();
    },
    onError: complain('records'),
  });
  await records.app.listen({ host: settings.records.host, port: settings.records.port });
  const watched = Object.assign(records.state, { listening: () => records.app.server.listening });
  const { app, streams } = await createApp(house, watched);
  await app.listen({ host: settings.host, port: settings.port });
  relay.start();
  keeper.start();
  const stopSweeping = keepSweeping(house, complain('files'));
  const stopDigesting = smtpUrl ? keepDigesting(house, complain('digests')) : () => {};

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const force = setTimeout(() => process.exit(1), 4_800);
    force.unref();
    stopSweeping();
    stopDigesting();
    sandbox.close();
    streams.close();
    await Promise.allSettled([app.close(), records.app.close()]);
    await Promise.all([relay.stop(), keeper.stop()]);
    await hub.stop();
    await signals.stop();
    mailer?.close();
    await pusher.close();
    await zeebe.close().catch(() => {});
    await store.close();
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
  console.error(error instanceof SettingError ? error.message : error);
  process.exit(1);
});
