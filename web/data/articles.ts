/** The regulation in force, asked for once a visit; and for analysts a clause's past, new wordings and repeals. */
import type { ArticleList, ClauseDetail, ClauseItem, NewWording, Repeal } from '../../domain/api/articles.ts';
import { ask, queryOf } from './http.ts';

export type { ClauseDetail, ClauseItem, NewWording, Repeal } from '../../domain/api/articles.ts';

let asked: Promise<ClauseItem[]> | undefined;

/** The clauses in force. Rejects with `Problem`; the next question asks again then. */
export function clausesInForce(): Promise<ClauseItem[]> {
  asked ??= ask<ArticleList>('/api/articles').then(({ items }) => items);
  asked.catch(() => {
    asked = undefined;
  });
  return asked;
}

/** The law of another time, or today's anew. */
export const readArticles = (at?: string, signal?: AbortSignal): Promise<ArticleList> =>
  ask(`/api/articles${queryOf({ at })}`, { headers: { 'cache-control': 'no-cache' }, ...(signal ? { signal } : {}) });

const pathOf = (clause: string): string => `/api/articles/${encodeURIComponent(clause)}`;

export const readClause = (clause: string): Promise<ClauseDetail> => ask(pathOf(clause));

export async function enterWording(clause: string, body: NewWording): Promise<ClauseDetail> {
  asked = undefined;
  return ask(`${pathOf(clause)}/wordings`, { method: 'POST', body });
}

export async function repealClause(clause: string, body: Repeal): Promise<ClauseDetail> {
  asked = undefined;
  return ask(`${pathOf(clause)}/repeal`, { method: 'POST', body });
}
