/** What each caller hears on the event stream of all that has happened to the table's two reports, and of the rest. */
import type { NewEvent } from '../../../store/events.ts';
import type { RightsHouse } from './callers.ts';

export interface Heard {
  /** The event's type, with ` #confidential` for those of the confidential report. */
  name: string;
  data: Record<string, unknown>;
}

const everybody = { groups: [], agencies: [], confidential: false };
/** What the projection of reports does not bring about; the last is heard by all, and ends the listening. */
const others: NewEvent[] = [
  { type: 'release', data: { id: 'release' }, scope: everybody },
  { type: 'notice', data: { id: 'notice' }, scope: { ...everybody, username: 'officer' } },
  { type: 'calendar', data: { version: 2 }, scope: everybody },
];

/** By caller: what was heard from the first event on. */
export async function heardBy(rights: RightsHouse, callers: readonly string[]): Promise<Map<string, Heard[]>> {
  const { store } = rights.house;
  await store.transaction((session) => store.events.append(others, rights.house.house.machineNow(), session));
  const all = await Promise.all(callers.map(async (caller) => [caller, await hear(rights, caller)] as const));
  return new Map(all);
}

async function hear(rights: RightsHouse, caller: string): Promise<Heard[]> {
  const headers = { ...rights.callers[caller], 'last-event-id': '0' };
  const answer = await rights.house.app.inject({ url: '/api/stream', headers, payloadAsStream: true });
  if (answer.statusCode !== 200) throw new Error(`${caller}: ${answer.statusCode}`);
  const stream = answer.stream();
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('event: calendar') && text.endsWith('\n\n')) break;
  }
  return text.split('\n\n').flatMap((block) => {
    const event = /^event: (.*)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    return event && data ? [heard(rights, event, JSON.parse(data))] : [];
  });
}

function heard({ things }: RightsHouse, event: string, data: Record<string, unknown>): Heard {
  const of = [things.confidentialCode, things.confidentialTask, things.confidentialInstance];
  const hidden = Object.values(data).some((value) => of.includes(String(value)));
  return { name: hidden ? `${event} #confidential` : event, data };
}
