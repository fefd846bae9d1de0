/** The engine's figures as Prometheus text: few, read at the moment of asking. */

export interface Figure {
  name: string;
  help: string;
  kind: 'counter' | 'gauge';
  value: number;
}

export function prometheusText(figures: readonly Figure[]): string {
  const lines: string[] = [];
  for (const { name, help, kind, value } of figures)
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, `${name} ${value}`);
  return `${lines.join('\n')}\n`;
}
