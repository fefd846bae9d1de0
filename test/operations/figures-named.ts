/** Which figures a Prometheus expression names, and what a part tells at its `/metrics`. */
import { parser } from '@prometheus-io/lezer-promql';

export interface Asked {
  /** Places that Prometheus could not read, as they stand. */
  faults: string[];
  metrics: string[];
  /** Labels that the expression selects or groups by, with the metric they belong to. */
  labels: [metric: string, label: string][];
}

/** Reads an expression by Prometheus's own grammar. */
export function askedIn(expression: string): Asked {
  const asked: Asked = { faults: [], metrics: [], labels: [] };
  // Metrics that an aggregation groups stand after its labels or before them.
  const groups: { labels: string[]; metrics: string[] }[] = [];
  let metric = '';
  parser.parse(expression).iterate({
    enter(node) {
      const text = expression.slice(node.from, node.to);
      if (node.type.isError) asked.faults.push(`${text || 'an end'} at ${node.from} of ${expression}`);
      if (node.name === 'AggregateExpr') groups.push({ labels: [], metrics: [] });
      if (node.name === 'Identifier') {
        metric = text;
        asked.metrics.push(text);
        for (const group of groups) group.metrics.push(text);
      }
      if (node.name !== 'LabelName') return;
      if (node.node.parent?.name === 'GroupingLabels') groups.at(-1)?.labels.push(text);
      else asked.labels.push([metric, text]);
    },
    leave(node) {
      if (node.name !== 'AggregateExpr') return;
      const { labels, metrics } = groups.pop()!;
      for (const name of metrics) for (const label of labels) asked.labels.push([name, label]);
    },
  });
  return asked;
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
