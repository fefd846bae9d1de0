/** `zbctl`, call by call: the command line of Zeebe's Go client. */
import { join } from 'node:path';
import type { EngineProcess } from '../engine-process.ts';
import { type Heard, run } from './toolbox.ts';

export async function zbctlCalls(binary: string, engine: EngineProcess, folder: string): Promise<Heard> {
  const told: Heard = { ok: 0, failed: [] };
  /** One call; answers its JSON, or what it printed. */
  async function call(...args: string[]) {
    const ran = await run(binary, ['--insecure', '--address', engine.address, ...args]);
    if (ran.code === 0) told.ok++;
    else told.failed.push(`${args.slice(0, 2).join(' ')}: ${ran.out.trim()}`);
    return read(ran.out);
  }
  async function refused(expected: string, ...args: string[]) {
    const ran = await run(binary, ['--insecure', '--address', engine.address, ...args]);
    if (ran.code !== 0 && ran.out.includes(expected)) told.ok++;
    else told.failed.push(`${args.slice(0, 2).join(' ')} was to be refused with ${expected}: ${ran.out.trim()}`);
  }
  const jobOf = async (type: string) =>
    (await call('activate', 'jobs', type, '--timeout', '20s')).jobs?.[0]?.key ?? '0';

  await call('status');
  const deployed = await call(
    'deploy',
    'resource',
    ...['work.bpmn', 'told.bpmn', 'decision.dmn'].map((f) => join(folder, f)),
  );
  const { processInstanceKey } = await call('create', 'instance', 'work', '--variables', '{"n":21}');
  await call('complete', 'job', await jobOf('double'), '--variables', '{"doubled":42}');
  const stumbles = await jobOf('stumble');
  await call('fail', 'job', stumbles, '--retries', '0', '--errorMessage', 'broken');
  await call('update', 'retries', stumbles, '--retries', '2');
  await call('resolve', 'incident', await incidentOf(engine, processInstanceKey!));
  await call('complete', 'job', await jobOf('stumble'));
  await call('throwError', 'job', await jobOf('refuse'), '--errorCode', 'REFUSED');
  const second = (await call('create', 'instance', 'told', '--variables', '{"key":"go-1"}')).processInstanceKey!;
  await call('set', 'variables', second, '--variables', '{"seen":true}');
  await call('publish', 'message', 'told', '--correlationKey', 'go-1', '--ttl', '5s');
  await call('cancel', 'instance', second);
  await refused('NotFound', 'cancel', 'instance', second);
  await call('broadcast', 'signal', 'horn');
  await call('evaluate', 'decision', 'size', '--variables', '{"n":12}');
  const requirements = deployed.deployments
    ?.map((one) => one.decisionRequirements?.decisionRequirementsKey)
    .find(Boolean);
  await call('delete', 'resource', requirements ?? '0');
  await refused('InvalidArgument', 'deploy', 'resource', join(folder, 'run.ts'));
  return told;
}

interface Answer {
  processInstanceKey?: string;
  jobs?: { key: string }[];
  deployments?: { decisionRequirements?: { decisionRequirementsKey: string } }[];
}
function read(out: string): Answer {
  try {
    return JSON.parse(out.slice(out.indexOf('{'))) as Answer;
  } catch {
    return {};
  }
}

async function incidentOf(engine: EngineProcess, processInstanceKey: string): Promise<string> {
  const answer = await fetch(`${engine.restUrl}/v2/incidents/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { processInstanceKey } }),
  });
  const { items } = (await answer.json()) as { items: { incidentKey: string }[] };
  return items[0]?.incidentKey ?? '0';
}
