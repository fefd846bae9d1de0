/**
 * Runs schemathesis, a property-based client by others, unmodified, over the published OpenAPI as one caller, and counts
 * what it did. It is fetched once by pip, by hashes; where it cannot be had, who asks for it fails.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '../../local/cache.ts';
import type { Caller, Ids } from './callers.ts';

const here = import.meta.dirname;

export interface Question {
  url: string;
  caller: Caller;
  ids: Ids;
  seed: number;
  /** Random cases an operation. */
  examples: number;
  /** Of `examples`, `coverage`, `fuzzing`, `stateful`. */
  phases: readonly string[];
}

export interface Failure {
  operation: string;
  check: string;
  status: number | null;
  said: string;
}

export interface Counts {
  operations: number;
  cases: number;
  /** HTTP status → answers. */
  statuses: Record<string, number>;
  failures: Failure[];
}

/**
 * Not asked: that every input that fits its shape is accepted. Codes nobody knows, times that have passed and cursors of
 * other lists have the right shape and are refused (400, 404, 422) by contract.
 */
const notAsked = 'positive_data_acceptance';

export async function fuzz(question: Question): Promise<Counts> {
  const site = await cached('schemathesis-4.32.5', fetchClient);
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const report = join(folder, 'events.ndjson');
  try {
    const said = await run(site, question, [
      ...['--phases', question.phases.join(','), '--max-examples', String(question.examples)],
      // One at a time: on two threads Python 3.11 loses count of its own recursion while it compiles.
      ...['--seed', String(question.seed), '--workers', '1', '--request-timeout', '30', '--no-shrink'],
      ...['--continue-on-failure', '--exclude-checks', notAsked, '--report', 'ndjson', '--report-ndjson-path', report],
      // The stream never ends (server/stream tries it); the points are tuples, which this client reads as of an older draft
      // of JSON Schema and takes for a mistake (server/published tries them).
      ...['--exclude-path', '/api/stream', '--exclude-path', '/api/published/points'],
    ]);
    const counts = countsOf(await readFile(report, 'utf8'));
    if (counts.cases === 0) throw new Error(`schemathesis tried nothing:\n${said}`);
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(site: string, { url, caller, ids, seed }: Question, args: string[]): Promise<string> {
  const code = 'from schemathesis.cli import schemathesis; schemathesis()';
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', code, '--no-color', 'run', `${url}/api/openapi.json`, ...args], {
      cwd: tmpdir(),
      env: {
        ...process.env,
        PYTHONPATH: `${site}:${here}`,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: 'hooks',
        FUZZ_ORIGIN: url,
        FUZZ_WHO: JSON.stringify(caller),
        FUZZ_IDS: JSON.stringify(ids),
        FUZZ_SEED: String(seed),
      },
    });
    let said = '';
    const hear = (data: Buffer): void => {
      said = (said + data).slice(-20_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    // 1: something was found; the events say what.
    child.on('close', (status) => (status === 0 || status === 1 ? resolve(said) : reject(new Error(said))));
  });
}

function fetchClient(folder: string): Promise<void> {
  const only = ['--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check', '-q'];
  const args = ['-m', 'pip', 'install', ...only, '--target', folder, '-r', join(here, 'requirements.txt')];
  return new Promise((resolve, reject) => {
    const child = spawn('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`pip ended with ${code}`))));
  });
}

interface Scenario {
  recorder: {
    label: string;
    // Each left out where there was none.
    cases?: Record<string, unknown>;
    interactions?: Record<string, { response?: { status_code: number } | null }>;
    checks?: Record<
      string,
      { name: string; status: string; failure_info?: { failure?: { title?: string; message?: string } } }[]
    >;
  };
}
interface Fault {
  label?: string;
  value?: { message?: string; title?: string };
}

function countsOf(events: string): Counts {
  const operations = new Set<string>();
  const counts: Counts = { operations: 0, cases: 0, statuses: {}, failures: [] };
  for (const line of events.split('\n')) {
    if (line.includes('"NonFatalError"')) counts.failures.push(faultOf(line));
    if (!line.startsWith('{"ScenarioFinished"')) continue;
    const { recorder } = (JSON.parse(line) as { ScenarioFinished: Scenario }).ScenarioFinished;
    operations.add(recorder.label);
    counts.cases += Object.keys(recorder.cases ?? {}).length;
    for (const { response } of Object.values(recorder.interactions ?? {})) {
      const status = String(response?.status_code ?? 'none');
      counts.statuses[status] = (counts.statuses[status] ?? 0) + 1;
    }
    for (const [id, checks] of Object.entries(recorder.checks ?? {}))
      for (const { name, status, failure_info: info } of checks)
        if (status === 'failure') {
          const { title = '', message = '' } = info?.failure ?? {};
          const answered = recorder.interactions?.[id]?.response?.status_code ?? null;
          // An address longer than all headers may be: refused before there is an operation.
          if (answered === 431) continue;
          const said = `${title}: ${message}`.replace(/\s+/g, ' ').slice(0, 300);
          counts.failures.push({ operation: recorder.label, check: name, status: answered, said });
        }
  }
  counts.operations = operations.size;
  counts.failures = counts.failures.filter((one) => !isOtherPaths(one, operations));
  return counts;
}

/**
 * `DELETE /api/tasks/people` is one of `/api/tasks/{key}`, so that the path has a method which the operation it was asked
 * for has not: right, and told as wrong.
 */
function isOtherPaths({ operation, check }: Failure, all: ReadonlySet<string>): boolean {
  if (check !== 'unsupported_method' && check !== 'allow_header_conformance') return false;
  const pathOf = (label: string): string => label.slice(label.indexOf(' ') + 1);
  const own = pathOf(operation);
  return [...all].map(pathOf).some((path) => path !== own && patternOf(path).test(own));
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);

/** What kept it from trying an operation at all: a shape in the contract that is none. */
function faultOf(line: string): Failure {
  const { label = '', value } = (JSON.parse(line) as { NonFatalError: Fault }).NonFatalError;
  const said = `${value?.title ?? ''} ${value?.message ?? ''}`.replace(/\s+/g, ' ').slice(0, 300);
  return { operation: label, check: 'contract', status: null, said };
}
