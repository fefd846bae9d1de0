/**
 * Reads a report out of a letter: name and phone (article 5.3), place, time and content (article 5.2), a wish for secrecy
 * (articles 5.4, 10.2). What is not said in so many words stays missing and is asked for.
 */
import { limits } from '../api/reports.ts';
import { districts } from '../districts.ts';
import { cleanText, foldText } from '../search-text.ts';
import type { Letter, MissingPart, Understood, Wish } from './letter.ts';
import { ownWords } from './own-words.ts';

type Label = 'name' | 'phone' | 'place' | 'address' | 'time' | 'content' | 'email' | 'wish';

const labels: Readonly<Record<Label, readonly string[]>> = {
  name: [
    'ho ten',
    'ho va ten',
    'ten',
    'ten toi',
    'ten toi la',
    'nguoi phan anh',
    'nguoi gui',
    'ten nguoi gui',
    'ho ten nguoi gui',
    'ho ten nguoi phan anh',
    'to chuc',
    'ten to chuc',
    'name',
    'full name',
  ],
  phone: [
    'sdt',
    'so dien thoai',
    'dien thoai',
    'dt',
    'so dt',
    'di dong',
    'dtdd',
    'so di dong',
    'lien he',
    'dien thoai lien he',
    'so dien thoai lien he',
    'sdt lien he',
    'tel',
    'phone',
    'mobile',
    'hotline',
    'zalo',
  ],
  place: [
    'dia diem',
    'vi tri',
    'noi xay ra',
    'dia diem phan anh',
    'dia diem xay ra',
    'khu vuc',
    'noi phan anh',
    'place',
  ],
  address: ['dia chi', 'noi o', 'thuong tru', 'dia chi nguoi gui', 'address'],
  time: ['thoi gian', 'thoi diem', 'luc', 'ngay gio', 'thoi gian xay ra', 'time'],
  content: ['noi dung', 'noi dung phan anh', 'phan anh', 'su viec', 'van de', 'noi dung su viec'],
  email: ['email', 'e-mail', 'mail', 'thu dien tu', 'dia chi email', 'dia chi thu dien tu'],
  wish: ['che do', 'cong khai', 'yeu cau bao mat'],
};
const labelOf = new Map(
  Object.entries(labels).flatMap(([label, names]) => names.map((name) => [name, label as Label] as const)),
);

/** Fewest letters of a content that says something. */
const leastContent = 12;

const wishWords: readonly [Wish, RegExp][] = [
  [
    'confidential',
    /\b(?:giu bi mat|bao mat thong tin|xin bao mat|duoc bao mat|giu kin|khong cong khai|dung cong khai|khong dang cong khai|bao mat)\b/,
  ],
  ['hide-name', /\b(?:an danh|giau ten|an ten|khong neu ten|khong hien thi ten|khong hien ten)\b/],
];

export function wishOf(text: string): Wish | undefined {
  const folded = foldText(text);
  return wishWords.find(([, pattern]) => pattern.test(folded))?.[0];
}

export interface Told {
  labelled: Partial<Record<Label, string>>;
  /** Lines that stand under no label. */
  rest: string[];
}

/** Takes labelled lines ("Họ tên: …") apart from the others; a content goes on to the next label. */
export function labelledLines(text: string): Told {
  const labelled: Partial<Record<Label, string>> = {};
  const rest: string[] = [];
  for (const line of text.split('\n')) {
    const colon = line.search(/[:：]/);
    const name = colon < 0 ? '' : foldText(line.slice(0, colon).replace(/^[\s\d.)*•+–-]+/, ''));
    const label = labelOf.get(name);
    const value = line.slice(colon + 1).trim();
    if (!label || (label !== 'content' && (value === '' || labelled[label] !== undefined))) rest.push(line);
    else if (label === 'content') {
      if (value) rest.push(value);
    } else labelled[label] = value;
  }
  return { labelled, rest };
}

const isMobile = (digits: string): boolean => /^0[35789]\d{8}$/.test(digits);
const isLandline = (digits: string): boolean => /^02\d{8,9}$/.test(digits);

/** Vietnamese numbers of a text as `0…` without blanks, mobiles first, each once. */
export function phonesIn(text: string): string[] {
  const found = text.match(/(?<![\d/])(?:\+?84|0)(?:[\s.()-]{0,2}\d){8,10}(?!\d)/g) ?? [];
  const digits = found.map((one) => one.replace(/\D/g, '').replace(/^840?/, '0'));
  return [...new Set([...digits.filter(isMobile), ...digits.filter(isLandline)])];
}

const placeWords =
  /\b(?:duong|nga (?:tu|ba|nam)|phuong|xa|thon|khoi pho|quoc lo|ql|tinh lo|dt|cho|cau|truong|huyen|thi (?:xa|tran)|thanh pho|tp|so nha|km|to dan pho|khu|hem|kiet|ben xe|cong vien|benh vien|vong xuyen|cang|bai bien|nha van hoa)\b/;
const placeEnd =
  /[.;!?\n](?=\s|$)|\s(?:đã|bị|có|đang|thì|nên|rất|hiện|từ|vào lúc|lúc|vào ngày|ngày|mà|không|chưa|gây|làm|xuất hiện|hư hỏng|hỏng|tràn|mong|đề nghị)\s/u;

/** The place after "tại": only where the words are those of a place. */
export function placeIn(text: string): string | undefined {
  for (const found of text.matchAll(/(?<!\p{L})[Tt]ại\s+/gu)) {
    const after = text.slice(found.index + found[0].length, found.index + 400);
    const end = after.search(placeEnd);
    const place = (end < 0 ? after : after.slice(0, end)).replace(/[\s,:–-]+$/, '').trim();
    if (place.length >= 6 && place.length <= 200 && (placeWords.test(foldText(place)) || districtIn(place)))
      return place;
  }
  return undefined;
}

const districtNames = districts.map(
  ({ id, vi }) => [id, foldText(vi.replace(/^(?:thành phố|thị xã|huyện)\s+/, ''))] as const,
);

export function districtIn(text: string): string | undefined {
  const folded = ` ${foldText(text).replace(/[^\p{L}\d]+/gu, ' ')} `;
  const named = districtNames.filter(([, name]) => folded.includes(` ${name} `));
  return named.length === 1 ? named[0]![0] : undefined;
}

const hour = '(\\d{1,2})\\s*(?:h|g|giờ|:)\\s*(\\d{2})?';
const day = '(\\d{1,2})\\s*[/-]\\s*(\\d{1,2})(?:\\s*[/-]\\s*(\\d{4}))?';
const hourFirst = new RegExp(`${hour}[^\\d\\n]{0,24}${day}`, 'u');
const dayFirst = new RegExp(`${day}[^\\d\\n]{0,16}${hour}`, 'u');
const vietnamMs = 7 * 3_600_000;

/** A moment with hour and day, not after `sentAt`; a day without a year is the last such day. Epoch ms. */
export function momentIn(text: string, sentAt: number): number | undefined {
  const one = hourFirst.exec(text);
  const other = one ? null : dayFirst.exec(text);
  const parts = one?.slice(1) ?? (other && [other[4], other[5], other[1], other[2], other[3]]);
  if (!parts) return undefined;
  const [hours, minutes, date, month] = parts.slice(0, 4).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || month < 1 || month > 12 || date < 1 || date > 31) return undefined;
  const said = parts[4] ? Number(parts[4]) : undefined;
  const thisYear = new Date(sentAt + vietnamMs).getUTCFullYear();
  for (const year of said === undefined ? [thisYear, thisYear - 1] : [said]) {
    const at = Date.UTC(year, month - 1, date, hours, minutes) - vietnamMs;
    if (new Date(at + vietnamMs).getUTCDate() !== date) return undefined;
    if (at <= sentAt) return at;
  }
  return undefined;
}

/** A display name that is a name: two words or more, letters only. */
const isName = (text: string): boolean =>
  /^[\p{L}.'’-]+(?:\s+[\p{L}.'’-]+){1,7}$/u.test(text.trim()) && !/^(?:no|do not|mail|admin)\b/i.test(text);
const saidName =
  /(?:tên (?:tôi|em|cháu|mình) là|(?:tôi|em|cháu|mình) (?:tên là|tên|là))\s+((?:\p{Lu}\p{L}*[ \t]+){1,5}\p{Lu}\p{L}*)/u;

const greeting = /^(?:kinh gui|kinh thua|xin chao|chao|dear|thua|kinh chao)\b.{0,160}$/;
const emptySubject =
  /^(?:phan anh(?: hien truong| kien nghi)?|kien nghi|gui|hoi|xin chao|khong (?:co )?(?:tieu|chu) de|no subject|hinh anh?|anh|test)?$/;
export const bareSubject = (subject: string): string =>
  cleanText(subject.replace(/^(?:\s*(?:re|fw|fwd|tl|trả lời|chuyển tiếp|ct)\s*:|\s*\[[^\]]{0,40}\])+/giu, ''));
export const isForward = (subject: string): boolean =>
  /^\s*(?:re\s*:\s*)*(?:fw|fwd|chuyển tiếp|ct)\s*:/iu.test(subject);

/** `sentAt`: when it came, epoch ms. */
export function understand(letter: Letter, sentAt: number): Understood {
  const { words, signature, forwarded } = ownWords(letter.words, isForward(letter.subject));
  const { labelled, rest } = labelledLines(words);
  // Name and phone are those of who passes a mail on; place and time are what it tells of.
  const passedOn = [forwarded, letter.forwarded].filter(Boolean).join('\n\n');
  const other = labelledLines(passedOn);
  const lines = rest.filter((line, n) => !(n < 3 && greeting.test(foldText(line))));
  const subject = bareSubject(letter.subject);
  const telling = emptySubject.test(foldText(subject)) ? '' : subject;
  const body = cleanText([lines.join('\n'), other.rest.join('\n')].filter(Boolean).join('\n\n')).replace(
    /\n{3,}/g,
    '\n\n',
  );
  const content =
    !telling || foldText(body).includes(foldText(telling)) ? body : [telling, body].filter(Boolean).join('\n\n');
  const everything = `${words}\n${signature}`;
  const numbers = phonesIn(everything);
  const own = phonesIn(labelled.phone ?? '')[0] ?? phonesIn(labelledLines(signature).labelled.phone ?? '')[0];
  const mobiles = numbers.filter(isMobile);
  // Two numbers and no word on whose they are: the sender is asked.
  const phone = own ?? (mobiles.length > 0 ? mobiles.at(-1) : numbers[0]);
  const sure = own !== undefined || (mobiles.length || numbers.length) === 1;
  const called = labelled.name ?? saidName.exec(words)?.[1] ?? labelledLines(signature).labelled.name;
  const shown = letter.from?.name.trim() ?? '';
  const name = called ?? shown;
  const place = labelled.place ?? placeIn(words) ?? placeIn(telling) ?? other.labelled.place ?? placeIn(passedOn);
  const district = place ? (districtIn(place) ?? districtIn(content)) : undefined;
  const occurredAt = momentIn(labelled.time ?? other.labelled.time ?? content, sentAt);
  const wish = wishOf(`${telling}\n${words}`);
  const missing: MissingPart[] = [];
  if (!called && !isName(shown)) missing.push('name');
  if (!phone || !sure) missing.push('phone');
  if (!place) missing.push('place');
  if ((content.match(/\p{L}/gu)?.length ?? 0) < leastContent) missing.push('content');
  if (wish) missing.push('wish');
  return {
    ...given('name', name, limits.name),
    ...(phone ? { phone } : {}),
    ...given('address', labelled.address, limits.address),
    ...given('place', place, limits.place),
    ...(district ? { district } : {}),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...given('content', content, limits.content),
    ...(wish ? { wish } : {}),
    missing,
  };
}

function given<K extends string>(key: K, value: string | undefined, most: number): Partial<Record<K, string>> {
  const text = cleanText(value ?? '').slice(0, most);
  return text ? ({ [key]: text } as Record<K, string>) : {};
}

/** Longest reply that is taken whole for the one thing that was asked for. */
const shortReply = 200;

/**
 * What is known after the sender answered the request: labelled lines and phone numbers fill what was missing; a short
 * reply to a single question is its answer; words about secrecy decide the wish.
 */
export function merged(before: Understood, reply: Letter, sentAt: number): Understood {
  const { words } = ownWords(reply.words, false);
  const { labelled, rest } = labelledLines(words);
  const lines = rest.filter((line) => line.trim() && !greeting.test(foldText(line)));
  const free = cleanText(lines.join('\n'));
  const next: Understood = { ...before, missing: [] };
  const open = new Set(before.missing);
  const fill = (part: 'name' | 'place' | 'content', value: string | undefined, most: number): void => {
    const text = cleanText(value ?? '').slice(0, most);
    if (!open.has(part) || !text) return;
    next[part] = text;
    open.delete(part);
  };
  fill('name', labelled.name ?? saidName.exec(words)?.[1], limits.name);
  fill('place', labelled.place ?? labelled.address ?? placeIn(words), limits.place);
  const phones = phonesIn(labelled.phone ?? words);
  if (open.has('phone') && phones[0]) {
    next.phone = phones[0];
    open.delete('phone');
  }
  const wish = wishOf(words);
  if (open.has('wish') && wish) {
    next.wish = wish;
    open.delete('wish');
  }
  const bare = free.replace(/[+\d\s.()-]{9,}/g, ' ').trim();
  const asked = before.missing.filter((part) => part !== 'wish' && part !== 'phone');
  if (asked.length === 1 && bare && bare.length <= shortReply && !bare.includes('\n')) {
    if (asked[0] === 'name' && isName(bare)) fill('name', bare, limits.name);
    if (asked[0] === 'place') fill('place', bare, limits.place);
  }
  if ((bare.match(/\p{L}/gu)?.length ?? 0) >= leastContent) fill('content', bare, limits.content);
  if (next.place && !next.district) {
    const district = districtIn(next.place);
    if (district) next.district = district;
  }
  next.occurredAt ??= momentIn(labelled.time ?? '', sentAt);
  if (next.occurredAt === undefined) delete next.occurredAt;
  next.missing = before.missing.filter((part) => open.has(part));
  return next;
}

/** Words that ask to take a report back: not acted on, the answer says how. */
export const asksToWithdraw = (words: string): boolean =>
  /\b(?:rut (?:lai )?(?:phan anh|don|kien nghi)|huy phan anh|thu hoi phan anh)\b/.test(
    foldText(ownWords(words, false).words),
  );
