import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { openWindow, type Window } from '../../test/browser/browser.ts';
import { overDouble } from '../../test/browser/over-double.ts';
import { type Double, json } from '../testing/double.ts';
import { everyId, everyKind } from '../testing/every-kind.ts';
import { drafts } from '../testing/studio.ts';
import { analyst } from '../testing/visits.ts';

const draft = `/studio/${'a'.repeat(32)}`;
let browser: Browser;
let double: Double;
let window: Window;
let page: Page;

overDouble((opened) => {
  ({ browser, double } = opened);
});

afterEach(async () => {
  await window?.context.close();
  double.reset();
  expect(window?.complaints).toEqual([]);
});

async function open(path: string, ready: string, language = 'vi'): Promise<void> {
  double.session = analyst();
  window = await openWindow(browser, double.url, 'desk', language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}${draft}${path}`);
  await page.locator(ready).first().waitFor();
}

const saves = () => double.sent.filter(({ method, path }) => method === 'PUT' && path.endsWith('/files'));
/** The file that was saved last. */
async function saved(): Promise<{ name: string; content: string }> {
  await expect.poll(() => saves().length, { timeout: 10_000 }).toBeGreaterThan(0);
  return JSON.parse(saves().at(-1)!.body).files[0];
}
/** The file as the double has it. */
async function shipped(name: string): Promise<string> {
  const answer = await page.evaluate(async (id) => (await fetch(`/api/models/${id}`)).json(), 'a'.repeat(32));
  return answer.files.find((file: { name: string }) => file.name === name).content;
}
/** Lines of `after` that are not in `before`, and the other way round. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return {
    gone: old.filter((line) => !now.includes(line)).map((line) => line.trim()),
    come: now.filter((line) => !old.includes(line)).map((line) => line.trim()),
  };
}

describe('the diagram', () => {
  test('opens by the address at an element, with our template for it, and opening changes nothing', async () => {
    await open('/edit?file=field-report.bpmn&at=intake', '.editor-panel [data-group-id]');
    await page.locator('.bio-properties-panel-header-label', { hasText: 'Kiểm tra, tiếp nhận' }).waitFor();
    await page.getByText('Thời hạn', { exact: true }).first().click();
    await expect.poll(() => page.getByLabel('Thời hạn', { exact: true }).inputValue()).toBe('2h');
    await page.getByRole('link', { name: 'routing' }).first().click();
    await page.locator('.dmn-decision-table-container').waitFor();
    expect(saves()).toEqual([]);
  });

  test('changes a budget by its template; no other line is changed or moved, and undo takes it back', async () => {
    await open('/edit?at=handling', '.editor-panel [data-group-id]');
    const before = await shipped('field-report.bpmn');
    await page.getByRole('button', { name: 'Danh sách' }).click();
    const row = page.getByRole('row', { name: /Mở hạn xử lý/ });
    await row.getByRole('button', { name: /^Sửa/ }).click();
    await page.getByLabel('Thời hạn', { exact: true }).fill('4d');
    await page.keyboard.press('Tab');
    const file = await saved();
    expect(file.name).toBe('field-report.bpmn');
    const [old, now] = [before.split('\n'), file.content.split('\n')];
    expect(now.flatMap((line, n) => (line === old[n] ? [] : [line.trim()]))).toEqual([
      '<zeebe:header key="budget" value="4d" />',
    ]);
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await expect.poll(async () => (await saved()).content, { timeout: 10_000 }).toBe(before);
  });

  test('gets a task by keyboard, and what was drawn a moment before leaving is saved too', async () => {
    await open('/edit?at=intake', '.editor-panel [data-group-id]');
    const before = await shipped('field-report.bpmn');
    await page.locator('.bio-properties-panel-header-label', { hasText: 'Kiểm tra, tiếp nhận' }).waitFor();
    await page.keyboard.press('a');
    await page.locator('.djs-popup-search input').pressSequentially('thời hạn');
    await page.locator('.djs-popup .entry.selected', { hasText: 'Việc có thời hạn' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.djs-popup').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'routing' }).first().click();
    const { content } = await saved();
    expect(content.match(/<bpmn:userTask /g)!.length).toBe(before.match(/<bpmn:userTask /g)!.length + 1);
    expect(difference(before, content).gone.filter((line) => !/bpmndi|<di:|<dc:/.test(line))).toEqual([]);
  });

  test('speaks the other language without losing what was changed', async () => {
    await open('/edit?at=scope', '.editor-panel [data-group-id]');
    await page.getByRole('button', { name: 'Danh sách' }).click();
    await page
      .getByRole('row', { name: /Kiểm tra phạm vi/ })
      .getByRole('button', { name: /^Sửa/ })
      .click();
    await page.getByRole('textbox', { name: 'Điều khoản', exact: true }).fill('8.9');
    await page.keyboard.press('Tab');
    await saved();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('textbox', { name: 'Article', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Article', exact: true }).inputValue()).toBe('8.9');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Article', exact: true }).inputValue()).not.toBe('8.9');
    await page.getByRole('button', { name: 'Drawing', exact: true }).click();
    await page.locator('.bio-properties-panel-header-type', { hasText: 'Task with a deadline' }).waitFor();
  });

  test('takes over what came from elsewhere, with the selection, and hands nothing back', async () => {
    await open('/edit?at=scope', '.editor-panel [data-group-id]');
    await page.locator('.bio-properties-panel-header-label', { hasText: 'Kiểm tra phạm vi' }).waitFor();
    await page.evaluate(() => {
      const editor = document.querySelector('qn-diagram-editor') as HTMLElement & { content: string };
      editor.content = editor.content.replace('name="Kiểm tra phạm vi"', 'name="Kiểm tra thẩm quyền"');
    });
    await page.locator('.bio-properties-panel-header-label', { hasText: 'Kiểm tra thẩm quyền' }).waitFor();
    await page.locator('.editor-canvas [data-element-id="scope"].selected').first().waitFor();
    expect(saves()).toEqual([]);
  });

  test('is only read where nothing may be changed, like tables and forms', async () => {
    await open('/edit', '.editor-canvas .djs-shape');
    await page.evaluate(() => Object.assign(document.querySelector('qn-edit-tab')!, { readonly: true }));
    await page.locator('.diagram-frame .djs-shape').first().waitFor();
    await expect.poll(() => page.locator('.djs-palette, .editor-panel').count()).toBe(0);
    await page.getByRole('link', { name: 'routing' }).first().click();
    await page.locator('.dmn-decision-table-container td').first().waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Hoàn tác' }).count()).toBe(0);
    await page.getByRole('link', { name: 'scope' }).click();
    await page.locator('qn-form .fjs-form').waitFor();
  });

  test('walks tokens along the lines, says that nothing runs, and leaves the file alone', async () => {
    await open('/edit', '.editor-canvas .djs-shape');
    await page.getByRole('button', { name: 'Thử bằng thẻ' }).click();
    await page.getByText('không chạy quy trình').waitFor();
    await page.locator('.bts-context-pad').first().waitFor();
    await page.getByRole('button', { name: 'Thử bằng thẻ' }).click();
    await page.locator('.djs-palette').waitFor();
    expect(saves()).toEqual([]);
  });
});

describe('the comparison', () => {
  test('says in words what differs from what is in force, and leads to its place in the editor', async () => {
    await open('/compare', '.compare-frame .differs-changed');
    const change = page.locator('.changes-list li', { hasText: 'Mở hạn xử lý' }).first();
    expect((await change.locator('.facets').textContent())!.replace(/\s+/g, ' ').trim()).toBe('Thời hạn: 8d 6d');
    await change.getByRole('button', { name: 'Bước 3 Điều 8' }).waitFor();
    await change.getByRole('link', { name: /^Sửa/ }).click();
    await page.locator('.bio-properties-panel-header-label', { hasText: 'Mở hạn xử lý' }).waitFor();
  });

  test('moves both drawings together', async () => {
    await open('/compare', '.compare-frame .differs-changed');
    // The same place is written in two ways: `matrix(0.6 0 …)` and `matrix(0.6000000238,0,…)`.
    const views = () =>
      page.locator('.compare-frame .viewport').evaluateAll((all) =>
        all.map((one) =>
          one
            .getAttribute('transform')!
            .match(/-?[\d.]+/g)!
            .map((n) => Math.round(Number(n) * 10))
            .join(),
        ),
      );
    await expect.poll(async () => new Set(await views()).size).toBe(1);
    const [before] = await views();
    const frame = (await page.locator('.compare-frame').first().boundingBox())!;
    await page.mouse.move(frame.x + 20, frame.y + 20);
    await page.mouse.down();
    await page.mouse.move(frame.x + 120, frame.y + 70, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await views())[1]).not.toBe(before);
    expect(new Set(await views()).size).toBe(1);
  });

  test('goes through tables rule by rule and forms field by field, and says when nothing differs', async () => {
    await open('/compare?file=routing.dmn', '.changes-list li');
    await page.getByText('Dòng 6, Đề xuất cơ quan xử lý').waitFor();
    await page.getByRole('link', { name: /scope.form/ }).click();
    await page.locator('.changes-list li', { hasText: 'Lý do trả lại' }).first().waitFor();
    await page.getByLabel('Từ', { exact: true }).selectOption({ label: 'Bản nháp này, như đang sửa' });
    await page.getByText('Hai bản giống hệt nhau').waitFor();
  });
});

test('a table: one cell is changed, and nothing else in the file', async () => {
  await open('/edit?file=routing.dmn', '.dmn-decision-table-container td');
  const before = await shipped('routing.dmn');
  const cell = page.locator('td.output-cell', { hasText: 'sgtvt' });
  await cell.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('"sxd"');
  await page.keyboard.press('Enter');
  const file = await saved();
  expect(difference(before, file.content)).toEqual({ gone: ['<text>"sgtvt"</text>'], come: ['<text>"sxd"</text>'] });
});

test('a table opens by the address at a rule', async () => {
  await open('/edit?file=routing.dmn&at=row-9', '.dmn-decision-table-container td');
  const middle = () =>
    page
      .locator('td.input-cell[data-row-id="row-9"]')
      .first()
      .evaluate((cell) => (cell.getBoundingClientRect().top + cell.getBoundingClientRect().bottom) / 2);
  await expect.poll(middle).toBeLessThan(800);
});

test('a form: a label is changed, and nothing else in the file', async () => {
  await open('/edit?file=forms/scope.form&at=reason', '.fjs-editor-container .fjs-element');
  const before = await shipped('forms/scope.form');
  await page.locator('.fjs-properties-container .bio-properties-panel-group-header', { hasText: 'General' }).click();
  await page.locator('.fjs-properties-container').getByRole('textbox', { name: 'Field label' }).fill('Lý do');
  const file = await saved();
  expect(difference(before, file.content)).toEqual({
    gone: ['"label": "Lý do trả lại",'],
    come: ['"label": "Lý do",'],
  });
});

describe('the editors speak Vietnamese', () => {
  /** What they asked for and did not get. */
  const untranslated = () => page.evaluate(() => (globalThis as unknown as { untranslated: string[] }).untranslated);

  async function listen(path: string, ready: string): Promise<void> {
    double.session = analyst();
    window = await openWindow(browser, double.url, 'desk');
    page = window.page;
    await page.addInitScript(() => {
      const found: string[] = [];
      Object.assign(globalThis, { untranslated: found });
      addEventListener('untranslated', (event) => found.push((event as CustomEvent<string>).detail), true);
    });
    await page.goto(`${double.url}${draft}${path}`);
    await page.locator(ready).first().waitFor();
  }

  test('at every kind of element: its menus and every part of its panel', async () => {
    double.answers.set(`GET /api/models/${'a'.repeat(32)}`, (_sent, response) =>
      json(response, 200, { ...drafts[0], files: [{ name: 'all.bpmn', content: everyKind }] }),
    );
    await listen('/edit', '.editor-canvas .djs-shape');
    for (const id of everyId) {
      await page.evaluate((at) => Object.assign(document.querySelector('qn-diagram-editor')!, { at }), id);
      await page.locator(`.editor-canvas [data-element-id="${id}"].selected`).first().waitFor({ state: 'attached' });
      await page.evaluate(() => {
        const press = (of: string) => {
          for (const one of document.querySelectorAll<HTMLElement>(`.editor-panel ${of}`)) one.click();
        };
        press('.bio-properties-panel-group-header:not(.open)');
        press('.bio-properties-panel-collapsible-entry-header:not(.open)');
      });
      for (const key of ['r', 'a']) {
        await page.keyboard.press(key);
        await page.keyboard.press('Escape');
      }
    }
    await page.keyboard.press('n');
    await page.keyboard.press('Escape');
    expect([...new Set(await untranslated())].sort()).toEqual([]);
  });

  test('in the table: its cells, headings and menus', async () => {
    await listen('/edit?file=routing.dmn', '.dmn-decision-table-container td');
    await page.locator('td.input-cell').first().click({ button: 'right' });
    await page.keyboard.press('Escape');
    await page.locator('th.input-cell').first().dblclick();
    await page.keyboard.press('Escape');
    await page.locator('th.output-cell').first().dblclick();
    await page.getByRole('button', { name: 'Phân công theo Phụ lục 1' }).click();
    await page.locator('.dmn-drd-container .djs-shape, .djs-container .djs-shape').first().waitFor();
    expect([...new Set(await untranslated())].sort()).toEqual([]);
  });
});
