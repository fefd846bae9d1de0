/** The engine's figures as Prometheus text: few, read at the moment of asking. */

export interface Figure {
  name: string;
  help: string;
  kind: 'counter' | 'gauge';
  value: number;
  /** Tells figures of one name apart; values without quotes. */
  labels?: Record<string, string>;
}

export function prometheusText(figures: readonly Figure[]): string {
  const lines: string[] = [];
  for (const [name, same] of Map.groupBy(figures, (figure) => figure.name)) {
    const [{ help, kind }] = same as [Figure, ...Figure[]];
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
    for (const { labels = {}, value } of same) {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
      lines.push(`${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
