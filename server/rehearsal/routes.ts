/** Rehearsals of drafts, for analysts: asked for, followed, called off, and read again. */
import { ModelParams } from '../../domain/api/models.ts';
import {
  NewRehearsal,
  RehearsalBegun,
  RehearsalDetail,
  type RehearsalItem,
  RehearsalList,
  RehearsalOptions,
  RehearsalParams,
} from '../../domain/api/rehearsals.ts';
import { type CalendarData, dayOf, shippedCalendar, startOfDay } from '../../domain/calendar.ts';
import { newId } from '../../domain/ids.ts';
import { assumedWork } from '../../domain/rehearsal/staffing.ts';
import { assumedSurge } from '../../domain/rehearsal/surge.ts';
import type { Model } from '../../store/models.ts';
import type { Rehearsal } from '../../store/rehearsals.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { gather, staffOf } from './input.ts';
import { createRunner, silenceMs } from './runner.ts';

type Params = { id: string };
const longestList = 50;
const monthDays = 30;

export function rehearsalRoutes(app: App, house: House): void {
  const { models, rehearsals, audit } = house.store;
  const tags = ['models'];
  const runner = createRunner(house, (error) => app.log.error({ err: error }, 'rehearsal'));
  app.addHook('onClose', () => runner.close());

  app.post<{ Params: Params; Body: NewRehearsal }>(
    '/api/models/:id/rehearsals',
    {
      schema: {
        tags,
        summary: 'Rehearse a draft beside what is in force; one at a time per person',
        params: ModelParams,
        body: NewRehearsal,
        response: { 202: RehearsalBegun },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const model = await needModel(request.params.id);
      const at = house.machineNow();
      await rehearsals.breakOff(at - silenceMs, at);
      const { input, asked, inForce, reports } = await gather(
        house.store,
        model,
        request.body,
        await house.clock.now(),
      );
      const made: Rehearsal = {
        _id: newId(house.random),
        modelId: model._id,
        modelVersion: model.version,
        inForce,
        input: asked,
        reports,
        state: 'waiting',
        progress: 0,
        by: actor.username,
        at,
        seenAt: at,
        endedAt: null,
        headline: null,
        refusal: null,
        result: null,
        speed: null,
      };
      if (!(await rehearsals.add(made))) throw new Problem('conflict');
      await audit.append(
        { who: actor.username, what: 'rehearse', data: { model: model._id, rehearsal: made._id } },
        at,
      );
      void runner.run(made, input);
      return reply.code(202).send({ id: made._id });
    },
  );

  app.get<{ Params: Params }>(
    '/api/models/:id/rehearsals',
    { schema: { tags, summary: 'Rehearsals of a draft', params: ModelParams, response: { 200: RehearsalList } } },
    async (request) => {
      needRight(request, 'model.edit');
      const model = await needModel(request.params.id);
      await breakOff();
      return { items: await Promise.all((await rehearsals.ofModel(model._id, longestList)).map(itemOf)) };
    },
  );

  app.get<{ Params: Params }>(
    '/api/models/:id/rehearsals/options',
    {
      schema: {
        tags,
        summary: 'What a rehearsal may be made of: last month, people, hours, assumptions',
        params: ModelParams,
        response: { 200: RehearsalOptions },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      await needModel(request.params.id);
      const now = await house.clock.now();
      const to = startOfDay(dayOf(now));
      const from = to - monthDays * 86_400_000;
      const [reports, staff, calendar] = await Promise.all([
        house.store.reports.model.countDocuments({ receivedAt: { $gte: from, $lt: to } }).exec(),
        staffOf(house.store, now),
        house.store.calendars.current<CalendarData>(),
      ]);
      const { intervals } = calendar?.calendar ?? shippedCalendar;
      return {
        lastMonth: { from: wire(from), to: wire(to), reports },
        staff,
        hours: { from: intervals[0]!.from, to: intervals.at(-1)!.to },
        work: assumedWork,
        surge: assumedSurge,
      };
    },
  );

  app.get<{ Params: Params }>(
    '/api/rehearsals/:id',
    {
      schema: {
        tags,
        summary: 'How far a rehearsal is, and what it found',
        params: RehearsalParams,
        response: { 200: RehearsalDetail },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      await breakOff();
      const found = await needRehearsal(request.params.id);
      return { ...(await itemOf(found)), result: found.result, speed: found.speed };
    },
  );

  app.delete<{ Params: Params }>(
    '/api/rehearsals/:id',
    { schema: { tags, summary: 'Call a rehearsal off; one that is at its end stays', params: RehearsalParams } },
    async (request, reply) => {
      const actor = needRight(request, 'model.edit');
      const { _id: id } = await needRehearsal(request.params.id);
      const at = house.machineNow();
      if (await rehearsals.end(id, { state: 'canceled', endedAt: at })) {
        runner.cancel(id);
        await audit.append({ who: actor.username, what: 'cancel-rehearsal', data: { rehearsal: id } }, at);
      }
      return reply.code(204).send();
    },
  );

  const breakOff = (): Promise<void> => rehearsals.breakOff(house.machineNow() - silenceMs, house.machineNow());

  async function needModel(id: string): Promise<Model> {
    const found = await models.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  async function needRehearsal(id: string): Promise<Rehearsal> {
    const found = await rehearsals.find(id);
    if (!found) throw new Problem('not-found');
    return found;
  }

  async function itemOf(one: Omit<Rehearsal, 'result'>): Promise<RehearsalItem> {
    const { _id: id, modelId, modelVersion, inForce, input, reports, state, progress, by, headline, refusal } = one;
    const ahead = state === 'waiting' ? await rehearsals.ahead(one.at) : 0;
    const times = { at: wire(one.at), endedAt: wireOrNull(one.endedAt) };
    return {
      id,
      modelId,
      modelVersion,
      inForce,
      input,
      reports,
      state,
      progress,
      ahead,
      by,
      headline,
      refusal,
      ...times,
    };
  }
}
