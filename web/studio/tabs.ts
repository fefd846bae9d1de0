/**
 * The parts of a draft, each loaded when it is opened: the list to read first in this folder. A tab's element has the
 * property `model` (the draft with its files as they are edited just now; replaced, never changed) and `query`, and may
 * fire `files-changed` with the files that it has changed (`FilesChanged`).
 */
import type { LitElement } from 'lit';
import type { ModelDetail, ModelFile } from '../data/models.ts';
import type { TextKey } from '../text/text.ts';

export interface Tab {
  id: string;
  tag: string;
  text: TextKey;
  load: () => Promise<unknown>;
}

export interface TabElement extends LitElement {
  model: ModelDetail;
  query: URLSearchParams;
}

export type FilesChanged = CustomEvent<ModelFile[]>;

/** Tells the page that files were changed. */
export function filesChanged(from: HTMLElement, files: ModelFile[]): void {
  from.dispatchEvent(new CustomEvent('files-changed', { detail: files, bubbles: true }) satisfies FilesChanged);
}

export const tabs: readonly Tab[] = [
  { id: 'edit', tag: 'qn-edit-tab', text: 'studio.edit.tab', load: () => import('./edit/edit-tab.ts') },
  { id: 'check', tag: 'qn-check-tab', text: 'studio.check.tab', load: () => import('./check/check-tab.ts') },
  { id: 'law', tag: 'qn-law-tab', text: 'studio.law.tab', load: () => import('./law/law-tab.ts') },
  {
    id: 'compare',
    tag: 'qn-compare-tab',
    text: 'studio.compare.tab',
    load: () => import('./compare/compare-tab.ts'),
  },
  { id: 'try', tag: 'qn-try-tab', text: 'studio.try.tab', load: () => import('./try/try-tab.ts') },
  {
    id: 'rehearse',
    tag: 'qn-rehearse-tab',
    text: 'studio.rehearse.tab',
    load: () => import('./rehearse/rehearse-tab.ts'),
  },
  {
    id: 'release',
    tag: 'qn-release-tab',
    text: 'studio.release.tab',
    load: () => import('./release/release-tab.ts'),
  },
  { id: 'history', tag: 'qn-history-tab', text: 'studio.drafts.history', load: () => import('./history-tab.ts') },
];
