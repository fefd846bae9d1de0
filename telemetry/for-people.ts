/** A log line as a terminal shows it: `14:03:07 warn server outbox failed work=outbox …`. */

const told = new Set(['time', 'level', 'part', 'instance', 'msg']);

export function forPeople(line: string): string {
  const { time, level, part, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const at = new Date(String(time)).toTimeString().slice(0, 8);
  const facts = Object.entries(rest).flatMap(([name, value]) => (told.has(name) ? [] : `${name}=${shown(value)}`));
  return `${[at, level, part, msg, ...facts].filter((one) => one !== undefined).join(' ')}\n`;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
