/** The job search in 8.8's words: its `state` is what happened last to a job, not whether it may be handed out. */
import type { JobView, SearchRequest } from '../../engine.ts';

const engineName = (name: string) => (name === 'state' ? 'publishedState' : name);

export function jobSearch({ filter = {}, sort = [], page }: SearchRequest): SearchRequest {
  return {
    filter: Object.fromEntries(Object.entries(filter).map(([name, wanted]) => [engineName(name), wanted])),
    sort: sort.map(({ field, order }) => ({ field: engineName(field), order })),
    page,
  };
}

export function publishedJob({ publishedState, ...job }: JobView): object {
  return { ...job, state: publishedState };
}
