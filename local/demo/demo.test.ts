import { randomBytes } from 'node:crypto';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewReport } from '../../domain/api/reports.ts';
import { checkReport } from '../../domain/check-report.ts';
import { districtById } from '../../domain/districts.ts';
import { fieldIds } from '../../domain/fields.ts';
import { fillHoles } from '../../domain/reply-template.ts';
import { may } from '../../domain/rights.ts';
import { isStage, outcomesOf } from '../../domain/stages.ts';
import { openStore, type Store } from '../../store/store.ts';
import { demoAccounts, loadBaseDirectory, loadDemoAccounts, loadDemoTemplates } from './directory.ts';
import { reportFrom } from './send-reports.ts';
import { samples } from './texts.ts';

describe("the demo's directory", () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore({
      uri: process.env.MONGODB_TEST_URI as string,
      dbName: `demo_${randomBytes(6).toString('hex')}`,
    });
    await store.prepare();
  });
  afterAll(async () => {
    await store.connection.dropDatabase();
    await store.close();
  });

  it('has 26 agencies, two people each, and the accounts of the contract', async () => {
    await loadBaseDirectory(store, 0);
    await loadDemoAccounts(store, { password: 'p', hash: async (text) => `hash of ${text}` });
    expect(await store.agencies.all()).toHaveLength(26);
    expect(await store.people.model.countDocuments()).toBe(60);
    expect(await store.people.find('sgtvt.officer')).toMatchObject({ groups: ['agency:sgtvt:officer'], active: true });
    expect((await store.calendars.current())?._id).toBe(1);
  });

  it('leaves on a second start what administrators made, and takes the new password', async () => {
    await store.agencies.model.updateOne({ _id: 'syt' }, { $set: { handlingLimit: '4d' } });
    await store.people.model.updateOne({ _id: 'ioc.duty' }, { $set: { name: 'Trần Trực', active: false } });
    await loadBaseDirectory(store, 1);
    await loadDemoAccounts(store, { password: 'q', hash: async (text) => `hash of ${text}` });
    expect((await store.agencies.find('syt'))?.handlingLimit).toBe('4d');
    expect(await store.people.find('ioc.duty')).toMatchObject({
      name: 'Trần Trực',
      active: false,
      passwordHash: 'hash of q',
    });
    expect(await store.calendars.model.countDocuments()).toBe(1);
  });

  it('gives every agency shared replies that fit their stages, and leaves them as they were made afterwards', async () => {
    await loadDemoTemplates(store, 0);
    const own = await store.replyTemplates.usable('hoian', 'hoian.officer');
    expect(own.length).toBeGreaterThan(1);
    for (const { stage, outcome, text } of own) {
      expect(isStage(stage!) && Object.hasOwn(outcomesOf(stage), outcome!)).toBe(true);
      expect(fillHoles(text, { agency: 'x', place: 'y', code: 'z' })).not.toContain('{');
    }
    await store.replyTemplates.remove(own[0]!._id);
    await loadDemoTemplates(store, 1);
    expect(await store.replyTemplates.usable('hoian', 'hoian.officer')).toHaveLength(own.length - 1);
  });

  it('lets the five who watch claim nothing', () => {
    const watchers = ['ioc.admin', 'ioc.watch', 'analyst', 'analyst2', 'leader.province'];
    for (const { _id, groups } of demoAccounts) {
      expect(may(groups, 'task.claim', { candidateGroups: groups })).toBe(!watchers.includes(_id));
    }
  });
});

describe('the sample reports', () => {
  it('are at least forty, of every field, all different, some hidden and some confidential', () => {
    expect(samples.length).toBeGreaterThanOrEqual(40);
    expect(new Set(samples.map(({ field }) => field))).toEqual(new Set(fieldIds));
    expect(new Set(samples.map(({ content }) => content)).size).toBe(samples.length);
    expect(samples.filter(({ hideIdentity }) => hideIdentity).length).toBeGreaterThan(3);
    expect(samples.filter(({ confidential }) => confidential).length).toBeGreaterThan(3);
    expect(new Set(samples.map(({ district }) => district)).size).toBe(18);
  });

  it('are what the contract takes', () => {
    const shape = Compile(NewReport);
    const now = Date.now();
    for (const sample of samples) {
      const report = reportFrom(sample, now);
      expect([...shape.Errors(report)]).toEqual([]);
      expect(checkReport(report, { now, isDistrict: (id) => districtById(id) !== undefined })).toEqual([]);
    }
  });
});
