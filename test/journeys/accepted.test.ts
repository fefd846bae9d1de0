/** A report's whole life, once with each of the two worker clients. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import { walk } from '../house/walk.ts';

describe.each(['zeebe-node', 'camunda8-sdk'] as const)('a report, with workers on %s', (workerClient) => {
  let house: House;
  beforeAll(async () => {
    house = await House.open({ workerClient });
  });
  afterAll(() => house?.close());

  it('goes from reception through every stage to the published reply, is rated, and closes', async () => {
    const sender = await house.anyone.sends();
    expect(await sender.follows()).toMatchObject({ code: sender.code, status: 'received' });

    await walk(house, sender, 'publication');
    const answered = await sender.sees('answered');
    expect(answered.reply.agency).toBeTruthy();
    expect(answered.reply.text).toContain('Đã thay bo mạch tủ điều khiển');
    expect(answered.reply.text).toMatch(/^.*Kính chào/s);
    expect(answered.stage).toBe('feedback');

    const published = await house.anyone.get(`/api/published/${sender.code}`);
    expect(published.status).toBe(200);
    expect(JSON.stringify(published.body)).not.toContain('0905123456');

    expect((await sender.rates({ rating: 'satisfied' })).status).toBe(202);
    await sender.sees('closed');
    await house.clock.forward('16d');
    const watch = await house.as('ioc.watch');
    await expect
      .poll(
        async () => {
          const { body } = await watch.get(`/api/instances?report=${sender.code}&limit=50`);
          return body.items.find((item: { reportCode: string }) => item.reportCode === sender.code)?.state;
        },
        { timeout: 20_000 },
      )
      .toBe('completed');
  });
});
