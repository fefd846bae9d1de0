/** Every path that the published client of 8.8 can call is served, or refused with its reason: none is unknown. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rest } from '../clients.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';

/** `POST /process-instances/{processInstanceKey}/cancellation`, as the client's own code has it. */
async function publishedCalls(): Promise<string[]> {
  const dist = new URL('.', import.meta.resolve('@camunda8/orchestration-cluster-api'));
  const calls = new Set<string>();
  for (const name of await readdir(fileURLToPath(dist))) {
    if (!name.endsWith('.js')) continue;
    const code = await readFile(new URL(name, dist), 'utf8');
    for (const [, method, url] of code.matchAll(/\.(get|post|put|patch|delete)\(\{[^{}]*?url: "([^"]+)"/g))
      calls.add(`${method!.toUpperCase()} ${url}`);
  }
  return [...calls].sort();
}
const calls = await publishedCalls();

let engine: EngineProcess;
beforeAll(async () => {
  engine = await startEngineProcess();
});
afterAll(() => engine.dispose());

test('the client’s calls are found in its code', () => {
  expect(calls.length).toBeGreaterThan(120);
  expect(calls).toContain('POST /process-instances/{processInstanceKey}/cancellation');
});

test.each(calls)('%s', async (call) => {
  const [method, path] = call.split(' ') as [string, string];
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  const { status, json } = await rest(engine, method, path.replace(/\{\w+\}/g, '1'), body);
  expect(status).toBeLessThan(500);
  expect(String(json?.detail)).not.toContain('Nothing is served');
});
