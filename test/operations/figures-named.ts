/** Which figures a Prometheus expression names, and what a part tells at its `/metrics`. */

const words = new Set([
  ...['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'and', 'or', 'unless', 'bool', 'offset'],
]);

/** Names of metrics in an expression: what stands neither before `(`, nor in braces, nor in a list of labels. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !words.has(name)))];
}

/** Labels that an expression asks for, by metric: `{kind="mail"}`. */
export function labelsIn(expression: string): [metric: string, label: string][] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].flatMap(([, metric, inside]) =>
    [...inside!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]): [string, string] => [metric!, label!]),
  );
}

export interface Told {
  /** Names of samples, with `_bucket`, `_sum`, `_count`. */
  names: Set<string>;
  /** The value of the first sample of this name with all these labels. */
  value(name: string, labels?: Record<string, string>): number | undefined;
  /** How many samples each metric has: what a scrape costs its reader. */
  samples: number;
}

/** Reads Prometheus's text form. A metric without samples yet is known by its `# TYPE`. */
export function told(text: string): Told {
  const lines = text.split('\n');
  const found: { name: string; labels: Record<string, string>; value: number }[] = [];
  const names = new Set<string>();
  for (const line of lines) {
    const typed = /^# TYPE (\S+) (\S+)/.exec(line);
    if (typed) {
      names.add(typed[1]!);
      if (typed[2] === 'histogram') for (const end of ['_bucket', '_sum', '_count']) names.add(`${typed[1]}${end}`);
    }
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!sample || line.startsWith('#')) continue;
    const labels = Object.fromEntries([...(sample[2] ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, k, v]) => [k!, v!]));
    names.add(sample[1]!);
    found.push({ name: sample[1]!, labels, value: Number(sample[3]) });
  }
  return {
    names,
    samples: found.length,
    value: (name, labels = {}) =>
      found.find((one) => one.name === name && Object.entries(labels).every(([k, v]) => one.labels[k] === v))?.value,
  };
}
