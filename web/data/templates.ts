/** Reply templates: those that I may use, and changes to those that I may change. */
import type { NewTemplate, Template } from '../../domain/api/templates.ts';
import { ask } from './http.ts';

export type { NewTemplate, Template } from '../../domain/api/templates.ts';

export async function listTemplates(signal?: AbortSignal): Promise<Template[]> {
  return (await ask<{ items: Template[] }>('/api/templates', signal ? { signal } : {})).items;
}

/** Keeps a new one, or changes the one with this id. */
export function keepTemplate(body: NewTemplate, id?: string): Promise<Template> {
  if (id === undefined) return ask('/api/templates', { method: 'POST', body });
  return ask(`/api/templates/${encodeURIComponent(id)}`, { method: 'PUT', body });
}

export function removeTemplate(id: string): Promise<void> {
  return ask(`/api/templates/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
