/** The filters of searches that look further than at one value of the thing itself (OCA 8.8's filter types). */
import type { Incident, Instance, Read } from './entities.ts';
import { BadSearch, compile } from './filters.ts';
import { inside, type Reading } from './reading.ts';

type Condition<E> = (wanted: unknown, name: string) => (entity: E, reading: Reading) => boolean;

/** `[{name, value}, …]`: all variables stand in that very scope; values compare as JSON text. */
export const variables =
  <E>(scopeOf: (entity: E) => number): Condition<E> =>
  (wanted, name) => {
    if (!Array.isArray(wanted)) throw new BadSearch(`Request property [filter.${name}] cannot be parsed`);
    const tests = wanted.map((each) => {
      const { name: variable, value } = (each ?? {}) as { name?: unknown; value?: unknown };
      if (typeof variable !== 'string' || value === undefined || value === null)
        throw new BadSearch(`Request property [filter.${name}] needs a name and a value for each variable`);
      return { variable, test: compile(name, value) };
    });
    return (entity, { known }) => {
      const scope = known.variables.get(scopeOf(entity));
      return tests.every(({ variable, test }) => {
        const found = scope?.get(variable);
        return found !== undefined && test(found.text);
      });
    };
  };

/** All of the tags are there. */
export const allTags: Condition<{ readonly tags: readonly string[] }> = (wanted, name) => {
  if (!Array.isArray(wanted)) throw new BadSearch(`Request property [filter.${name}] cannot be parsed`);
  return ({ tags }) => wanted.every((tag) => tags.includes(String(tag)));
};

/** Some live element of the process instance, but not the process itself, meets it. */
export const someElement =
  (read: (element: Instance) => unknown): Condition<Instance> =>
  (wanted, name) => {
    const test = compile(name, wanted);
    return (instance) => inside(instance).some((element) => element !== instance && test(read(element)));
  };

/** Some open incident of the process instance meets it. */
export const someIncident =
  (read: (incident: Read<Incident>) => unknown): Condition<Instance> =>
  (wanted, name) => {
    const test = compile(name, wanted);
    return (instance, { known }) =>
      known.incidents.values().some((each) => each.processInstanceKey === instance.key && test(read(each)));
  };
