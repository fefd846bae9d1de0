import { describe, expect, test } from 'vitest';
import { datePattern } from './date-pattern.ts';
import { readExporters } from './settings.ts';
import { alwaysIncluded, defaultFilter, indexDefaults } from './value-types.ts';

const elastic = (settings: Record<string, string>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`ZEEBE_BROKER_EXPORTERS_ES_${name}`, value]));
const className = { CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter' };

describe('the exporters that the environment asks for', () => {
  test('are none by default; the product’s own sends every event that has an index, without delay', () => {
    expect(readExporters({})).toEqual([]);
    const [own, ...more] = readExporters({ ENGINE_RECORDS_URL: 'http://a:1, http://b:2' });
    expect(more).toEqual([]);
    expect(own).toMatchObject({ id: 'records', urls: ['http://a:1', 'http://b:2'], bulkDelay: 0, bulkSize: 1000 });
    expect(own!.filter).toBe(defaultFilter);
    expect(defaultFilter.valueTypes.has('JOB')).toBe(true);
    for (const off of ['JOB_BATCH', 'MESSAGE_BATCH', 'PROCESS_EVENT', 'PROCESS_INSTANCE_BATCH', 'CHECKPOINT'])
      expect(defaultFilter.valueTypes.has(off)).toBe(false);
  });

  test('have Zeebe’s defaults when Zeebe’s settings name them', () => {
    const [one] = readExporters(elastic(className));
    expect(one).toMatchObject({
      id: 'es',
      urls: ['http://localhost:9200'],
      user: undefined,
      requestTimeout: 30_000,
      bulkDelay: 5000,
      bulkSize: 1000,
      bulkBytes: 10_485_760,
      createTemplates: true,
      shards: 3,
      replicas: 0,
    });
    expect(one!.retention).toBeUndefined();
    expect(one!.naming.prefix).toBe('zeebe-record');
    expect(one!.naming.suffix(Date.UTC(2026, 4, 20, 23, 59))).toBe('2026-05-20');
    expect([...one!.filter.recordTypes]).toEqual(['EVENT']);
    expect([...one!.filter.valueTypes].sort()).toEqual([...alwaysIncluded].sort());
  });

  test('take every one of Zeebe’s settings', () => {
    const [own, es, other] = readExporters({
      ENGINE_RECORDS_URL: 'http://127.0.0.1:9210',
      ...elastic({
        ARGS_URL: 'https://a:9200,https://b:9200',
        ARGS_REQUESTTIMEOUTMS: '5000',
        ARGS_INCLUDEENABLEDRECORDS: 'true',
        ARGS_INDEX_PREFIX: 'own-prefix',
        ARGS_INDEX_CREATETEMPLATE: 'false',
        ARGS_INDEX_INDEXSUFFIXDATEPATTERN: "yyyy-MM-dd'_h'HH",
        ARGS_INDEX_NUMBEROFSHARDS: '1',
        ARGS_INDEX_NUMBEROFREPLICAS: '2',
        ARGS_INDEX_COMMAND: 'true',
        ARGS_INDEX_EVENT: 'FALSE',
        ARGS_INDEX_REJECTION: 'true',
        ARGS_INDEX_JOBBATCH: 'true',
        ARGS_INDEX_PROCESSINSTANCECREATION: 'false',
        ARGS_BULK_DELAY: '1',
        ARGS_BULK_SIZE: '50',
        ARGS_BULK_MEMORYLIMIT: '4096',
        ARGS_RETENTION_ENABLED: 'true',
        ARGS_RETENTION_MINIMUMAGE: '7d',
        ARGS_RETENTION_POLICYNAME: 'week',
        ARGS_AUTHENTICATION_USERNAME: 'elastic',
        ARGS_AUTHENTICATION_PASSWORD: 'secret',
      }),
      ZEEBE_BROKER_EXPORTERS_Other_ARGS_URL: 'http://c:9200',
    });
    expect([own!.id, es!.id, other!.id]).toEqual(['records', 'es', 'other']);
    expect(es).toMatchObject({
      urls: ['https://a:9200', 'https://b:9200'],
      user: 'elastic',
      password: 'secret',
      requestTimeout: 5000,
      bulkDelay: 1000,
      bulkSize: 50,
      bulkBytes: 4096,
      createTemplates: false,
      shards: 1,
      replicas: 2,
      retention: { policyName: 'week', minimumAge: '7d' },
    });
    expect([...es!.filter.recordTypes].sort()).toEqual(['COMMAND', 'COMMAND_REJECTION']);
    const expected = Object.keys(indexDefaults).filter((one) => indexDefaults[one]);
    expect([...es!.filter.valueTypes].sort()).toEqual(
      [...expected, 'JOB_BATCH'].filter((one) => one !== 'PROCESS_INSTANCE_CREATION').sort(),
    );
    expect(es!.naming.suffix(Date.UTC(2026, 4, 20, 7))).toBe('2026-05-20_h07');
  });

  test.each([
    [{ ENGINE_RECORDS_URL: 'http://a,ftp://b' }, /^ENGINE_RECORDS_URL is a list of http:\/\/.*not "ftp:\/\/b"/],
    [{ ENGINE_RECORDS_USER: 'a' }, /^ENGINE_RECORDS_USER and ENGINE_RECORDS_PASSWORD must be set together/],
    [elastic({ CLASSNAME: 'my.Exporter' }), /^ZEEBE_BROKER_EXPORTERS_ES_CLASSNAME is io\.camunda.*not "my\.Exporter"/],
    [elastic({ JARPATH: '/x.jar' }), /^ZEEBE_BROKER_EXPORTERS_ES_JARPATH is not a setting of an exporter/],
    [elastic({ ARGS_BULK_DELY: '1' }), /^ZEEBE_BROKER_EXPORTERS_ES_ARGS_BULK_DELY is not a setting/],
    [elastic({ ARGS_URL: 'elastic:9200' }), /^ZEEBE_BROKER_EXPORTERS_ES_ARGS_URL is a list .*not "elastic:9200"/],
    [elastic({ ARGS_BULK_SIZE: '0' }), /ARGS_BULK_SIZE is a whole number, at least 1, not "0"/],
    [elastic({ ARGS_BULK_DELAY: '1.5' }), /ARGS_BULK_DELAY is a whole number, at least 0, not "1.5"/],
    [elastic({ ARGS_INDEX_JOB: 'yes' }), /ARGS_INDEX_JOB is true or false, not "yes"/],
    [elastic({ ARGS_INDEX_PREFIX: 'zeebe_record' }), /ARGS_INDEX_PREFIX is made of .* without "_", not "zeebe_record"/],
    [elastic({ ARGS_INDEX_INDEXSUFFIXDATEPATTERN: 'YYYY' }), /DATEPATTERN is a date pattern .*"YYYY" is not one of/],
    [elastic({ ARGS_INDEX_INDEXSUFFIXDATEPATTERN: "yyyy'x" }), /the quote at 5 is not closed/],
    [elastic({ ARGS_RETENTION_MINIMUMAGE: 'P30D' }), /ARGS_RETENTION_MINIMUMAGE is a number and d, h, .*not "P30D"/],
    [
      elastic({ ARGS_AUTHENTICATION_USERNAME: 'a' }),
      /ARGS_AUTHENTICATION_USERNAME and .*_PASSWORD must be set together/,
    ],
    [
      { ENGINE_RECORDS_URL: 'http://a:1', ZEEBE_BROKER_EXPORTERS_RECORDS_ARGS_URL: 'http://b:1' },
      /^ZEEBE_BROKER_EXPORTERS_RECORDS_ARGS_URL: the exporter "records" is that of ENGINE_RECORDS_URL/,
    ],
  ])('that cannot be are refused by the name of the setting: %o', (env, message) => {
    expect(() => readExporters(env as Record<string, string>)).toThrow(message);
  });
});

test.each([
  ['yyyy-MM-dd', '2026-01-02'],
  ['uuuu.MM', '2026.01'],
  ["yy-M-d'T'H", '26-1-2T3'],
  ["yyyy-DDD''mm", "2026-002'04"],
])('the date pattern %s gives %s', (pattern, date) => {
  expect(datePattern(pattern)(Date.UTC(2026, 0, 2, 3, 4, 5))).toBe(date);
});
