import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

describe('the settings of the engine', () => {
  test('have the documented defaults', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      grpcPort: 26500,
      restPort: 8088,
      managementPort: 9600,
      dataDir: '.data/engine',
      backupDir: '.data/engine/backups',
      snapshotEvery: 33_554_432,
      maxInFlight: 1000,
      exporters: [],
      zone: 'Z',
      clockControlled: false,
    });
  });

  test('take a list of record endpoints, free ports and a directory', () => {
    const settings = readSettings({
      ENGINE_RECORDS_URL: ' http://127.0.0.1:9210, https://records.example/zeebe ',
      ENGINE_GRPC_PORT: '0',
      DATA_DIR: '/srv/data',
      CLOCK_CONTROLLED: '1',
    });
    expect(settings.exporters.map((one) => one.urls)).toEqual([
      ['http://127.0.0.1:9210', 'https://records.example/zeebe'],
    ]);
    expect(settings.grpcPort).toBe(0);
    expect(settings.dataDir).toBe('/srv/data/engine');
    expect(settings.clockControlled).toBe(true);
  });

  test.each([
    [{ ENGINE_GRPC_PORT: '70000' }, /ENGINE_GRPC_PORT is a port from 0 .* not "70000"/],
    [{ ENGINE_REST_PORT: 'http' }, /ENGINE_REST_PORT is a port/],
    [{ ENGINE_RECORDS_URL: 'http://a,ftp://b' }, /ENGINE_RECORDS_URL is a list of http:\/\/.*not "ftp:\/\/b"/],
    [{ ENGINE_ZONE: 'Hanoi' }, /ENGINE_ZONE is Z or an offset like \+07:00, not "Hanoi"/],
    [{ ENGINE_SNAPSHOT_EVERY: '0' }, /ENGINE_SNAPSHOT_EVERY is a number of bytes/],
    [{ CLOCK_CONTROLLED: 'yes' }, /CLOCK_CONTROLLED is 0 or 1, not "yes"/],
    [{ CLOCK_CONTROLLED: '1', ENGINE_HOST: '0.0.0.0' }, /CLOCK_CONTROLLED=1 needs a loopback ENGINE_HOST/],
    [{ ENGINE_RECORDS_USER: 'a' }, /must be set together/],
  ])('that cannot be used are refused by name: %o', (env, message) => {
    expect(() => readSettings(env as Record<string, string>)).toThrow(message);
  });
});
