/** Every way through the procedure that is not the ordinary one: one test a branch, each on a report of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { type Stage, walk } from '../house/walk.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

const does = async (who: string, report: Sender, stage: string, completion: Record<string, unknown>) =>
  (await house.as(who)).does(report, stage, completion);

describe('intake', () => {
  it('asks for what is missing, and starts again with the supplement', async () => {
    const report = await house.anyone.sends();
    await does('ioc.intake', report, 'intake', { outcome: 'incomplete', missing: 'Cho biết số nhà gần nhất.' });
    const waiting = await report.sees('needs-supplement');
    expect(waiting).toMatchObject({ missing: 'Cho biết số nhà gần nhất.', stage: 'supplement' });
    expect(waiting.dueAt).toBeTruthy();

    expect((await report.supplements('Trước số 45 Phan Chu Trinh.')).status).toBe(202);
    await walk(house, report, 'publication');
    await report.sees('answered');
  });

  it('tells the sender the ground when it refuses a report', async () => {
    const report = await house.anyone.sends();
    await does('ioc.intake', report, 'intake', { outcome: 'rejected', ground: 'Không thuộc các lĩnh vực tiếp nhận.' });
    expect(await report.sees('rejected')).toMatchObject({ ground: 'Không thuộc các lĩnh vực tiếp nhận.', stage: null });
    expect((await report.withdraws()).status).toBe(409);
  });
});

describe('who handles it', () => {
  it('is asked again after one return, with a new routing', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'routing');
    await does('sgtvt.officer', report, 'scope', {
      outcome: 'out-of-scope',
      reason: 'Đường do thành phố quản lý.',
      suggestedAgency: 'tamky',
    });
    await does('ioc.duty', report, 'routing', { outcome: 'routed', leadAgency: 'tamky' });
    await does('tamky.officer', report, 'scope', { outcome: 'in-scope' });
    await does('tamky.leader', report, 'instruction', { outcome: 'instructed', instruction: 'Khắc phục ngay.' });
    expect((await report.follows()).status).toBe('in-progress');
  });

  it('is for the province to say after a second return, and then there is no scope check any more', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'routing');
    await does('sgtvt.officer', report, 'scope', { outcome: 'out-of-scope', reason: 'Không thuộc Sở.' });
    await does('ioc.duty', report, 'routing', { outcome: 'routed', leadAgency: 'tamky' });
    await does('tamky.officer', report, 'scope', { outcome: 'out-of-scope', reason: 'Không thuộc thành phố.' });
    await does('ioc.duty', report, 'direction-report', { outcome: 'submitted', summary: 'Hai đơn vị cùng trả lại.' });
    await does('province', report, 'direction', {
      outcome: 'directed',
      leadAgency: 'sgtvt',
      direction: 'Giao Sở GTVT chủ trì.',
    });
    await walk(house, report, 'publication', { from: 'instruction' });
    await report.sees('answered');
  });

  it('is for the province to say when the duty officer cannot', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'intake');
    await does('ioc.duty', report, 'routing', { outcome: 'needs-direction', reason: 'Liên quan nhiều ngành.' });
    await does('ioc.duty', report, 'direction-report', { outcome: 'submitted', summary: 'Xin ý kiến chỉ đạo.' });
    await does('province', report, 'direction', {
      outcome: 'directed',
      leadAgency: 'sgtvt',
      direction: 'Giao Sở GTVT.',
      coordinatingAgencies: ['tamky'],
    });
    await walk(house, report, 'publication', { from: 'instruction' });
    await report.sees('answered');
  });

  const routed = { routing: { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['tamky', 'sct'] } };

  it('goes on once all coordinating agencies agree', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'scope', { instead: routed });
    await does('tamky.officer', report, 'opinion', { outcome: 'agreed' });
    await does('sct.officer', report, 'opinion', { outcome: 'agreed', opinion: 'Sẽ cắt điện phục vụ thi công.' });
    await walk(house, report, 'instruction', { from: 'instruction' });
    expect((await report.follows()).status).toBe('in-progress');
  });

  it('goes up to the province when one of them disagrees, after all were heard', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'scope', { instead: routed });
    await does('tamky.officer', report, 'opinion', { outcome: 'disagreed', opinion: 'Đề nghị Sở tự thực hiện.' });
    await does('sct.officer', report, 'opinion', { outcome: 'agreed' });
    await does('ioc.duty', report, 'direction-report', { outcome: 'submitted', summary: 'Không thống nhất.' });
    await does('province', report, 'direction', {
      outcome: 'directed',
      leadAgency: 'tamky',
      direction: 'Giao UBND Tam Kỳ.',
    });
    await does('tamky.leader', report, 'instruction', {
      outcome: 'instructed',
      instruction: 'Thực hiện theo chỉ đạo.',
    });
  });
});

describe('handling', () => {
  it('gets more time when the leader grants it, and the first date stays on record', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'instruction');
    const officer = await house.as('sgtvt.officer');
    const before = await officer.task(report.code, 'handling');
    await officer.does(report, 'handling', { outcome: 'extension-requested', days: 3, reason: 'Chờ vật tư.' });
    await does('sgtvt.leader', report, 'extension', { outcome: 'granted', days: 3 });
    const after = await officer.task(report.code, 'handling');
    expect(Date.parse(after.dueAt)).toBeGreaterThan(Date.parse(before.dueAt));
    expect(after.originalDueAt).toBe(before.originalDueAt);
  });

  it('keeps its date when the leader refuses more time', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'instruction');
    const officer = await house.as('sgtvt.officer');
    const before = await officer.task(report.code, 'handling');
    await officer.does(report, 'handling', { outcome: 'extension-requested', days: 5, reason: 'Thiếu người.' });
    await does('sgtvt.leader', report, 'extension', { outcome: 'refused', reason: 'Việc khẩn.' });
    expect((await officer.task(report.code, 'handling')).dueAt).toBe(before.dueAt);
  });

  it('starts again when the leader returns the result, with the clock kept', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'handling');
    await does('sgtvt.leader', report, 'approval', { outcome: 'returned', instructions: 'Bổ sung ảnh sau khi sửa.' });
    const officer = await house.as('sgtvt.officer');
    const task = await officer.task(report.code, 'handling');
    expect(Date.parse(task.dueAt) - (await house.clock.now())).toBeGreaterThan(86_400_000);
    await walk(house, report, 'publication', { from: 'handling' });
    await report.sees('answered');
  });

  it('answers with the text as the leader edited it', async () => {
    const report = await house.anyone.sends();
    const edited = 'Đèn tín hiệu đã được sửa xong trong ngày.';
    await walk(house, report, 'publication', {
      instead: { approval: { outcome: 'edited-and-approved', result: edited } },
    });
    expect((await report.sees('answered')).reply.text).toContain(edited);
  });
});

describe('publication', () => {
  it('sends the reply to the sender alone when it is private', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'publication', { instead: { publication: { outcome: 'private' } } });
    expect((await report.sees('answered')).reply.text).toContain('Kính chào');
    expect((await house.anyone.get(`/api/published/${report.code}`)).status).toBe(404);
  });

  it('cannot be public for a confidential report', async () => {
    const report = await house.anyone.sends({ confidential: true });
    await walk(house, report, 'approval');
    const officer = await house.as('sgtvt.officer');
    const task = await officer.task(report.code, 'publication');
    expect((await officer.claims(task.key)).status).toBe(204);
    const refused = await officer.completes(task.key, { outcome: 'public' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toContainEqual(expect.objectContaining({ pointer: '/outcome' }));
    expect((await officer.completes(task.key, { outcome: 'private' })).status).toBe(204);
    await report.sees('answered');
    expect((await house.anyone.get(`/api/published/${report.code}`)).status).toBe(404);
  });

  it('tells only that it was handled when it is sealed', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'publication', { instead: { publication: { outcome: 'sealed' } } });
    const seen = await report.sees('answered');
    expect(JSON.stringify(seen)).not.toContain('Đã thay bo mạch');
    expect((await house.anyone.get(`/api/published/${report.code}`)).status).toBe(404);
  });
});

describe('feedback', () => {
  it('closes with a rating, and takes one rating only', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'publication');
    await report.sees('answered');
    expect((await report.rates({ rating: 'acceptable' })).status).toBe(202);
    await report.sees('closed');
    expect((await report.rates({ rating: 'satisfied' })).status).toBe(409);
  });

  it('with a comment goes to review, back to the agency, and is answered again', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'publication');
    await report.sees('answered');
    expect((await report.rates({ rating: 'unsatisfied', comment: 'Đèn vẫn chớp vàng.' })).status).toBe(202);
    await does('ioc.intake', report, 'review', { outcome: 'clarify', instructions: 'Kiểm tra lại chu kỳ đèn.' });
    expect((await report.sees('in-progress')).status).toBe('in-progress');
    await walk(house, report, 'publication', { from: 'instruction' });
    await report.sees('answered');
  });

  it('with a comment that needs nothing more is closed by the reviewer', async () => {
    const report = await house.anyone.sends();
    await walk(house, report, 'publication');
    await report.sees('answered');
    await report.rates({ comment: 'Cảm ơn đơn vị.' });
    await does('ioc.intake', report, 'review', { outcome: 'closed' });
    await report.sees('closed');
  });
});

describe('withdrawal', () => {
  const stages: Stage[] = ['intake', 'routing', 'scope', 'instruction', 'handling', 'approval', 'publication'];
  it.each(stages.map((stage, index) => [stage, stages[index - 1]] as const))(
    'at %s ends the procedure',
    async (stage, before) => {
      const report = await house.anyone.sends();
      if (before) await walk(house, report, before);
      const who =
        { intake: 'ioc.intake', routing: 'ioc.duty' }[stage as string] ??
        (/instruction|approval/.test(stage) ? 'sgtvt.leader' : 'sgtvt.officer');
      const officer = await house.as(who);
      const task = await officer.task(report.code, stage);
      expect((await report.withdraws('Tôi đã tự xử lý.')).status).toBe(202);
      await report.sees('withdrawn');
      expect([404, 409]).toContain((await officer.claims(task.key)).status);
    },
  );

  it('while a supplement is awaited ends it too', async () => {
    const report = await house.anyone.sends();
    await does('ioc.intake', report, 'intake', { outcome: 'incomplete', missing: 'Địa điểm.' });
    await report.sees('needs-supplement');
    expect((await report.withdraws()).status).toBe(202);
    await report.sees('withdrawn');
  });
});

it('several reports at once do not get into each other’s way', async () => {
  const reports = await Promise.all(Array.from({ length: 8 }, () => house.anyone.sends()));
  await Promise.all(reports.map((report) => walk(house, report, 'publication')));
  for (const report of reports) await report.sees('answered');
});
