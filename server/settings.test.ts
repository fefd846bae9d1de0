import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings, SettingError } from './settings.ts';

const run = promisify(execFile);
const right = { MONGODB_URI: 'mongodb://127.0.0.1/x?replicaSet=rs', SERVER_SECRET: 'x'.repeat(32) };

describe('settings', () => {
  test('have a right value where nothing is said', () => {
    expect(readSettings(right)).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      engine: { rest: 'http://127.0.0.1:8088' },
      records: { host: '127.0.0.1', port: 9210 },
      demo: false,
      mailFrom: 'Trung tâm IOC Quảng Nam <no-reply@127.0.0.1>',
      digestAt: '07:00',
      limits: {
        loginFailuresAccount: 10,
        loginFailuresAddress: 50,
        reportsAddress: 200,
        reportsPhone: 10,
        callsPerKey: 600,
      },
    });
  });

  test('make a secret where none is given: of servers that start at once each has the same, and nobody else may read it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'settings-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const module = JSON.stringify(new URL('settings.ts', import.meta.url).href);
    const program = `import(${module}).then(({ readSettings }) => console.log(readSettings(process.env).secret))`;
    const env = { MONGODB_URI: right.MONGODB_URI, DATA_DIR: folder };
    const secrets = await Promise.all(
      Array.from({ length: 6 }, async () => (await run(process.execPath, ['-e', program], { env })).stdout.trim()),
    );
    expect(secrets[0]!.length).toBeGreaterThanOrEqual(43);
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(folder)).toEqual(['server-secret']);
    expect((await stat(join(folder, 'server-secret'))).mode & 0o777).toBe(0o600);
  });

  const training = { ...right, TRAINING: '1', DEMO: '1', CLOCK_CONTROLLED: '1' };
  test.each([
    ['a house that is not apart', { CLOCK_CONTROLLED: '0' }, /needs DEMO=1 and CLOCK_CONTROLLED=1/],
    ['a way out for mail', { SMTP_URL: 'smtp://127.0.0.1' }, /SMTP_URL must not be set/],
    ['a way out for log-in', { OIDC_ISSUER: 'https://id.example' }, /OIDC_ISSUER must not be set/],
    ['an address that is none', { TRAINING_URL: 'javascript:alert(1)' }, /must be an address/],
  ])('refuse to practise in %s', (_what, env, why) => {
    expect(readSettings(training).training).toEqual({});
    expect(() => readSettings({ ...training, ...env })).toThrow(why);
  });

  test('make one pair of push keys of one secret', () => {
    const [one, same, other] = [right, right, { ...right, SERVER_SECRET: 'y'.repeat(32) }].map(
      (env) => readSettings(env).push,
    );
    expect(one).toEqual(same);
    expect(one!.publicKey).not.toBe(other!.publicKey);
    expect(Buffer.from(one!.publicKey, 'base64url')).toHaveLength(65);
  });

  test('take the engine’s address with or without scheme and version', () => {
    for (const address of ['zeebe:8080', 'http://zeebe:8080/', 'http://zeebe:8080/v2'])
      expect(readSettings({ ...right, ZEEBE_REST_ADDRESS: address }).engine.rest).toBe('http://zeebe:8080');
  });

  test('do not repeat a password that a wrong address has in it', () => {
    expect(() => readSettings({ ...right, IMAP_URL: 'imap:/paht:geheim@mail' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('geheim') }),
    );
  });

  test.each<[string, Record<string, string>]>([
    ['MONGODB_URI', { MONGODB_URI: '' }],
    ['MONGODB_URI', { MONGODB_URI: 'postgres://x' }],
    ['PORT', { PORT: 'eighty' }],
    ['PORT', { PORT: '70000' }],
    ['DEMO', { DEMO: 'yes' }],
    ['DEMO', { DEMO: '1', HOST: '0.0.0.0' }],
    ['CLOCK_CONTROLLED', { CLOCK_CONTROLLED: '1', HOST: '0.0.0.0' }],
    ['RECORDS_USER', { RECORDS_HOST: '0.0.0.0' }],
    ['SERVER_SECRET', { SERVER_SECRET: 'short' }],
    ['REPORTS_PER_10MIN', { REPORTS_PER_10MIN: '-1' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'nowhere' }],
    ['MAIL_FROM', { MAIL_FROM: 'nobody' }],
    ['MAIL_FROM', { MAIL_FROM: 'a@example.com\nBcc: b@example.com' }],
    ['DIGEST_AT', { DIGEST_AT: '7h' }],
    ['PUSH_LOOPBACK', { PUSH_LOOPBACK: '1', HOST: '0.0.0.0' }],
    ['WEBHOOK_LOOPBACK', { WEBHOOK_LOOPBACK: '1', HOST: '0.0.0.0' }],
    ['TILE_URL', { TILE_URL: 'https://tiles.example/all.png' }],
    ['TILE_URL', { TILE_URL: 'tiles/{z}/{x}/{y}.png' }],
    ['IMAP_URL', { IMAP_URL: 'mail.example.vn' }],
    ['OIDC_CLIENT_ID', { OIDC_ISSUER: 'https://id.example.vn' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://id.example.vn', OIDC_CLIENT_ID: 'x' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_CLIENT_ID: 'x', HOST: '0.0.0.0' }],
  ])('that are wrong name themselves: %s', (name, env) => {
    const read = () => readSettings({ ...right, ...env });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(name);
  });
});
