/**
 * What the handbooks say is what the product has: every word in bold is a text of the screens or of the forms, every
 * time limit the diagram's with its article, every key one that the pages know.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Diagram, readDiagram } from '../../bpmn/diagram.ts';
import { stages } from '../../domain/text/vi/names.ts';
import { root } from '../../local/settings.ts';
import { chapters, handbookFolder } from '../../web/handbook/pages.ts';
import { shortcuts } from '../../web/tasks/shortcuts.ts';
import { everyText } from '../browser/words.ts';

const textOf = (name: string): string => readFileSync(join(handbookFolder, `${name}.md`), 'utf8');
const boldOf = (text: string): string[] => [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label]) => label!);

/** Texts of the screens; a hole in one may be filled with anything. */
function onScreen(): (label: string) => boolean {
  const all = everyText('vi');
  const whole = new Set(all);
  const holed = all
    .filter((text) => /\{\w+\}/.test(text))
    .map((text) => {
      const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.+')}$`, 'u');
    })
    .filter((form) => form.source.replaceAll('.+', '').length > 6);
  // A sign that only begins a title with a count, such as "Chờ mạng để gửi (2)", is named without it.
  return (label) => whole.has(label) || holed.some((form) => form.test(label));
}

/** `2h` → the words of the handbook. */
const budgetWords = (budget: string): string =>
  budget.replace(/^(\d+)h$/, '$1 giờ làm việc').replace(/^(\d+)d$/, '$1 ngày làm việc');

/** `8.2` → the words of the handbook; article 8 has steps, the others clauses. */
function articleWords(article: string): string {
  const [number, part] = article.split('.');
  return `${number === '8' ? 'Bước' : 'Khoản'} ${part} Điều ${number}`;
}

describe.each(chapters())('docs/handbook/%s.md', (name) => {
  const said = onScreen();
  it('puts in bold only what stands on the screens', () => {
    expect(boldOf(textOf(name)).filter((label) => !said(label))).toEqual([]);
  });
});

describe('the time limits', () => {
  let diagram: Diagram;
  beforeAll(async () => {
    diagram = await readDiagram(join(root, 'bpmn', 'field-report.bpmn'));
  });

  it('are those of the diagram, each with its article, wherever a handbook has a table of them', () => {
    const byName = new Map(Object.entries(stages).map(([id, words]) => [words, id]));
    const checked = new Set<string>();
    for (const name of chapters())
      for (const line of textOf(name).split('\n')) {
        const cells = line.startsWith('| **') ? line.split('|').map((cell) => cell.trim()) : [];
        const stage = byName.get(/^\*\*([^*]+)\*\*$/.exec(cells[1] ?? '')?.[1] ?? '');
        if (!stage) continue;
        const task = diagram.elements.get(stage)!;
        const budget = task.inputs.find(({ target }) => target === 'budget')?.source ?? '';
        // Instruction and handling share a clock that is opened before them.
        const written = budget === '' ? '6 ngày làm việc' : budgetWords(budget.replace(/^="?|"$/g, ''));
        expect(`${name}: ${line}`).toContain(written);
        expect(`${name}: ${line}`).toContain(articleWords(task.properties.article!));
        checked.add(stage);
      }
    const people = Object.keys(stages).filter((stage) => !['supplement', 'feedback'].includes(stage));
    expect([...checked].sort()).toEqual(people.sort());
  });
});

it('names every key of the task list, and no other', () => {
  const section = /\n## Phím\n([\s\S]*?)\n## /.exec(textOf('tiep-nhan'))![1]!;
  const named = [...section.matchAll(/`([^`]+)`/g)].map(([, key]) => key!);
  const inPage = ['e', 'n', 'Ctrl+Enter'];
  const known = shortcuts.flatMap(({ keys }) => [...keys] as string[]).filter((key) => !/^(g|1…9|Esc)$/.test(key));
  expect([...new Set(named)].sort()).toEqual([...new Set([...known, ...inPage])].sort());
});
