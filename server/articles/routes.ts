/**
 * The regulation in force: public law, for anyone, as it was at any time. Analysts enter a new wording from a day on,
 * clauses of a new decision, and repeals; what was in force before stays readable.
 */
import {
  ArticleList,
  ArticlesQuery,
  ClauseDetail,
  type ClauseItem,
  ClauseParams,
  type ClauseWording,
  NewWording,
  Repeal,
} from '../../domain/api/articles.ts';
import { formatDay, parseTime } from '../../domain/iso-time.ts';
import { wordingsOn } from '../../domain/regulation/clauses.ts';
import { cleanText } from '../../domain/search-text.ts';
import { type ArticleRecord, articleId } from '../../store/articles.ts';
import { processId } from '../deploy.ts';
import type { App, House } from '../house.ts';
import { namesOf } from '../plugins/names.ts';
import { ready, wordingsOf } from '../plugins/regulation.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

type Of = { Params: { clause: string } };

export function articleRoutes(app: App, house: House): void {
  const { articles, audit, definitions } = house.store;
  const tags = ['articles'];

  app.get<{ Querystring: ArticlesQuery }>(
    '/api/articles',
    {
      schema: {
        tags,
        summary: 'The clauses in force, today or at a time',
        querystring: ArticlesQuery,
        response: { 200: ArticleList },
      },
    },
    async (request, reply) => {
      const { at } = request.query;
      const day = formatDay((at === undefined ? null : parseTime(at)) ?? (await house.clock.now()));
      reply.header('cache-control', 'public, max-age=300');
      return { day, items: wordingsOn(await wordingsOf(house), day).map(itemOf) };
    },
  );

  app.get<Of>(
    '/api/articles/:clause',
    {
      schema: {
        tags,
        summary: 'A clause: its wordings, who entered them, and what carries it',
        params: ClauseParams,
        response: { 200: ClauseDetail },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      return detailOf(request.params.clause);
    },
  );

  app.post<Of & { Body: NewWording }>(
    '/api/articles/:clause/wordings',
    {
      schema: {
        tags,
        summary: 'Enter a wording from a day on, or a new clause',
        params: ClauseParams,
        body: NewWording,
        response: { 201: ClauseDetail },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      await ready(house);
      const { clause } = request.params;
      const { validFrom, binds } = request.body;
      needDay('/validFrom', validFrom);
      const [title, why] = [needWords(request.body, 'title'), needWords(request.body, 'why')];
      const [text, source, reason] = [
        needWords(request.body, 'text'),
        needWords(request.body, 'source'),
        needWords(request.body, 'reason'),
      ];
      const others = await articles.ofClause(clause);
      // An earlier day would rewrite what was in force: the law's own past is not edited.
      if (others.some((one) => one.validFrom >= validFrom))
        throw new Problem('invalid', { errors: [{ pointer: '/validFrom', code: 'order' }] });
      const [at, by] = [house.machineNow(), actor.username];
      const record: ArticleRecord = {
        _id: articleId(clause, validFrom),
        ...{ clause, title, text, binds, validFrom, source, reason, by, at },
        why: { vi: why, en: why },
        validTo: null,
        ended: null,
      };
      if (!(await articles.add(record))) throw new Problem('conflict');
      const before = others.at(-1);
      if (before) await articles.end(before._id, validFrom, { by, at, reason, source });
      await audit.append({ who: by, what: 'article-wording', data: { clause, validFrom, source, reason } }, at);
      return reply.code(201).send(await detailOf(clause));
    },
  );

  app.post<Of & { Body: Repeal }>(
    '/api/articles/:clause/repeal',
    {
      schema: { tags, summary: 'End a clause', params: ClauseParams, body: Repeal, response: { 200: ClauseDetail } },
    },
    async (request) => {
      const actor = needRight(request, 'model.edit');
      await ready(house);
      const { clause } = request.params;
      const { validTo } = request.body;
      needDay('/validTo', validTo);
      const [source, reason] = [needWords(request.body, 'source'), needWords(request.body, 'reason')];
      const last = (await articles.ofClause(clause)).at(-1);
      if (!last) throw new Problem('not-found');
      if (validTo <= last.validFrom) throw new Problem('invalid', { errors: [{ pointer: '/validTo', code: 'order' }] });
      const [at, by] = [house.machineNow(), actor.username];
      if (!(await articles.end(last._id, validTo, { by, at, reason, source }))) throw new Problem('no-use-now');
      await audit.append({ who: by, what: 'article-repeal', data: { clause, validTo, source, reason } }, at);
      return detailOf(clause);
    },
  );

  async function detailOf(clause: string): Promise<ClauseDetail> {
    await ready(house);
    const [records, definition] = await Promise.all([articles.ofClause(clause), definitions.latest(processId)]);
    if (records.length === 0) throw new Problem('not-found');
    const people = records.flatMap(({ by, ended }) => [by, ended?.by].filter((one) => one != null));
    const nameOf = await namesOf(house, people);
    const elements = Object.entries(definition?.elements ?? {})
      .filter(([, element]) => element.article === clause)
      .map(([id, { name, type, budget }]) => ({ id, name, type: type.replace('bpmn:', ''), budget }));
    return { clause, wordings: records.map((record) => wordingView(record, nameOf)), elements };
  }
}

function itemOf({ clause, title, text, binds, why, validFrom, validTo, source }: ArticleRecord): ClauseItem {
  return { clause, title, text, binds, why, validFrom, validTo, source };
}

function wordingView(record: ArticleRecord, nameOf: (username: string) => string): ClauseWording {
  const { by, at, reason, ended } = record;
  return {
    ...itemOf(record),
    by,
    byName: by === null ? null : nameOf(by),
    at: wire(at),
    reason,
    ended: ended && { ...ended, byName: nameOf(ended.by), at: wire(ended.at) },
  };
}

function needDay(pointer: string, day: string): void {
  const epochMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(epochMs) || new Date(epochMs).toISOString().slice(0, 10) !== day)
    throw new Problem('invalid', { errors: [{ pointer, code: 'format' }] });
}

/** @throws 422 where there are no words */
function needWords<Name extends string>(body: Readonly<Record<Name, string>>, name: Name): string {
  const words = cleanText(body[name]);
  if (words === '') throw new Problem('invalid', { errors: [{ pointer: `/${name}`, code: 'required' }] });
  return words;
}
