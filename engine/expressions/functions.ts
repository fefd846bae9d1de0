/**
 * Functions that Camunda's FEEL has beyond feelin's, those in which the two differ, and those that must know the
 * engine's clock (docs/feel.md lists them). Each gets the surroundings and answers the function.
 */
import { evaluate, type FeelDateTime, parseDateTime } from 'feelin';
import type { Surroundings } from './feel.ts';
import { toPlain } from './json.ts';
import { isoAt } from './time.ts';

type Bridge = (s: Surroundings) => (...args: never[]) => unknown;

const dateOf = (iso: string) => evaluate(`date("${iso}")`).value;
const isText = (value: unknown): value is string => typeof value === 'string';

/** Rounds away from the exact half by `half`, at a number of decimals (0 if not given). */
const rounding =
  (round: (scaled: number) => number): Bridge =>
  () =>
  (value: unknown, scale: unknown) => {
    if (typeof value !== 'number') return null;
    const factor = 10 ** (typeof scale === 'number' ? scale : 0);
    // Digits that only the binary form has would tip a half: 1.005 × 100 is meant to be 100.5.
    const scaled = Number((value * factor).toPrecision(15));
    const rounded = (Math.sign(scaled) * round(Math.abs(scaled))) / factor;
    return rounded === 0 ? 0 : rounded;
  };

export const bridges: Readonly<Record<string, Bridge>> = {
  now: (s) => () => parseDateTime(isoAt(s.now, s.zone)) as FeelDateTime,
  today: (s) => () => dateOf(isoAt(s.now, s.zone).slice(0, 10)),
  'from unix timestamp': (s) => (ms: unknown) =>
    typeof ms === 'number' && Math.abs(ms) <= 8.64e15 ? parseDateTime(isoAt(ms, s.zone)) : null,
  'last day of month': () => (date: unknown) => {
    const [, year, month] = /^(\d{4})-(\d\d)/.exec(String(toPlain(date) ?? '')) ?? [];
    if (!year || isText(date)) return null;
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    return dateOf(`${year}-${month}-${last}`);
  },
  'is defined': () => (value: unknown) => value !== null && value !== undefined,
  get_or_else: () => (value: unknown, other: unknown) => value ?? other ?? null,
  assert: () => (value: unknown, condition: unknown, message: unknown) => {
    if (condition !== true) throw new Error(isText(message) ? message : 'The condition is not fulfilled');
    return value;
  },
  'get value': () => (context: unknown, path: unknown) => {
    let at = context;
    for (const name of Array.isArray(path) ? path : [path]) {
      if (typeof at !== 'object' || at === null || !isText(name) || !Object.hasOwn(at, name)) return null;
      at = (at as Record<string, unknown>)[name];
    }
    return at;
  },
  fromAi: () =>
    Object.assign((value: unknown) => value, { $args: ['value', 'description', 'type', 'schema', 'options'] }),
  uuid: (s) => () =>
    'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(s.random() * 16).toString(16)),
  'random number': (s) => () => s.random(),
  cycle: () => (a: unknown, b: unknown) =>
    b === undefined || b === null ? `R/${String(a)}` : `R${a === null ? '' : String(a)}/${String(b)}`,
  trim: () => (text: unknown) => (isText(text) ? text.trim() : null),
  'is blank': () => (text: unknown) => (isText(text) ? text.trim() === '' : null),
  'to base64': () => (text: unknown) => (isText(text) ? Buffer.from(text, 'utf8').toString('base64') : null),
  'to json': () => (value: unknown) => JSON.stringify(toPlain(value)),
  'from json': () => (text: unknown) => {
    try {
      return isText(text) ? JSON.parse(text) : null;
    } catch {
      return null;
    }
  },
  extract: () => (text: unknown, pattern: unknown) => {
    if (!isText(text) || !isText(pattern)) return null;
    try {
      return text.match(new RegExp(pattern, 'gu')) ?? [];
    } catch {
      return null;
    }
  },
  'string join': () => (list: unknown, delimiter: unknown, prefix: unknown, suffix: unknown) => {
    if (!Array.isArray(list) || !list.every((item) => item === null || isText(item))) return null;
    const joined = list.filter(isText).join(isText(delimiter) ? delimiter : '');
    return `${isText(prefix) ? prefix : ''}${joined}${isText(suffix) ? suffix : ''}`;
  },
  'is empty': () => (list: unknown) => (Array.isArray(list) ? list.length === 0 : null),
  partition: () => (list: unknown, size: unknown) => {
    if (!Array.isArray(list) || typeof size !== 'number' || !(size >= 1)) return null;
    const parts: unknown[][] = [];
    for (let at = 0; at < list.length; at += Math.floor(size)) parts.push(list.slice(at, at + Math.floor(size)));
    return parts;
  },
  'duplicate values': () => (list: unknown) => {
    if (!Array.isArray(list)) return null;
    const texts = list.map((item) => JSON.stringify(toPlain(item)));
    return list.filter((_, at) => texts.indexOf(texts[at]!) === at && texts.lastIndexOf(texts[at]!) !== at);
  },
  'round up': rounding(Math.ceil),
  'round down': rounding(Math.floor),
  'round half up': rounding((scaled) => Math.floor(scaled + 0.5)),
  'round half down': rounding((scaled) => Math.ceil(scaled - 0.5)),
};

/** Calls whose cost is in proportion to what they are given: they need no clock. */
export const cheap: ReadonlySet<string> = new Set(
  [
    'string,number,date,time,date and time,duration,years and months duration,now,today,from unix timestamp',
    'last day of month,day of year,day of week,month of year,week of year,is defined,get_or_else,assert,get value',
    'context put,uuid,random number,cycle,trim,is blank,contains,starts with,ends with,upper case,lower case',
    'substring,substring before,substring after,string length,string join,list contains,count,is empty,append',
    'concatenate,sum,min,max,mean,not,abs,floor,ceiling,decimal,modulo,sqrt,odd,even,all,any,fromAi',
    'round up,round down,round half up,round half down,insert before,remove,reverse,index of,sublist',
  ].flatMap((line) => line.split(',')),
);
