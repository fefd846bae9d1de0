/** A log in which everything happens once holds the very intents that the contract names, and no other (contract 3.3). */
import { describe, expect, test } from 'vitest';
import { everything } from '../../../engine/testing/everything.ts';
import { split, valueTypes, words } from '../conformance/intents.ts';

const seen = new Map<string, { events: Set<string>; commands: Set<string> }>();

describe('the log', () => {
  test('has no value type that the contract does not name', async () => {
    await play();
    expect([...seen.keys()].filter((valueType) => !(valueType in valueTypes))).toEqual([]);
  });

  test.each(Object.entries(valueTypes))('%s: has its intents, and those only', async (valueType, type) => {
    await play();
    const { events, commands } = seen.get(valueType) ?? { events: new Set<string>(), commands: new Set<string>() };
    const { written } = split(type);
    const named = (intents?: string) =>
      words(intents).filter((intent) => written.includes(intent) && !words(type.elsewhere).includes(intent));
    expect([...events].sort()).toEqual(named(type.events).sort());
    expect([...commands].sort()).toEqual(named(type.commands).sort());
  });
});

/** Once for the file, within a test: the engine that plays is put away by the test's end. */
async function play(): Promise<void> {
  if (seen.size > 0) return;
  for (const { valueType, intent, recordType } of await everything()) {
    const kinds = seen.get(valueType) ?? { events: new Set(), commands: new Set() };
    seen.set(valueType, kinds);
    if (recordType === 'EVENT') kinds.events.add(intent);
    if (recordType === 'COMMAND') kinds.commands.add(intent);
  }
}
