/**
 * The exporters that the environment asks for: the product's own (`ENGINE_RECORDS_*`), and any number in Zeebe's words
 * (`ZEEBE_BROKER_EXPORTERS_<ID>_…`, contract 3.5). What could go wrong: a misspelt setting would be passed over in
 * silence, and records would be missing where somebody needs them; so what is not known is refused by name.
 */
import { BadSetting } from '../bad-setting.ts';
import { type ExporterConfig, standardConfig } from './config.ts';
import { datePattern } from './date-pattern.ts';
import { alwaysIncluded, indexDefaults } from './value-types.ts';

type Environment = Record<string, string | undefined>;

/** Id of the exporter that `ENGINE_RECORDS_URL` sets up. */
export const ownId = 'records';

const named = /^ZEEBE_BROKER_EXPORTERS_([A-Za-z0-9]+)_(.+)$/;
const className = 'io.camunda.zeebe.exporter.ElasticsearchExporter';

/** All exporters, the product's own first. Throws `BadSetting`. */
export function readExporters(env: Environment): ExporterConfig[] {
  const own = ownExporter(env);
  const byId = new Map<string, Map<string, string>>();
  for (const [name, value] of Object.entries(env)) {
    const [, id, rest] = named.exec(name) ?? [];
    if (id === undefined || rest === undefined || value === undefined || value === '') continue;
    if (id.toLowerCase() === ownId && own)
      throw new BadSetting(
        `${name}: the exporter "${ownId}" is that of ENGINE_RECORDS_URL; give this one another name.`,
      );
    const args = byId.get(id) ?? new Map<string, string>();
    args.set(rest.toUpperCase(), value);
    byId.set(id, args);
  }
  return [...(own ? [own] : []), ...[...byId].map(([id, args]) => zeebeExporter(id, args))];
}

function ownExporter(env: Environment): ExporterConfig | undefined {
  const user = env.ENGINE_RECORDS_USER || undefined;
  const password = env.ENGINE_RECORDS_PASSWORD || undefined;
  if ((user === undefined) !== (password === undefined))
    throw new BadSetting('ENGINE_RECORDS_USER and ENGINE_RECORDS_PASSWORD must be set together.');
  const urls = addresses('ENGINE_RECORDS_URL', env.ENGINE_RECORDS_URL ?? '');
  return urls.length === 0 ? undefined : { ...standardConfig, id: ownId, urls, user, password };
}

function zeebeExporter(id: string, args: Map<string, string>): ExporterConfig {
  const left = new Set(args.keys());
  const label = (name: string) => `ZEEBE_BROKER_EXPORTERS_${id}_${name}`;
  const take = <T>(name: string, absent: T, read: (value: string, name: string) => T): T => {
    const value = args.get(name);
    left.delete(name);
    return value === undefined ? absent : read(value, label(name));
  };

  take('CLASSNAME', className, (value, name) => {
    if (value !== className) throw new BadSetting(`${name} is ${className}, the only one there is, not "${value}".`);
    return value;
  });
  const user = take('ARGS_AUTHENTICATION_USERNAME', undefined, text);
  const password = take('ARGS_AUTHENTICATION_PASSWORD', undefined, text);
  if ((user === undefined) !== (password === undefined))
    throw new BadSetting(
      `${label('ARGS_AUTHENTICATION_USERNAME')} and ${label('ARGS_AUTHENTICATION_PASSWORD')} must be set together.`,
    );

  const recordTypes = new Set<string>();
  if (take('ARGS_INDEX_EVENT', true, flag)) recordTypes.add('EVENT');
  if (take('ARGS_INDEX_COMMAND', false, flag)) recordTypes.add('COMMAND');
  if (take('ARGS_INDEX_REJECTION', false, flag)) recordTypes.add('COMMAND_REJECTION');
  const all = take('ARGS_INCLUDEENABLEDRECORDS', false, flag);
  const valueTypes = new Set<string>();
  for (const [valueType, standard] of Object.entries(indexDefaults)) {
    const on = take(`ARGS_INDEX_${valueType.replaceAll('_', '')}`, standard, flag);
    if (on && (all || alwaysIncluded.includes(valueType))) valueTypes.add(valueType);
  }

  const retention = take('ARGS_RETENTION_ENABLED', false, flag);
  const policy = {
    minimumAge: take('ARGS_RETENTION_MINIMUMAGE', '30d', age),
    policyName: take('ARGS_RETENTION_POLICYNAME', 'zeebe-record-retention-policy', text),
  };
  const config: ExporterConfig = {
    id: id.toLowerCase(),
    urls: take('ARGS_URL', ['http://localhost:9200'], (value, name) => addresses(name, value)),
    user,
    password,
    requestTimeout: take('ARGS_REQUESTTIMEOUTMS', standardConfig.requestTimeout, whole(1)),
    filter: { recordTypes, valueTypes },
    bulkDelay: take('ARGS_BULK_DELAY', 5, whole(0)) * 1000,
    bulkSize: take('ARGS_BULK_SIZE', standardConfig.bulkSize, whole(1)),
    bulkBytes: take('ARGS_BULK_MEMORYLIMIT', standardConfig.bulkBytes, whole(1)),
    naming: {
      prefix: take('ARGS_INDEX_PREFIX', standardConfig.naming.prefix, prefix),
      suffix: take('ARGS_INDEX_INDEXSUFFIXDATEPATTERN', standardConfig.naming.suffix, pattern),
    },
    createTemplates: take('ARGS_INDEX_CREATETEMPLATE', true, flag),
    shards: take('ARGS_INDEX_NUMBEROFSHARDS', standardConfig.shards, whole(1)),
    replicas: take('ARGS_INDEX_NUMBEROFREPLICAS', standardConfig.replicas, whole(0)),
    ...(retention && { retention: policy }),
  };
  const [unknown] = left;
  if (unknown !== undefined)
    throw new BadSetting(`${label(unknown)} is not a setting of an exporter; docs/settings.md has those there are.`);
  return config;
}

const text = (value: string): string => value;

function addresses(name: string, value: string): string[] {
  const listed = value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  for (const one of listed) {
    const scheme = URL.parse(one)?.protocol;
    if (scheme !== 'http:' && scheme !== 'https:')
      throw new BadSetting(`${name} is a list of http:// or https:// addresses, separated by commas: not "${one}".`);
  }
  return listed;
}

function flag(value: string, name: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new BadSetting(`${name} is true or false, not "${value}".`);
  return lower === 'true';
}

const whole =
  (least: number) =>
  (value: string, name: string): number => {
    if (!/^\d{1,10}$/.test(value) || Number(value) < least)
      throw new BadSetting(`${name} is a whole number, at least ${least}, not "${value}".`);
    return Number(value);
  };

function prefix(value: string, name: string): string {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(value))
    throw new BadSetting(`${name} is made of a-z, 0-9, "-" and ".", without "_", not "${value}".`);
  return value;
}

function pattern(value: string, name: string): (timestamp: number) => string {
  try {
    return datePattern(value);
  } catch (error) {
    throw new BadSetting(`${name} is a date pattern such as yyyy-MM-dd, not "${value}": ${(error as Error).message}.`);
  }
}

function age(value: string, name: string): string {
  if (!/^\d+(d|h|m|s|ms|nanos)$/.test(value))
    throw new BadSetting(`${name} is a number and d, h, m, s, ms or nanos, such as 30d, not "${value}".`);
  return value;
}
