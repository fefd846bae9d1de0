/**
 * A sender's own page on the real parts: the way drawn from the deployed diagram, a supplement, a withdrawal, the reply
 * and the rating; on a phone and at a desk, in both languages.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../house/people.ts';
import { walk } from '../house/walk.ts';
import { faultsOf } from './accessible.ts';
import { keepPicture, type Size } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();
const linkOf = (sender: Sender): string => `/r/${sender.code}#${sender.token}`;

async function accessible(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
}

const words = {
  vi: {
    intake: 'Trung tâm IOC kiểm tra thông tin',
    handling: 'Cơ quan xử lý',
    supplement: 'Thông tin bổ sung',
    sendSupplement: 'Gửi bổ sung',
    withdraw: 'Rút phản ánh',
    satisfied: 'Hài lòng',
    comment: 'Ý kiến của bạn',
    rate: 'Gửi đánh giá',
    fixed: 'Đã khắc phục',
  },
  en: {
    intake: 'The operations centre checks the report',
    handling: 'The agency is at work',
    supplement: 'More information',
    sendSupplement: 'Send information',
    withdraw: 'Withdraw report',
    satisfied: 'Satisfied',
    comment: 'Your comment',
    rate: 'Send rating',
    fixed: 'Fixed',
  },
} as const;

describe.each([
  ['phone', 'vi'],
  ['desk', 'en'],
] as const)('on a %s in %s', (size: Size, language) => {
  const say = words[language];

  it('a sender sees the step, gives what is missing, and withdraws', async () => {
    const { house } = product;
    const sender = await house.anyone.sends();
    const page = await product.open(size, language);
    await page.goto(linkOf(sender));
    await page.locator('.way .here', { hasText: say.intake }).locator('qn-due').waitFor();
    await keepPicture(page, `follow-${size}-received`, true);
    await accessible(page);

    const asked = 'Xin cho biết số nhà gần nhất.';
    await (await house.as('ioc.intake')).does(sender, 'intake', { outcome: 'incomplete', missing: asked });
    await sender.sees('needs-supplement');
    await page.reload();
    await page.getByText(asked).waitFor();
    await accessible(page);
    await page.getByRole('textbox', { name: say.supplement }).fill('Trước nhà số 120.');
    await page.getByRole('button', { name: say.sendSupplement }).click();
    await page.locator('.way .here', { hasText: say.intake }).waitFor();
    await expect.poll(() => page.locator('.way li.past', { hasText: say.intake }).count()).toBe(1);

    await page.getByRole('button', { name: say.withdraw }).click();
    await page.locator('dialog').getByRole('button', { name: say.withdraw }).click();
    await page.locator('[data-status=withdrawn]').waitFor();
    await sender.sees('withdrawn');
    await expect.poll(() => page.locator('.way .ahead').count()).toBe(0);
    await keepPicture(page, `follow-${size}-withdrawn`, true);
  }, 120_000);

  it('a sender reads why it takes longer, the reply and what became of it, and rates it', async () => {
    const { house } = product;
    const sender = await house.anyone.sends();
    await walk(house, sender, 'instruction');
    const reason = 'Chờ vật tư thay thế từ nhà cung cấp.';
    await (await house.as('sgtvt.officer')).does(sender, 'handling', {
      outcome: 'extension-requested',
      days: 5,
      reason,
    });
    await (await house.as('sgtvt.leader')).does(sender, 'extension', { outcome: 'granted', days: 4 });
    await (await house.as('sgtvt.officer')).task(sender.code, 'handling');
    const page = await product.open(size, language);
    await page.goto(linkOf(sender));
    await page.locator('.way .extension', { hasText: reason }).waitFor();
    await page.locator('.way .here', { hasText: say.handling }).waitFor();
    await keepPicture(page, `follow-${size}-extended`, true);
    await accessible(page);

    await walk(house, sender, 'publication', { from: 'handling' });
    await sender.sees('answered');
    await page.reload();
    await page.locator('.resolution.fixed', { hasText: say.fixed }).first().waitFor();
    await page.getByText(say.satisfied, { exact: true }).click();
    await page.getByLabel(say.comment).fill('Cảm ơn, đèn đã sáng.');
    await page.getByRole('button', { name: say.rate }).click();
    await page.locator('.toast').waitFor();
    // A comment goes to the operations centre: the report stands at its review.
    await page
      .locator('.way .here')
      .filter({ has: page.locator('qn-due') })
      .waitFor();
    await expect.poll(() => page.locator('.way .ahead').count()).toBe(0);
    await keepPicture(page, `follow-${size}-rated`, true);
    expect((await sender.follows()).rating).toBe('satisfied');
  }, 120_000);
});

it('a page that is looked at shows the next step by itself', async () => {
  const sender = await product.house.anyone.sends();
  const page = await product.open('desk');
  await page.clock.install();
  await page.goto(linkOf(sender));
  await page.locator('.way .here', { hasText: words.vi.intake }).waitFor();
  await walk(product.house, sender, 'intake');
  await page.clock.runFor(21_000);
  await page.locator('.way .here', { hasText: 'Trung tâm IOC chuyển cơ quan xử lý' }).waitFor();
});

it('a diagram that is deployed anew speaks with its new words to the reports that start on it', async () => {
  const { house } = product;
  const before = await house.anyone.sends();
  await before.sees('received');
  await (await house.as('ioc.intake')).task(before.code, 'intake');
  const said = 'Tổ tiếp nhận xem lại thông tin';
  await house.deploys((xml) => xml.replaceAll(`value="${words.vi.intake}"`, `value="${said}"`));
  const after = await house.anyone.sends();
  await (await house.as('ioc.intake')).task(after.code, 'intake');
  const page = await product.open('phone');
  await page.goto(linkOf(before));
  await page.locator('.way .here', { hasText: words.vi.intake }).waitFor();
  await page.goto(linkOf(after));
  await page.locator('.way .here', { hasText: said }).waitFor();
}, 60_000);
