/** The import rule bites: a wrong import that is planted in a house of the same rooms is refused. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../local/settings.ts';

let house: string;
beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'rooms-'));
  for (const room of ['bpmn', 'domain', 'telemetry', 'store', 'engine', 'workers', 'server', 'web']) {
    await mkdir(join(house, room));
    await writeFile(join(house, room, 'door.ts'), 'export const door = 1;\n');
  }
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
});
afterAll(() => rm(house, { recursive: true, force: true }));

const cruise = promisify(execFile);

it.each([
  ['domain', 'engine', 'domain-reaches-only-itself'],
  ['web', 'store', 'web-reaches-only-domain'],
  ['engine', 'domain', 'engine-reaches-only-telemetry'],
  ['server', 'engine', 'server-reaches-only-store-domain-telemetry'],
  ['telemetry', 'store', 'telemetry-reaches-only-itself'],
  ['domain', 'telemetry', 'domain-reaches-only-itself'],
  ['web', 'telemetry', 'web-reaches-only-domain'],
  ['bpmn', 'telemetry', 'bpmn-reaches-only-domain-engine'],
])('an import from %s to %s is refused', async (from, to, rule) => {
  await writeFile(
    join(house, from, 'planted.ts'),
    `import { door } from '../${to}/door.ts';\nexport const seen = door;\n`,
  );
  const arguments_ = ['--config', join(root, '.dependency-cruiser.cjs'), from];
  await expect(
    cruise(join(root, 'node_modules', '.bin', 'depcruise'), arguments_, { cwd: house }),
  ).rejects.toMatchObject({ stdout: expect.stringContaining(rule) });
});
