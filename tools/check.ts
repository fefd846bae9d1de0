/** `npm run check`: everything that is quick to know before the tests – formatting, lint, types, imports, licences. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const rooms = [
  'bpmn',
  'domain',
  'telemetry',
  'store',
  'engine',
  'workers',
  'server',
  'web',
  'rehearsal',
  'local',
  'test',
  'bench',
];

const steps: [what: string, command: string, args: string[]][] = [
  ['formatting and lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['types', 'tsc', ['-p', '.']],
  [
    'import directions',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', ...rooms.filter((room) => existsSync(join(root, room)))],
  ],
  ['licences and lock', 'node', [join('tools', 'licences.ts')]],
];

let failed = 0;
for (const [what, command, args] of steps) {
  console.log(`— ${what}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
