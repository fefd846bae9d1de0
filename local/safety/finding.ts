/** Something that an operator should change: what is weak, why it matters, and what to do. */
export interface Finding {
  /** The setting, path or package. */
  where: string;
  what: string;
  todo: string;
  /** `high`: a stranger can use it; `medium`: it helps one who has got in elsewhere, or will. */
  weight: 'high' | 'medium';
}

const widths = { weight: 6, where: 28 };

/** As a table; the heaviest first. */
export function tableOf(findings: readonly Finding[]): string {
  const sorted = findings.toSorted((a, b) => Number(a.weight === 'medium') - Number(b.weight === 'medium'));
  return sorted
    .map(
      ({ weight, where, what, todo }) =>
        `${weight.padEnd(widths.weight)}  ${where.padEnd(widths.where)}  ${what}\n${' '.repeat(widths.weight + widths.where + 4)}→ ${todo}`,
    )
    .join('\n');
}
