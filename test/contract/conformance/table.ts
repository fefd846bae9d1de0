/** All rows, and the page that they make: docs/engine-conformance.md. */
import { common, routes, rpcs } from './calls.ts';
import { elements, intents, rules } from './elements.ts';
import { type Area, verdict } from './row.ts';

export const areas: readonly Area[] = [elements, rules, rpcs, common, routes, intents];

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The page as it must stand in the repository. */
export function page(): string {
  const rows = areas.flatMap((area) => area.rows);
  const count = (what: string) => rows.filter((row) => verdict(row) === what).length;
  const lines = [
    '# What the engine keeps of Zeebe’s contract',
    '',
    'Made by `npm run conformance` from `test/contract/conformance/` and the results of `npm test`: a row that says',
    '*holds* or *differs* has tests that have passed against this engine. Nothing here was run on Zeebe.',
    `${count('holds')} hold, ${count('differs')} differ, ${count('not there')} are not there.`,
  ];
  for (const { title, rows } of areas) {
    lines.push(
      '',
      `## ${title}`,
      '',
      '| What | Contract | | How it differs, or why it is not there |',
      '|---|---|---|---|',
    );
    for (const row of rows)
      lines.push(`| ${cell(row.name)} | ${row.section} | ${verdict(row)} | ${cell(row.differs ?? row.absent ?? '')} |`);
  }
  return `${lines.join('\n')}\n`;
}
