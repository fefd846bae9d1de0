/** HTTP of keeping: disclosures to authorities, rules of retention, erasures. */
import { Disclosure, DisclosureList, DisclosureQuery, NewDisclosure } from '../../domain/api/disclosures.ts';
import {
  ChangedRule,
  Erasure,
  ErasureDetail,
  ErasureList,
  ErasureParams,
  Execution,
  NewErasure,
  RetentionRule,
  RetentionRuleList,
  RuleParams,
} from '../../domain/api/erasures.ts';
import type { App, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { disclose, disclosureViews } from './disclose.ts';
import { changeRule, confirmErasure, erasureView, ruleView, tryErasure } from './erasures.ts';

/** So many erasures are listed: there are a few a year. */
const listed = 100;

export function keepingRoutes(app: App, house: House): void {
  const tags = ['keeping'];
  const { secret } = house.settings;

  app.post<{ Body: NewDisclosure }>(
    '/api/disclosures',
    {
      schema: {
        tags,
        summary: "A sender's details for a competent authority",
        body: NewDisclosure,
        response: { 201: Disclosure },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'disclosure.make');
      const told = await disclose(house, actor, request.body);
      return reply.code(201).header('cache-control', 'no-store').send(told);
    },
  );

  app.get<{ Querystring: DisclosureQuery }>(
    '/api/disclosures',
    {
      schema: { tags, summary: 'What was disclosed', querystring: DisclosureQuery, response: { 200: DisclosureList } },
    },
    async (request) => {
      needRight(request, 'disclosure.see');
      const { after, limit = 50 } = request.query;
      const [at, id] = after ? readCursor(secret, 'disclosures', after) : [];
      const from = after ? { at: Number(at), id: String(id) } : undefined;
      const found = await house.store.disclosures.list(limit + 1, from);
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        items: await disclosureViews(house, found.slice(0, limit)),
        next: last ? makeCursor(secret, 'disclosures', [last.at, last._id]) : null,
      };
    },
  );

  app.get(
    '/api/retention',
    { schema: { tags, summary: 'Rules of retention', response: { 200: RetentionRuleList } } },
    async (request) => {
      needRight(request, 'erasure.run');
      return { items: (await house.store.retention.all()).map(ruleView), next: null };
    },
  );

  app.put<{ Params: RuleParams; Body: ChangedRule }>(
    '/api/retention/:id',
    {
      schema: {
        tags,
        summary: 'Change a rule',
        params: RuleParams,
        body: ChangedRule,
        response: { 200: RetentionRule },
      },
    },
    async (request) => changeRule(house, needRight(request, 'erasure.run'), request.params.id, request.body),
  );

  app.get(
    '/api/erasures',
    { schema: { tags, summary: 'Erasures, newest first', response: { 200: ErasureList } } },
    async (request) => {
      const actor = needRight(request, 'erasure.run');
      const items = (await house.store.erasures.list(listed)).map((one) => erasureView(one, actor));
      return { items, next: null };
    },
  );

  app.post<{ Body: NewErasure }>(
    '/api/erasures',
    { schema: { tags, summary: 'Try an erasure: a dry run', body: NewErasure, response: { 201: Erasure } } },
    async (request, reply) => {
      const actor = needRight(request, 'erasure.run');
      const made = erasureView(await tryErasure(house, actor, request.body), actor);
      return reply.code(201).header('location', `/api/erasures/${made.id}`).send(made);
    },
  );

  app.get<{ Params: ErasureParams }>(
    '/api/erasures/:id',
    { schema: { tags, summary: 'One, with its codes', params: ErasureParams, response: { 200: ErasureDetail } } },
    async (request) => {
      const actor = needRight(request, 'erasure.run');
      const found = await house.store.erasures.find(request.params.id);
      if (!found) throw new Problem('not-found');
      return { ...erasureView(found, actor), codes: found.reports.map(({ code }) => code) };
    },
  );

  app.post<{ Params: ErasureParams; Body: Execution }>(
    '/api/erasures/:id/execution',
    {
      schema: {
        tags,
        summary: 'Carry out what was tried',
        params: ErasureParams,
        body: Execution,
        response: { 202: Erasure },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'erasure.run');
      const running = await confirmErasure(house, actor, request.params.id, request.body.hash);
      return reply.code(202).send(erasureView(running, actor));
    },
  );

  app.delete<{ Params: ErasureParams }>(
    '/api/erasures/:id',
    { schema: { tags, summary: 'Give a dry run up', params: ErasureParams } },
    async (request, reply) => {
      needRight(request, 'erasure.run');
      if (!(await house.store.erasures.drop(request.params.id))) throw new Problem('not-found');
      return reply.code(204).send();
    },
  );
}
