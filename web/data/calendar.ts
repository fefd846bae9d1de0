/** The working calendar in force, asked for once a visit. */
import type { WorkingCalendar } from '../../domain/api/calendar.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { ask } from './http.ts';

let inForce: Calendar = compileCalendar(shippedCalendar);
let asked: Promise<void> | undefined;

/** The calendar known so far: the shipped one until the server has answered. */
export function workingCalendar(): Calendar {
  return inForce;
}

/** Asks for the calendar in force; when that fails the shipped one goes on counting, and the next visit asks again. */
export function learnCalendar(): Promise<void> {
  asked ??= ask<WorkingCalendar>('/api/calendar')
    .then(({ version, ...data }) => {
      inForce = compileCalendar(data, version);
    })
    .catch(() => {
      asked = undefined;
    });
  return asked;
}
