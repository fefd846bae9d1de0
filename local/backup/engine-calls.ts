/** What a backup asks of the engine, ours or a Zeebe cluster: its management port's calls for exporting and backups. */

interface BackupStatus {
  state: string;
  failureReason?: string | null;
  details?: { checkpointPosition?: number | null }[];
}

const longestMs = 30 * 60_000;
const lookMs = 50;

async function call(management: string, method: string, path: string, body?: object): Promise<Response> {
  const url = `${management}/actuator/${path}`;
  const headers = { 'content-type': 'application/json' };
  const init = {
    method,
    ...(body ? { headers, body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  };
  return fetch(url, init).catch((error: Error) => {
    throw new Error(`The engine's management port does not answer at ${management} (${error.message}).`);
  });
}

/** @throws Error with what the engine said */
export async function setExporting(management: string, to: 'pause' | 'resume'): Promise<void> {
  const answer = await call(management, 'POST', `exporting/${to}`);
  const text = await answer.text();
  // The outcome stands in the body: the answer is 200 whatever came of it.
  const outcome = /"status":\s*(\d+)/.exec(text)?.[1] ?? String(answer.status);
  if (!answer.ok || !outcome.startsWith('2'))
    throw new Error(`The engine did not ${to} exporting: ${text.slice(0, 300)}`);
}

/** Takes a backup and waits until it is whole. Returns the position of its last record, of each partition. */
export async function takeEngineBackup(management: string, backupId: number): Promise<number[]> {
  const begun = await call(management, 'POST', 'backups', { backupId });
  if (begun.status >= 300) throw new Error(`The engine takes no backup: ${(await begun.text()).slice(0, 300)}`);
  const until = Date.now() + longestMs;
  for (;;) {
    const answer = await call(management, 'GET', `backups/${backupId}`);
    const status = (answer.ok ? await answer.json() : { state: 'IN_PROGRESS' }) as BackupStatus;
    if (status.state === 'COMPLETED') return (status.details ?? []).map((one) => one.checkpointPosition ?? 0);
    if (status.state !== 'IN_PROGRESS') {
      throw new Error(
        `The engine's backup ${backupId} is ${status.state}: ${status.failureReason ?? 'no reason given'}`,
      );
    }
    if (Date.now() > until)
      throw new Error(`The engine's backup ${backupId} is not whole after ${longestMs / 60_000} min.`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

export async function removeEngineBackup(management: string, backupId: number): Promise<void> {
  await call(management, 'DELETE', `backups/${backupId}`);
}
