/**
 * The life of one made-up report: what was said, where, and what was done with it step by step until `now`. Lives are
 * spread evenly over four years, however many there are, so that ten times the reports are ten times as many a day. Not
 * everything that the regulation allows happens here: returns for lack of competence, more time, refusals, withdrawals
 * and lapsed supplements do, in shares that a province may see; durations are plain time, not working time.
 */
import { departments } from '../../domain/agencies.ts';
import { districts } from '../../domain/districts.ts';
import { fields } from '../../domain/fields.ts';
import { newReportCode } from '../../domain/report-code.ts';
import { foldText } from '../../domain/search-text.ts';
import { type Chance, chanceOf } from './chance.ts';

export const years = 4;
const hour = 3_600_000;
const day = 24 * hour;
/** Keys of the engine's first partition begin here; each report has this many of its own. */
const firstKey = 2_251_799_900_000_000;
const keysAReport = 64;

export interface LifeStep {
  key: string;
  taskInstance: string;
  stage: string;
  groups: string[];
  /** The acting agency, or `ioc`. */
  agency: string;
  opened: number;
  claimed: number | null;
  done: number | null;
  /** Called off by a withdrawal. */
  gone: number | null;
  first: number;
  due: number;
  outcome: string | null;
  by: string | null;
  days: number | null;
  completion: string | null;
}

export interface Life {
  n: number;
  code: string;
  instanceKey: string;
  receivedAt: number;
  content: string;
  placeText: string;
  /** Both as they are searched (domain/search-text.ts). */
  folded: string;
  district: string;
  lat: number;
  lng: number;
  confidential: boolean;
  field: string | null;
  agency: string | null;
  filedAt: number | null;
  routedAt: number | null;
  steps: LifeStep[];
  answeredAt: number | null;
  replyKind: 'public' | 'private';
  resolution: 'fixed' | 'answered' | 'cannot-fix';
  rating: { at: number; rating: 'satisfied' | 'acceptable' | 'unsatisfied' } | null;
  withdrawnAt: number | null;
  /** How it ended without an answer, and when everything was over. */
  end: 'rejected' | 'lapsed' | 'withdrawn' | null;
  endedAt: number | null;
  /** An incident stands open. */
  stopped: boolean;
  /** Further keys of this report, rising. */
  key(): string;
  chance: Chance;
}

const things = [
  'Đèn tín hiệu giao thông không hoạt động',
  'Ổ gà sâu gây nguy hiểm cho xe máy',
  'Rác thải tồn đọng nhiều ngày bốc mùi hôi',
  'Cáp viễn thông rơi xuống lòng đường',
  'Cột điện nghiêng sắp đổ',
  'Nắp cống bị mất',
  'Nước sinh hoạt đục và có mùi lạ',
  'Cây xanh ngã chắn ngang đường',
  'Chăn nuôi gây ô nhiễm khu dân cư',
  'Xe khách dừng đón khách sai quy định',
  'Mương thoát nước tắc gây ngập khi mưa',
  'Biển báo giao thông bị che khuất',
];
const streets = ['Phan Chu Trinh', 'Hùng Vương', 'Trần Cao Vân', 'Nguyễn Hoàng', 'Lý Thường Kiệt', 'Huỳnh Thúc Kháng'];
const spots = ['trước chợ', 'gần trường tiểu học', 'ngã tư', 'đoạn qua cầu', 'đối diện trạm y tế', 'đầu hẻm'];

/** Folding costs more than all else of a life, and there are few words. */
const foldedWords = new Map<string, string>();
function folded(words: string): string {
  const known = foldedWords.get(words) ?? foldText(words);
  foldedWords.set(words, known);
  return known;
}

function wordsOf(chance: Chance, district: string): Pick<Life, 'content' | 'placeText' | 'folded'> {
  const [thing, street, spot] = [chance.of(things), chance.of(streets), chance.of(spots)];
  const number = chance.below(2_000);
  const say = (words: (text: string) => string) => ({
    content: `${words(thing)} ${words('ở đường')} ${words(street)}, ${words(spot)}, ${words('kiểm tra giúp số')} ${number}.`,
    placeText: `${words(spot)} ${words(street)}, ${words(district)}`,
  });
  const { content, placeText } = say(folded);
  return { ...say((text) => text), folded: `${content} ${placeText}` };
}

/** Stage → milliseconds that are given, and those that are used at most. */
const times: Record<string, [given: number, used: number]> = {
  intake: [2 * hour, 2.2 * hour],
  routing: [2 * hour, 2.2 * hour],
  scope: [1 * day, 1.1 * day],
  instruction: [2 * day, 2.1 * day],
  handling: [8 * day, 9 * day],
  extension: [4 * hour, 4 * hour],
  approval: [1 * day, 1.1 * day],
  publication: [3 * hour, 3.5 * hour],
  review: [2 * hour, 2.2 * hour],
};

const groupsOf = (stage: string, agency: string): string[] => {
  if (stage === 'intake') return ['ioc-intake'];
  if (stage === 'routing' || stage === 'review') return ['ioc-duty'];
  const leads = stage === 'instruction' || stage === 'approval' || stage === 'extension';
  return [`agency:${agency}:${leads ? 'leader' : 'officer'}`];
};

/** The share that nobody ever finishes: what every list has to live with. */
const backlogged = 0.01;

/** The life of report `n` of `of`, told until `now` (epoch ms). */
export function lifeOf(n: number, of: number, now: number, backlog = backlogged): Life {
  const chance = chanceOf(n);
  const receivedAt = Math.floor(now - (years * 365 * day * (of - n - chance.next())) / of) - 1;
  const district = chance.of(districts);
  let keys = 0;
  const life: Life = {
    n,
    code: newReportCode(receivedAt, (length) => chance.bytes(length)),
    instanceKey: '',
    receivedAt,
    ...wordsOf(chance, district.vi),
    district: district.id,
    lat: 15.2 + chance.next() * 0.7,
    lng: 107.6 + chance.next() * 1.1,
    confidential: chance.is(0.03),
    field: null,
    agency: null,
    filedAt: null,
    routedAt: null,
    steps: [],
    answeredAt: null,
    replyKind: chance.is(0.93) ? 'public' : 'private',
    resolution: chance.is(0.7) ? 'fixed' : chance.is(0.7) ? 'answered' : 'cannot-fix',
    rating: null,
    withdrawnAt: null,
    end: null,
    endedAt: null,
    stopped: false,
    key: () => String(firstKey + n * keysAReport + keys++),
    chance,
  };
  life.instanceKey = life.key();
  goOn(life, now, backlog);
  return life;
}

function goOn(life: Life, now: number, backlog: number): void {
  const { chance } = life;
  let at = life.receivedAt + 1_000;
  /** False where the step is not done by now, or never will be. */
  const step = (
    stage: string,
    outcome: string,
    more: { days?: number; from?: number; moved?: number; never?: boolean } = {},
  ): boolean => {
    const [given, used] = times[stage]!;
    const agency = stage === 'intake' || stage === 'routing' || stage === 'review' ? 'ioc' : life.agency!;
    const first = (more.from ?? at) + given;
    const doneAt = at + 60_000 + Math.floor(chance.next() ** 2 * used);
    const claimedAt = at + Math.floor((doneAt - at) / 2);
    const done = doneAt <= now && !more.never;
    const one: LifeStep = {
      key: life.key(),
      taskInstance: life.key(),
      stage,
      groups: groupsOf(stage, agency),
      agency,
      opened: at,
      claimed: claimedAt <= now ? claimedAt : null,
      done: done ? doneAt : null,
      gone: null,
      first,
      due: first + (more.moved ?? 0),
      outcome: done ? outcome : null,
      by: done ? `${agency}.${stage}${chance.below(4)}` : null,
      days: done ? (more.days ?? null) : null,
      completion: done ? chance.hex(32) : null,
    };
    life.steps.push(one);
    at = doneAt + 1_000;
    return done;
  };
  const way = chance.next();
  if (way < 0.03) {
    step('intake', 'accepted');
    const [only] = life.steps as [LifeStep];
    const goneAt = only.opened + 600_000;
    if (goneAt > now) return;
    Object.assign(only, { done: null, gone: goneAt, outcome: null, by: null, days: null, completion: null });
    Object.assign(life, { withdrawnAt: goneAt, endedAt: goneAt, end: 'withdrawn' });
    return;
  }
  if (way < 0.11) {
    if (step('intake', 'rejected')) Object.assign(life, { end: 'rejected', endedAt: at });
    return;
  }
  if (way < 0.13) {
    if (step('intake', 'incomplete') && at + 5 * day <= now)
      Object.assign(life, { end: 'lapsed', endedAt: at + 5 * day });
    return;
  }
  if (!step('intake', 'accepted')) return;
  life.filedAt = at - 1_000;
  const field = chance.of(fields);
  life.field = field.id;
  if (!step('routing', 'routed')) return;
  life.routedAt = at - 1_000;
  life.agency = chance.is(0.5)
    ? (field.agency ?? life.district)
    : chance.is(0.5)
      ? life.district
      : chance.of(departments).id;
  if (chance.is(0.08)) {
    if (!step('scope', 'out-of-scope') || !step('routing', 'routed')) return;
  }
  if (!step('scope', 'in-scope')) return;
  const from = at;
  if (!step('instruction', 'instructed')) return;
  let moved = 0;
  if (chance.is(0.06)) {
    const days = 1 + chance.below(5);
    if (!step('handling', 'extension-requested', { from, days })) return;
    const granted = chance.is(0.7);
    if (!step('extension', granted ? 'granted' : 'refused', granted ? { days } : {})) return;
    if (granted) moved = days * day;
  }
  const never = chance.is(backlog);
  // And here a worker failed: until somebody mends it nothing goes on.
  if (!step('handling', 'done', { from, moved, never })) {
    life.stopped = chance.is(0.01);
    return;
  }
  if (!step('approval', 'approved') || !step('publication', life.replyKind)) return;
  life.answeredAt = at;
  const ratedAt = at + Math.floor(chance.next() * 4 * day);
  let overAt = at + 5 * day;
  if (chance.is(0.35) && ratedAt <= now) {
    life.rating = { at: ratedAt, rating: chance.is(0.7) ? 'satisfied' : chance.is(0.6) ? 'acceptable' : 'unsatisfied' };
    if (chance.is(0.3)) {
      at = ratedAt + 1_000;
      if (!step('review', 'closed')) return;
      overAt = at;
    } else overAt = ratedAt + 1_000;
  }
  if (overAt <= now) life.endedAt = overAt;
}
