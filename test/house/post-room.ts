/**
 * For tests of what people are told: a house with its outbox running over a mail server and a push service of the
 * test's own. Both clocks stand still until the test moves them, together.
 */

import { createLetters } from '../../server/outbox/letters.ts';
import { createMailer } from '../../server/outbox/mailer.ts';
import { createPusher } from '../../server/outbox/pusher.ts';
import { createRelay, type Relay } from '../../server/outbox/relay.ts';
import { createSpreader } from '../../server/outbox/spread.ts';
import { openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';
import { MailServer } from './mail-server.ts';
import { PushService } from './push-service.ts';

export interface PostRoom extends TestHouse {
  mails: MailServer;
  pushes: PushService;
  /** What the outbox complained of. */
  complaints: string[];
  /** Moves business time and machine time on, and gives out what is due. */
  forward(ms: number): Promise<void>;
  /** Gives out what is due now, by one server or by several at once. */
  deliver(servers?: number): Promise<void>;
}

export async function openPostRoom(env: NodeJS.ProcessEnv = {}): Promise<PostRoom> {
  const [mails, pushes] = await Promise.all([MailServer.open(), PushService.open()]);
  const house = await openTestHouse({
    SMTP_URL: mails.url,
    PUSH_LOOPBACK: '1',
    MAIL_FROM: 'IOC Quảng Nam <ioc@quangnam.test>',
    ...env,
  });
  const { store, settings } = house.house;
  const start = house.house.machineNow();
  let passed = 0;
  const machineNow = () => start + passed;
  house.house.machineNow = machineNow;
  const { now } = house.clock;
  const complaints: string[] = [];
  const { publicUrl, secret, smtpUrl, mailFrom, mailIn, push } = settings;
  const letters = createLetters({ store, publicUrl, secret, mailIn, now });
  const closers: (() => unknown)[] = [];

  function server(): Relay {
    const mailer = createMailer({ store, smtpUrl: smtpUrl!, from: mailFrom, mailbox: mailIn.address, secret, letters });
    const pusher = createPusher({ store, letters, push, machineNow });
    const { random, hub } = house.house;
    const spreader = createSpreader({ store, now, machineNow, random, mailToStaff: true, onEvents: hub.offer });
    const onError = (error: unknown) => complaints.push(String(error));
    const relay = createRelay({ store, zeebe: house.engine, mailer, pusher, spreader, now, machineNow, onError });
    closers.push(
      () => relay.stop(),
      () => mailer.close(),
      () => pusher.close(),
    );
    return relay;
  }
  const relays = [server(), server()];

  const room: PostRoom = {
    ...house,
    mails,
    pushes,
    complaints,
    /** Logged in for as long as the test moves the clock. */
    async as(username, ...groups) {
      const headers = await house.as(username, ...groups);
      const expiresAt = new Date(machineNow() + 30 * 86_400_000);
      await store.sessions.model.updateMany({ username }, { $set: { expiresAt } });
      return headers;
    },
    async forward(ms) {
      passed += ms;
      house.clock.forward(ms);
      await room.deliver();
    },
    async deliver(servers = 1) {
      // Spread first, told after: what one look brings about the next gives out.
      for (let look = 0; look < 4; look += 1) {
        const running = relays.slice(0, servers);
        for (const relay of running) relay.wake();
        await Promise.all(running.map((relay) => relay.idle()));
      }
    },
    async close() {
      for (const close of closers) await close();
      await Promise.all([mails.close(), pushes.close()]);
      await house.close();
    },
  };
  return room;
}
