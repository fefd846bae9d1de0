/**
 * Every page of the table (shell/pages.ts), some in more than one state: the address, who is logged in, and what is
 * there once the page is drawn. Walked by this room's browser tests (axe, 320 px to 4K) and by the pictures of test/.
 */
import type { Session } from '../../domain/api/session.ts';
import * as canned from './answers.ts';
import { rightToken } from './routes.ts';

export const officer = () => canned.session('sgtvt.officer', ['agency:sgtvt:officer']);
export const leader = () => canned.session('sgtvt.leader', ['agency:sgtvt:leader']);
export const analyst = () => canned.session('analyst', ['analyst']);
export const duty = () => canned.session('ioc.duty', ['ioc-duty']);

export type Visit = readonly [path: string, who: (() => Session) | null, ready: string];

export const visits: readonly Visit[] = [
  ['/', null, 'form'],
  ['/follow', null, 'form'],
  [`/r/${canned.report.code}#${rightToken}`, null, '.way'],
  [`/r/${canned.answered.code}#${rightToken}`, null, '.faces'],
  [`/r/${canned.incomplete.code}#${rightToken}`, null, 'qn-supplement-form form'],
  ['/p', null, '.published'],
  ['/p?view=map', null, '.map-sign'],
  ['/figures', null, 'table'],
  [`/p/${canned.published[0]!.code}`, null, '.reply'],
  ['/u#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', null, '.button.primary'],
  ['/login', null, 'form'],
  ['/tasks', officer, '.tasks'],
  ['/tasks/away', officer, '.absences'],
  ['/tasks/4503599627370501', officer, '.fjs-form'],
  ['/leaders', leader, '#waiting'],
  ['/leaders?task=4503599627370501', leader, '.fjs-form'],
  ['/watch', duty, '.diagram-frame .token'],
  ['/watch?layer=wait&element=handling', duty, '.element-card'],
  ['/watch?need=overdue', duty, '.needs + .table-scroll'],
  ['/watch/timers', duty, '.timers'],
  ['/watch/wall', duty, '.diagram-frame .token'],
  ['/watch/wall?scene=needs', duty, '.wall-needs'],
  ['/watch/2251799813685300', duty, '.diagram-frame .token'],
  ['/watch/2251799813685300?at=2026-01-05T00:50:00.000Z', duty, '.diagram-frame .token'],
  ['/watch/past?at=2026-01-05T01:10:00.000Z', duty, '.diagram-frame .token'],
  ['/watch/incidents', duty, '.incident-group'],
  ['/watch/forecast', duty, '.share'],
  ['/studio', analyst, '.drafts'],
  [`/studio/${'a'.repeat(32)}`, analyst, '.editor-canvas .djs-shape'],
  [`/studio/${'a'.repeat(32)}/edit?file=routing.dmn`, analyst, '.dmn-decision-table-container td'],
  [`/studio/${'a'.repeat(32)}/edit?file=forms/scope.form`, analyst, '.fjs-element'],
  [`/studio/${'a'.repeat(32)}/compare`, analyst, '.compare-frame .djs-shape'],
  [`/studio/${'a'.repeat(32)}/check`, analyst, '.diagram-frame .found'],
  [`/studio/${'a'.repeat(32)}/rehearse`, analyst, '.queue-chart'],
  [`/studio/${'a'.repeat(32)}/law`, analyst, '.contradiction'],
  ['/studio/law', analyst, '.contradiction'],
  [`/studio/${'a'.repeat(32)}/try`, analyst, '.fjs-form'],
  [`/studio/${'a'.repeat(32)}/history`, analyst, '#draft-log'],
  [`/studio/${'a'.repeat(32)}/release`, analyst, '#release-note'],
  [`/studio/${'b'.repeat(32)}/release`, analyst, 'qn-release-card .button.primary'],
  ['/studio/releases', analyst, '.versions'],
  ['/notices', officer, '.notice-settings form'],
  ['/elements', null, '.diagram-frame .token'],
  ['/nothing-here', null, '.state'],
];
