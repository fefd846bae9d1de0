/**
 * Exported documents read by Zeebe's own record types: the published Java protocol library, which is Apache-2.0 (the
 * library that reads them from JSON is not, so `java/records/RecordReader.java` does that). Left out where there is no
 * Java or no Maven: the product needs neither.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { BulkWriter } from '../../../engine/records/bulk.ts';
import { standardConfig } from '../../../engine/records/config.ts';
import { shapes } from '../../../engine/records/shapes.ts';
import { everything } from '../../../engine/testing/everything.ts';

const folder = fileURLToPath(new URL('java/records/', import.meta.url));
const missing = ['java', 'mvn'].filter((tool) => spawnSync(tool, ['-version']).status !== 0);

let scratch: string;
let classPath: string;
beforeAll(async () => {
  if (missing.length > 0) return;
  scratch = await mkdtemp(join(tmpdir(), 'typed-records-'));
  const listed = join(scratch, 'class-path');
  const { failed, output } = await run('mvn', [
    '-q',
    '-B',
    '-f',
    join(folder, 'pom.xml'),
    'dependency:build-classpath',
    `-Dmdep.outputFile=${listed}`,
  ]);
  if (failed) throw new Error(`Maven could not bring what the reader needs: ${output.slice(-1000)}`);
  classPath = await readFile(listed, 'utf8');
}, 300_000);
afterAll(async () => {
  if (scratch) await rm(scratch, { recursive: true, force: true });
});

function run(command: string, args: string[]): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { maxBuffer: 64 << 20 }, (error, output, errors) =>
      resolve({ failed: error !== null, output: output || errors }),
    );
  });
}

/** What the reader says of the documents, line by line. */
async function read(documents: readonly string[]): Promise<{ failed: boolean; lines: string[] }> {
  const file = join(scratch, 'records.ndjson');
  await writeFile(file, `${documents.join('\n')}\n`);
  const { failed, output } = await run('java', ['-cp', classPath, join(folder, 'RecordReader.java'), file]);
  return { failed, lines: output.trimEnd().split('\n') };
}

/** The documents of a log in which everything happens once. */
async function documents(): Promise<string[]> {
  const filter = {
    recordTypes: new Set(['EVENT', 'COMMAND', 'COMMAND_REJECTION']),
    valueTypes: new Set(Object.keys(shapes)),
  };
  const rules = { ...standardConfig, filter, bulkSize: 1e6, bulkBytes: 1e9 };
  const writer = new BulkWriter(rules, { position: 0, sequences: {} });
  for (const record of await everything()) writer.add(record);
  const { body } = writer.cut();
  return body
    .trimEnd()
    .split('\n')
    .filter((_, line) => line % 2 === 1);
}

function leaveOutWithoutJava(context: TestContext): void {
  if (missing.length > 0) context.skip(`no ${missing.join(', no ')} on this machine`);
}

test('each becomes a typed record of its value type, with every property and no other', async (context) => {
  leaveOutWithoutJava(context);
  const all = await documents();
  const { failed, lines } = await read(all);
  expect(lines.filter((line) => line.startsWith('line '))).toEqual([]);
  expect(failed).toBe(false);
  const counted = lines.map((line) => Number(line.split(' ')[2]));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(all.length);
  expect(lines.length).toBeGreaterThan(90);
});

test('the reader says which property of which line does not fit', async (context) => {
  leaveOutWithoutJava(context);
  const all = await documents();
  const job = all.find((one) => one.includes('"valueType":"JOB"'))!;
  const { failed, lines } = await read([
    job,
    job.replace('"retries":3,', ''),
    job.replace('"denied":false', '"denied":"no"'),
    job.replace('"tags":', '"more":1,"tags":'),
    job.replace('"intent":"CREATED"', '"intent":"MADE"'),
    job.replace(/"key":\d+/, '"key":12.5'),
  ]);
  expect(failed).toBe(true);
  expect(lines).toEqual([
    'line 2: JOB CREATED value.retries: absent',
    'line 3: JOB CREATED value.result.denied: not true or false but "no"',
    'line 4: JOB CREATED value.more: not known',
    'line 5: JOB MADE intent: not a JobIntent but "MADE"',
    'line 6: JOB CREATED key: not a long but 12.5',
    'JOB CREATED 1',
  ]);
});
