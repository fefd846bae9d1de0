/**
 * Known holes in the locked dependencies, as npm's registry tells them. A registry may refuse the question: then it is
 * said so, since an answer of "none" would be a lie.
 */
import { spawn } from 'node:child_process';
import type { Finding } from './finding.ts';

export type Told = { state: 'asked'; findings: Finding[] } | { state: 'refused'; why: string };

interface Report {
  error?: { summary?: string; code?: string };
  message?: string;
  vulnerabilities?: Record<string, { severity: string; range: string; via: (string | { title?: string })[] }>;
}

/** Asks about the lock in `folder`. `env`: of npm, which knows the registry by its own settings. */
export async function askRegistry(folder: string, env: NodeJS.ProcessEnv = process.env): Promise<Told> {
  const { text, failed } = await npmAudit(folder, env);
  if (failed !== null) return { state: 'refused', why: failed };
  return read(text);
}

/** What npm has said. */
export function read(text: string): Told {
  let report: Report;
  try {
    report = JSON.parse(text);
  } catch {
    return { state: 'refused', why: 'npm audit answered with nothing that can be read' };
  }
  if (!report.vulnerabilities)
    return { state: 'refused', why: report.error?.summary || report.message || report.error?.code || 'no answer' };
  const findings = Object.entries(report.vulnerabilities).map(([name, { severity, range, via }]): Finding => {
    const titles = via.flatMap((one) => (typeof one === 'string' ? [] : [one.title ?? '']));
    return {
      where: name,
      what: `${severity}: ${titles.join('; ') || `by ${via.join(', ')}`} (${range})`,
      todo: 'Update it; until there is an update, see whether the product uses what is concerned.',
      weight: severity === 'high' || severity === 'critical' ? 'high' : 'medium',
    };
  });
  return { state: 'asked', findings };
}

function npmAudit(folder: string, env: NodeJS.ProcessEnv): Promise<{ text: string; failed: string | null }> {
  const own = env.npm_execpath?.endsWith('.js') ? [process.execPath, env.npm_execpath] : ['npm'];
  const args = [
    ...own.slice(1),
    'audit',
    '--json',
    '--package-lock-only',
    '--fetch-retries=0',
    '--fetch-timeout=30000',
  ];
  return new Promise((resolve) => {
    const child = spawn(own[0]!, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', (error) => resolve({ text, failed: `npm could not be started: ${error.message}` }));
    child.on('close', () => resolve({ text, failed: null }));
  });
}
