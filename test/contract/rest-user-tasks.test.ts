/** User tasks over `/v2`: who gets one, what may be changed, completing once (contract 2.2). */
import { beforeAll, describe, expect, test } from 'vitest';
import { ended, eventually, type RestClient, rest, restClient } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { form, userTaskProcess } from './diagrams.ts';

const engine = useCluster();
const review = own('review');
let client: RestClient;
beforeAll(async () => {
  client = restClient(engine);
  await client.deployResources([
    { name: `${review}.form`, content: form(review) },
    { name: `${review}.bpmn`, content: userTaskProcess(review, 'ioc-intake,ioc-duty', review) },
  ]);
});

const call = (method: string, path: string, body?: unknown) => rest(engine, method, path, body);

/** A fresh instance that waits at a user task; answers the task's key. */
async function task(variables: object = {}): Promise<{ key: string; instance: string }> {
  const created = await call('POST', '/process-instances', { processDefinitionId: review, variables });
  const instance = String(created.json.processInstanceKey);
  const found = await eventually(
    async () => (await call('POST', '/user-tasks/search', { filter: { processInstanceKey: instance } })).json.items[0],
  );
  return { key: found.userTaskKey as string, instance };
}

describe('user tasks', () => {
  test('twenty claim one at once: one has it, nineteen are told that it is assigned', async () => {
    const { key } = await task();
    const names = Array.from({ length: 20 }, (_, n) => `officer-${n}`);
    const answers = await Promise.all(
      names.map((assignee) => call('POST', `/user-tasks/${key}/assignment`, { assignee, allowOverride: false })),
    );
    const winners = names.filter((_, n) => answers[n]!.status === 204);
    expect(winners).toHaveLength(1);
    const losers = answers.filter((answer) => answer.status !== 204);
    for (const answer of losers)
      expect(answer).toMatchObject({
        status: 409,
        json: {
          title: 'INVALID_STATE',
          detail: expect.stringContaining(
            `Expected to claim user task with key '${key}', but it has already been assigned`,
          ),
        },
      });
    expect((await call('GET', `/user-tasks/${key}`)).json).toMatchObject({ assignee: winners[0], state: 'CREATED' });
  });

  test('are assigned over someone, released, and found by assignee and group', async () => {
    const { key } = await task();
    await client.assignUserTask({ userTaskKey: key, assignee: 'a' } as never);
    await client.assignUserTask({ userTaskKey: key, assignee: 'b', allowOverride: true } as never);
    const byAssignee = await call('POST', '/user-tasks/search', {
      filter: { assignee: 'b', candidateGroup: 'ioc-duty' },
      sort: [{ field: 'creationDate', order: 'desc' }],
    });
    expect(byAssignee.json.items.map((item) => item.userTaskKey)).toContain(key);
    expect(byAssignee.json.items.find((item) => item.userTaskKey === key)).toMatchObject({
      name: 'Xem xét',
      elementId: 'middle',
      candidateGroups: ['ioc-intake', 'ioc-duty'],
      priority: 50,
      tenantId: '<default>',
    });
    await client.unassignUserTask({ userTaskKey: key } as never);
    expect((await call('GET', `/user-tasks/${key}`)).json.assignee).toBeFalsy();
    expect(await call('POST', `/user-tasks/${key}/assignment`, { assignee: '' })).toMatchObject({ status: 400 });
    expect(await call('POST', `/user-tasks/${key}/assignment`, {})).toMatchObject({ status: 400 });
  });

  test('are changed: dates, candidates, priority; what is wrong is refused', async () => {
    const { key } = await task();
    const due = '2026-12-01T17:00:00+07:00';
    expect(
      (
        await call('PATCH', `/user-tasks/${key}`, {
          changeset: { dueDate: due, candidateGroups: ['province'], priority: 80 },
        })
      ).status,
    ).toBe(204);
    expect((await call('GET', `/user-tasks/${key}`)).json).toMatchObject({
      candidateGroups: ['province'],
      priority: 80,
    });
    expect(new Date(String((await call('GET', `/user-tasks/${key}`)).json.dueDate)).getTime()).toBe(Date.parse(due));
    expect((await call('PATCH', `/user-tasks/${key}`, { changeset: { dueDate: '' } })).status).toBe(204);
    expect((await call('GET', `/user-tasks/${key}`)).json.dueDate).toBeFalsy();
    for (const body of [
      {},
      { changeset: { dueDate: 'tomorrow' } },
      { changeset: { priority: 101 } },
      { changeset: { candidateUsers: 'a' } },
    ])
      expect((await call('PATCH', `/user-tasks/${key}`, body)).status).toBe(400);
  });

  test('are changed by the SDK, which asks at a path of its own; clusters that lack it say 404', async () => {
    const { key } = await task();
    const changed = await client
      .updateUserTask({ userTaskKey: key, changeset: { priority: 7 } } as never)
      .then(() => 204)
      .catch((error: { status: number }) => error.status);
    expect([204, 404, 405]).toContain(changed);
    if (changed === 204) expect((await call('GET', `/user-tasks/${key}`)).json.priority).toBe(7);
  });

  test('have a form and variables, and are completed once', async () => {
    const { key, instance } = await task({ code: 'QN-1' });
    const shown = await call('GET', `/user-tasks/${key}/form`);
    expect(shown).toMatchObject({ status: 200, json: { formId: review, version: 1, schema: { id: review } } });
    const variables = await call('POST', `/user-tasks/${key}/variables/search`, { filter: { name: 'code' } });
    expect(variables.json.items).toMatchObject([{ name: 'code', value: '"QN-1"' }]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        call('POST', `/user-tasks/${key}/completion`, { variables: { outcome: 'accepted' } }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404, 404, 404, 404]);
    await ended(engine, instance);
    expect(await call('POST', `/user-tasks/${key}/completion`)).toMatchObject({
      status: 404,
      json: {
        detail: `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete user task with key '${key}', but no such user task was found`,
      },
    });
  });

  test('are paged by cursor without a gap or a repeat', async () => {
    for (let n = 0; n < 7; n++) await task();
    const seen: unknown[] = [];
    let after: string | undefined;
    for (;;) {
      const { json } = await call('POST', '/user-tasks/search', {
        filter: { processDefinitionId: review },
        page: { limit: 3, after },
      });
      seen.push(...json.items.map((item) => item.userTaskKey));
      if (json.items.length === 0) break;
      after = json.page.endCursor;
    }
    const { json } = await call('POST', '/user-tasks/search', { filter: { processDefinitionId: review } });
    expect(seen).toEqual(json.items.map((item) => item.userTaskKey));
    expect(new Set(seen).size).toBe(seen.length);
    expect(json.page.totalItems).toBe(seen.length);
  });
});
