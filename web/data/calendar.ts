/** The working calendar in force: asked for once a visit, and again when it is old or the server tells of another. */
import type { WorkingCalendar } from '../../domain/api/calendar.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { ask } from './http.ts';

/** A page that stays open, and hears no events, asks again after so long. */
const oldMs = 10 * 60_000;

let inForce: Calendar = compileCalendar(shippedCalendar);
let asked: Promise<void> | undefined;
let askedAt = 0;
const listeners = new Set<() => void>();

/** The calendar known so far: the shipped one until the server has answered. */
export function workingCalendar(): Calendar {
  if (asked && performance.now() - askedAt > oldMs) void learnCalendar(null);
  return inForce;
}

/** Called when another calendar is in force. Answers how to stop. */
export function onCalendar(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Asks for the calendar in force; when that fails the known one goes on counting, and the next visit asks again.
 * `version`: the one that the server has told of; null: whatever there is by now.
 */
export function learnCalendar(version?: number | null): Promise<void> {
  if (version === null || (version !== undefined && version !== inForce.version)) asked = undefined;
  if (asked) return asked;
  askedAt = performance.now();
  // Another address than the one that a cache has answered for some minutes.
  const path = typeof version === 'number' ? `/api/calendar?version=${version}` : '/api/calendar';
  asked = ask<WorkingCalendar>(path)
    .then(({ version: number, ...data }) => {
      const other = number !== inForce.version;
      inForce = compileCalendar(data, number);
      if (other) for (const listener of listeners) listener();
    })
    .catch(() => {
      asked = undefined;
    });
  return asked;
}
