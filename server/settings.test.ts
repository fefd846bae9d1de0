import { describe, expect, test } from 'vitest';
import { readSettings, SettingError } from './settings.ts';

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
      limits: { loginFailuresAccount: 10, loginFailuresAddress: 50, reportsAddress: 200, reportsPhone: 10 },
    });
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
    ['TILE_URL', { TILE_URL: 'https://tiles.example/all.png' }],
    ['TILE_URL', { TILE_URL: 'tiles/{z}/{x}/{y}.png' }],
  ])('that are wrong name themselves: %s', (name, env) => {
    const read = () => readSettings({ ...right, ...env });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(name);
  });
});
