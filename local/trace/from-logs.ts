/** The lines of log files that belong to a trace or a report, whichever part wrote them and in whatever file. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Sought, type Step, told } from './step.ts';

interface Line extends Record<string, unknown> {
  time: string;
  level: string;
  part: string;
  msg?: string;
  trace?: string;
  traces?: string[];
  report?: string;
}

/** `file` `-` is the standard input. What is no log line is passed over. */
export async function stepsOfLog(file: string, sought: Sought): Promise<Step[]> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const steps: Step[] = [];
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = parsed(text);
    if (line && belongs(line, sought)) steps.push(stepOf(line));
  }
  return steps;
}

function belongs({ trace, traces, report }: Line, sought: Sought): boolean {
  const named = [trace, ...(traces ?? [])].filter((one) => one !== undefined);
  if (sought.only !== undefined) return named.includes(sought.only);
  return named.some((one) => sought.traces.has(one)) || (report !== undefined && sought.reports.has(report));
}

function stepOf({ time, level, part, instance: _, msg, trace, traces, ...facts }: Line): Step {
  const loud = level === 'info' || level === 'debug' || level === 'trace' ? undefined : level.toUpperCase();
  const shown = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : value]),
  );
  const what = [loud, msg, told(shown), traces && traces.length > 1 ? `for ${traces.length} requests` : undefined];
  return { at: Date.parse(time), where: part, what: what.filter(Boolean).join(' '), ...(trace ? { trace } : {}) };
}

function parsed(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as Line;
    return typeof line.time === 'string' && typeof line.part === 'string' ? line : undefined;
  } catch {
    return undefined;
  }
}
