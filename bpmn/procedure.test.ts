/** What the diagram must keep to whatever an analyst changes: articles, deadlines, variables, watches. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fieldsOf, stageIds } from '../domain/stages.ts';
import { extension } from './diagram.ts';
import { all, camel, diagram, element, instanceVariables, sources } from './questions.ts';

const here = new URL('./', import.meta.url);
const regulation: Record<string, unknown> = JSON.parse(await readFile(new URL('regulation.json', here), 'utf8'));
const decisions = (await readdir(new URL('../docs/decisions/', here))).map((name) => name.replace(/\.md$/, ''));
const userTasks = all.filter((e) => e.type === 'UserTask');

const jobTypes = new Set([
  ...['set-deadline', 'extend-deadline', 'request-supplement', 'notify-sender', 'notify-withdrawn', 'remind'],
  ...['report-overdue', 'compose-reply', 'publish-reply'],
]);

describe('every stage', () => {
  it('is a user task of the same id, and there is no other user task', () => {
    expect(userTasks.map((task) => task.id).sort()).toEqual([...stageIds].sort());
  });

  it.each(stageIds)('%s has its form, group, schedule, header and deadline listener', (stage) => {
    const { moddle, headers } = element(stage);
    expect(extension(moddle, 'zeebe:UserTask')).toBeDefined();
    expect(extension(moddle, 'zeebe:FormDefinition')).toMatchObject({ formId: stage, bindingType: 'deployment' });
    expect(extension(moddle, 'zeebe:AssignmentDefinition').candidateGroups).toMatch(
      /^(ioc-intake|ioc-duty|province|=\["agency:" \+ (leadAgency|agency) \+ ":(officer|leader)"\])$/,
    );
    expect(extension(moddle, 'zeebe:TaskSchedule')).toMatchObject({ dueDate: '=dueAt', followUpDate: '=remindAt' });
    expect(headers).toEqual({ stage });
    expect(extension(moddle, 'zeebe:ExecutionListeners').listeners).toMatchObject([
      { eventType: 'start', type: 'set-deadline' },
    ]);
  });

  it.each(stageIds)('%s has a budget with a start, or the kept handling clock, and never both', (stage) => {
    const given = sources(element(stage), 'inputs');
    if (given.budget) {
      expect(given.budget).toMatch(/^[1-9]\d*[hd]$/);
      expect(given.clockStart).toMatch(/^=/);
      expect(given).not.toHaveProperty('clockDue');
    } else {
      expect(given).toMatchObject({ clockDue: '=handlingDueAt', clockRemind: '=handlingRemindAt' });
    }
  });

  it.each(stageIds)('%s starts with empty hands: outcome, completion id and every returned field are null', (stage) => {
    const given = sources(element(stage), 'inputs');
    const returned = [...fieldsOf(stage).values()].filter((field) => field.toEngine).map((field) => field.name);
    for (const name of ['outcome', 'completionId', ...returned]) expect(given[name], name).toBe('=null');
  });

  it.each(stageIds)('%s lets nothing out but its outcome and named variables', (stage) => {
    const out = sources(element(stage), 'outputs');
    const own = `${camel(stage)}Outcome`;
    expect(out[own]).toBe('=outcome');
    const texts = [...fieldsOf(stage).values()].filter((field) => !field.toEngine).map((field) => field.name);
    for (const text of [...texts, 'completionId']) expect(Object.values(out).join(' ')).not.toContain(text);
  });

  it.each(stageIds)('%s says in its note who acts, how long, and by which article', (stage) => {
    const { inputs, properties } = element(stage);
    const budget = inputs.find((m) => m.target === 'budget')?.source;
    const time = budget?.replace(/(\d+)h/, '$1 giờ').replace(/(\d+)d/, '$1 ngày') ?? 'hạn xử lý';
    const note: string = element(`${stage}-who`).moddle.text;
    expect(note).toMatch(new RegExp(`^\\S.*\\n${time} · Điều ${properties.article}$`));
  });

  it.each(stageIds)('%s tells a citizen in both languages what is going on', (stage) => {
    const { citizenLabel, citizenLabelEn } = element(stage).properties;
    expect(citizenLabel).toBeTruthy();
    expect(citizenLabelEn).toBeTruthy();
  });
});

describe('articles', () => {
  const mustCarry = all.filter((e) => e.name && !['SequenceFlow', 'TextAnnotation', 'Association'].includes(e.type));

  it('are carried by every named element, or else a decision of ours', () => {
    const without = mustCarry.filter((e) => !e.properties.article && !e.properties.decision);
    expect(without.map((e) => e.id)).toEqual([]);
  });

  it('exist in the regulation, as the decisions exist in docs/decisions', () => {
    for (const { id, properties } of all) {
      if (properties.article) expect(regulation, id).toHaveProperty([properties.article]);
      if (properties.annex) expect(['1', '2'], id).toContain(properties.annex);
      if (properties.decision) expect(decisions, id).toContain(properties.decision);
    }
  });

  it('that demand a step of the procedure are each carried by an element', () => {
    const carried = new Set(all.map((e) => e.properties.article));
    const demanding = ['3.8', '4.2', '5.3', '6.1', '6.2', '7.1', '7.2', '8.2', '8.3', '8.4', '9.1', '9.2'];
    for (const article of [...demanding, '10.1', '10.2', '10.3', '10.4', '11.1', '11.2', '11.3', '13.3']) {
      expect(carried, article).toContain(article);
    }
  });

  it('are not exceeded by any budget', () => {
    const hours = (budget: string): number => Number.parseInt(budget, 10) * (budget.endsWith('d') ? 10 : 1);
    const limits = { '6.2': '2h', '7.2': '2h', '8.2': '1d', '8.3': '6d', '9.2': '1d', '10.1': '4h' };
    for (const { id, properties, inputs, headers } of all) {
      const limit = limits[properties.article as keyof typeof limits];
      const budget = inputs.find((m) => m.target === 'budget')?.source ?? headers.budget;
      if (limit && budget) expect(hours(budget), id).toBeLessThanOrEqual(hours(limit));
    }
  });
});

describe('the engine is told no more than it needs', () => {
  it('jobs are of the agreed types', () => {
    const used = new Set(all.map((e) => e.jobType).filter((type) => type !== null));
    for (const e of userTasks)
      for (const l of extension(e.moddle, 'zeebe:ExecutionListeners').listeners) used.add(l.type);
    expect([...used].sort()).toEqual([...jobTypes].sort());
  });

  it('only named variables leave an element', () => {
    for (const { id, outputs } of all) {
      for (const { target } of outputs)
        expect(instanceVariables.has(target) || target === 'opinionOutcome', `${id}: ${target}`).toBe(true);
    }
  });

  it('no input shadows the code that messages are correlated by', () => {
    for (const { id, inputs } of all)
      expect(
        inputs.map((m) => m.target),
        id,
      ).not.toContain('reportCode');
  });

  it('a job that answers with dates or a publication starts without old ones', () => {
    for (const { id, jobType, inputs } of all) {
      const empty = inputs.filter((m) => m.source === '=null').map((m) => m.target);
      if (jobType === 'set-deadline' || jobType === 'extend-deadline')
        expect(empty, id).toEqual(expect.arrayContaining(['dueAt', 'remindAt']));
      if (jobType === 'publish-reply') expect(empty, id).toContain('publishedAt');
    }
  });

  it('messages are correlated by the report code', () => {
    const messages = diagram.root.rootElements.filter((e: { $type: string }) => e.$type === 'bpmn:Message');
    const keys = messages.map((m: { name: string }) => [m.name, extension(m, 'zeebe:Subscription')?.correlationKey]);
    expect(Object.fromEntries(keys)).toEqual({
      'field-report-received': undefined,
      supplement: '=reportCode',
      'supplement-deadline-changed': '=reportCode',
      'deadline-set': '=reportCode',
      withdrawal: '=reportCode',
      feedback: '=reportCode',
    });
  });
});

describe('the watch over deadlines', () => {
  it('is one non-interrupting event sub-process that keeps the message to itself', () => {
    const watch = element('deadline-watch');
    expect(watch.moddle.triggeredByEvent).toBe(true);
    expect(watch.scope).toBe('stages');
    expect(sources(watch, 'inputs')).toEqual({
      task: '=null',
      taskInstance: '=null',
      dueAt: '=null',
      remindAt: '=null',
    });
    expect(element('deadline-set').moddle.isInterrupting).toBe(false);
    expect(element('deadline-set').outputs).toEqual([]);
  });

  it('reminds at one date and reports at the other', () => {
    const dates = ['watch-remind', 'watch-overdue'].map((id) => element(id).moddle.eventDefinitions[0].timeDate.body);
    expect(dates).toEqual(['=remindAt', '=dueAt']);
    expect(element('watch-remind-end').jobType).toBe('remind');
    expect(element('watch-overdue-end').jobType).toBe('report-overdue');
  });

  it('never holds a report: every end of the stages terminates them', () => {
    const ends = all.filter((e) => e.type === 'EndEvent' && e.scope === 'stages');
    expect(ends.length).toBeGreaterThan(3);
    for (const end of ends)
      expect(end.moddle.eventDefinitions?.[0]?.$type, end.id).toBe('bpmn:TerminateEventDefinition');
  });
});
