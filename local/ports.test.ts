import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { choosePort } from './ports.ts';

it('0 takes a free port that no outgoing connection can take meanwhile', async () => {
  const chosen = await Promise.all(Array.from({ length: 20 }, () => choosePort('PORT', 0)));
  for (const port of chosen) {
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_000);
  }
});

it('two who choose before their servers listen never get the same, in one process or in two', async () => {
  const ports = fileURLToPath(new URL('ports.ts', import.meta.url));
  // Of 17,000 ports, 600 drawn twice would meet about twenty times.
  const program = `
    const { choosePort } = await import(${JSON.stringify(ports)});
    for (let n = 0; n < 600; n++) console.log(await choosePort('PORT', 0));
    console.log('chosen');
    process.stdin.resume();`;
  const chosen = await Promise.all(
    ['one', 'other'].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
      onTestFinished(() => void child.kill());
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        if (line === 'chosen') break;
        lines.push(line);
      }
      return lines;
    }),
  );
  const all = chosen.flat();
  expect(all).toHaveLength(1200);
  expect(new Set(all).size).toBe(all.length);
});

it('a port that is taken is said by the name of its setting', async () => {
  const server = createServer();
  const port = await choosePort('PORT', 0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await expect(choosePort('ENGINE_GRPC_PORT', port)).rejects.toThrow(`Port ${port} (ENGINE_GRPC_PORT) is taken`);
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort('PORT', port)).toBe(port);
});
