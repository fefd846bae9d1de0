/**
 * `npm run demo:day`: a house to practise in, apart from any other: its own folder, ports and accounts, a clock that the
 * trainer moves, the scripted week of script.ts, and the exercises' page. `-- --fresh` begins anew. Ends with Ctrl-C.
 */
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../store/store.ts';
import { pagesFolder } from '../pages.ts';
import { choosePort } from '../ports.ts';
import { startNode } from '../processes.ts';
import { findInstallation } from '../running.ts';
import { secretsIn } from '../secrets.ts';
import { root } from '../settings.ts';
import { Conductor } from './conductor.ts';
import { serveExercises } from './serve.ts';

const folder = join(root, '.data-training');

/** Ports of its own, so that it runs beside the real house; its address cannot be taken for the other's. */
async function environment(): Promise<Record<string, string>> {
  const free = async (name: string, standard: number) =>
    String(await choosePort(name, standard).catch(() => choosePort(name, 0)));
  const port = await free('PORT', 8180);
  return {
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: port,
    PUBLIC_URL: `http://tap-huan.localhost:${port}`,
    TRAINING: '1',
    TRAINING_URL: `http://127.0.0.1:${await free('TRAINING_PORT', 8190)}`,
    DEMO: '1',
    CLOCK_CONTROLLED: '1',
    MONGOD_PORT: await free('MONGOD_PORT', 0),
    RECORDS_PORT: await free('RECORDS_PORT', 0),
    ENGINE_GRPC_PORT: await free('ENGINE_GRPC_PORT', 0),
    ENGINE_REST_PORT: await free('ENGINE_REST_PORT', 0),
    ENGINE_MANAGEMENT_PORT: await free('ENGINE_MANAGEMENT_PORT', 0),
    // What the real house may have in its environment or .env does not reach here.
    ...Object.fromEntries(
      [
        'MONGODB_URI',
        'ZEEBE_ADDRESS',
        'ZEEBE_REST_ADDRESS',
        'SMTP_URL',
        'IMAP_URL',
        'OIDC_ISSUER',
        'OIDC_CLIENT_ID',
        'TILE_URL',
        'KEYS_DIR',
        'SERVER_SECRET',
        'ENGINE_DATA_DIR',
        'ENGINE_BACKUP_DIR',
        'SECOND_FACTOR_FOR',
        'DEMO_PASSWORD',
      ].map((name) => [name, '']),
    ),
  };
}

async function main(): Promise<void> {
  if (process.argv.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await environment();
  const house = startNode('house', join(root, 'local/start.ts'), { ...process.env, ...own });
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await house.stop(9_000);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 500).unref();
  house.ended.then((why) => {
    if (!stopping) console.error(why);
    void stop(1);
  });

  const url = `http://127.0.0.1:${own.PORT}`;
  while (!stopping && !(await fetch(`${url}/readyz`).catch(() => undefined))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 200));
  if (stopping) return;
  const { mongodbUri, management } = await findInstallation(own);
  const { demoPassword: password } = await secretsIn(folder);
  const conductor = new Conductor({
    door: { url, origin: own.PUBLIC_URL!, password },
    management,
    rest: `http://127.0.0.1:${own.ENGINE_REST_PORT}`,
    store: await openStore({ uri: mongodbUri }),
    file: join(folder, 'training.json'),
  });
  console.log('Đang dựng tuần trước của buổi tập huấn … / setting the week before up …');
  await conductor.open();
  const complain = (error: unknown): void => console.error(`training: ${(error as Error).message}`);
  const page = own.TRAINING_URL!;
  await serveExercises(conductor, {
    port: Number(new URL(page).port),
    product: own.PUBLIC_URL!,
    webDist: pagesFolder,
    onError: complain,
  });
  setInterval(() => void conductor.pass(1).catch(complain), 1_000);
  console.log(
    `\nBuổi tập huấn sẵn sàng / training ready: ${page}\n  Mật khẩu chung / one password: ${password}\n  Làm lại từ đầu / begin anew: npm run demo:day -- --fresh\n`,
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
