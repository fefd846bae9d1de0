/** A draft as analysts see it in lists. */
import type { ModelItem } from '../../domain/api/models.ts';
import type { Model } from '../../store/models.ts';
import { wire } from '../views/time.ts';

export function itemOf(model: Omit<Model, 'files'>): ModelItem {
  const { _id: id, name, basedOn, version, createdAt, createdBy, changedAt, changedBy, archived } = model;
  const times = { createdAt: wire(createdAt), changedAt: wire(changedAt) };
  return { id, name, basedOn, version, createdBy, changedBy, archived, ...times };
}
