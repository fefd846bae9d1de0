/**
 * A training house says so on every page it serves, in the document itself, so that no script and no state of a page
 * can leave it out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingBanner as words } from '../../domain/text/vi/training.ts';
import type { Settings } from '../settings.ts';

const escaped = (text: string): string => text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The document as people get it: with the banner in a training house, as it is anywhere else. */
export function withBanner(document: string, { training }: Pick<Settings, 'training'>): string {
  if (!training) return document;
  const link = training.url ? ` <a href="${escaped(training.url)}">${words.link}</a>` : '';
  const banner = `<aside class="training" aria-label="TẬP HUẤN / TRAINING"><strong>${words.vi}</strong> <span lang="en">${words.en}</span>${link}</aside>`;
  return document.replace(/<body([^>]*)>/, (tag) => tag + banner);
}

/** A document of the built pages. @throws Error where it is not there */
export function documentOf(settings: Pick<Settings, 'webDist' | 'training'>, file: string): string {
  return withBanner(readFileSync(join(settings.webDist, file), 'utf8'), settings);
}
