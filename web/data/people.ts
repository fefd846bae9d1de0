/** Names of the people whose work one sees. Asked once a visit; until the answer is there a user name stands for itself. */
import type { Colleague } from '../../domain/api/delegations.ts';
import { ask } from './http.ts';

let names = new Map<string, string>();
let asked: Promise<void> | undefined;

/** Reads the names where they have not been read. `then` is called when there are new ones. */
export function knowPeople(then: () => void): void {
  asked ??= ask<{ items: Colleague[] }>('/api/tasks/people')
    .then(({ items }) => {
      names = new Map(items.map((one) => [one.username, one.name]));
    })
    .catch(() => {
      // Without names the list is still right; the next page asks again.
      asked = undefined;
    });
  void asked.then(then);
}

/** The name of a person, or the user name where it isn't known. */
export function personName(username: string): string {
  return names.get(username) ?? username;
}
