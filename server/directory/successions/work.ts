/**
 * Carries out the successions whose day has come, report by report. An engine that is away is waited for; a server that
 * ends in the middle is followed by the next, which goes on where it was. Before it is done it looks once more: a report
 * that was routed to the agency in the last moment of its last day goes over too.
 */
import { createHash } from 'node:crypto';
import type { Inherited, SuccessionPlan } from '../../../store/successions.ts';
import { isDatabaseDown } from '../../error-handler.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { batchWork } from '../../plugins/batch-work.ts';
import { directoryNow } from '../../plugins/directory.ts';
import { EngineDown } from '../../zeebe.ts';
import { type Moved, moveReport, RecordsLate } from './move.ts';
import { inheritedGroups, touchedBy } from './touched.ts';

const listedAtOnce = 500;

export function successionWork(house: House): Work {
  const { store } = house;
  const { successions } = store;

  /** Writes down which reports it is about; how many of them are new. */
  async function list({ _id, agency }: SuccessionPlan): Promise<number> {
    let found = 0;
    let batch: Parameters<typeof successions.addItems>[0] = [];
    for await (const { _id: instanceKey, reportCode } of touchedBy(house, agency)) {
      batch.push({ successionId: _id, instanceKey, reportCode });
      if (batch.length < listedAtOnce) continue;
      found += await successions.addItems(batch);
      batch = [];
    }
    return found + (await successions.addItems(batch));
  }

  async function moveOne(plan: SuccessionPlan, item: Inherited): Promise<void> {
    const moved: Moved = await moveReport(house, plan, item, await directoryNow(house)).catch((error: Error) => {
      if (error instanceof EngineDown || error instanceof RecordsLate || isDatabaseDown(error)) throw error;
      // One report that cannot be worked on must not keep the others: it is told with what was said.
      return { is: 'refused' as const, words: error.message };
    });
    if (moved.is === 'moved') await keep(house, plan, item, moved.to);
    await successions.settle(item._id, {
      state: moved.is,
      to: moved.is === 'moved' ? moved.to : null,
      tasks: moved.is === 'moved' ? moved.tasks : 0,
      words: moved.is === 'refused' ? moved.words : null,
      at: await house.clock.now(),
    });
  }

  return batchWork<SuccessionPlan, Inherited>(house, {
    take: async (owner, machineNow, leaseMs) => successions.take(owner, await house.clock.now(), machineNow, leaseMs),
    hold: successions.hold,
    nextItem: successions.nextItem,
    async begin(plan) {
      if (plan.movePeople) await movePeople(house, plan);
      await list(plan);
      return { batch: plan, one: moveOne };
    },
    async end(plan) {
      if ((await list(plan)) > 0) return false;
      await tellHeirs(house, plan);
      return true;
    },
    passes: (error) => error instanceof RecordsLate,
  });
}

/** What was done to the report and why, for its history and the audit log; once, whatever is repeated. */
async function keep(house: House, plan: SuccessionPlan, item: Inherited, to: string): Promise<void> {
  const { store } = house;
  const { instanceKey, reportCode } = item;
  const { agency, reason, by } = plan;
  const _id = createHash('sha256').update(item._id).digest('hex').slice(0, 32);
  const data = { succession: plan._id, from: agency, to };
  const at = await house.clock.now();
  await store.transaction(async (session) => {
    if (!(await store.acts.addOnce({ _id, instanceKey, reportCode, what: 'succeeded', by, at, reason, data }, session)))
      return;
    const entry = { who: by, what: 'instance-succeeded', data: { instance: instanceKey, ...data } };
    await store.audit.append({ ...entry, ...(reportCode ? { reportCode } : {}) }, house.machineNow(), session);
  });
}

/** The agency's people go along in their roles; who is in several groups keeps the others. */
async function movePeople(house: House, { _id, agency, to, by }: SuccessionPlan): Promise<void> {
  const { people, audit } = house.store;
  const own = [`agency:${agency}:officer`, `agency:${agency}:leader`];
  for (const person of await people.model.find({ groups: { $in: own } }).lean()) {
    const groups = inheritedGroups(person.groups, agency, to);
    await people.model.updateOne({ _id: person._id }, { $set: { groups } });
    const data = { succession: _id, username: person._id, before: person.groups, groups };
    await audit.append({ who: by, what: 'person-succeeded', data }, house.machineNow());
  }
}

async function tellHeirs(house: House, { _id, agency }: SuccessionPlan): Promise<void> {
  for (const heir of await house.store.successions.heirs(_id)) {
    const to = { groups: [`agency:${heir}:officer`, `agency:${heir}:leader`] };
    const mail = { to, template: 'inherited', data: { agency } };
    const item = { _id: `notice:succession:${_id}:${heir}`, kind: 'notice' as const, reportCode: '', mail };
    await house.store.outbox.add(item, house.machineNow());
  }
  house.wakeOutbox();
}
