/**
 * One report after the other, each from its post to its end, by people who do not give up: what is refused for now or
 * gets no answer is looked at anew and asked again. Every answer goes into the ledger.
 */
import type { House } from '../../house/house.ts';
import { type Answer, aReport, type Officer, Sender } from '../../house/people.ts';
import type { Kept, Ledger } from './ledger.ts';
import { doers, planOf } from './plans.ts';

export interface Load {
  house: House;
  ledger: Ledger;
  random: () => number;
  /** New reports are sent while it is true; those on their way are taken to their end all the same. */
  going: () => boolean;
  /** A UUID made of the load's own randomness. */
  key: () => string;
}

/** A call that got no answer for so long counts as lost, whatever becomes of it. */
const patienceMs = 30_000;
const between = () => new Promise((resolve) => setTimeout(resolve, 60));

/** Null: no answer, or not now. */
async function tried(load: Load, call: () => Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMs);
  });
  try {
    const answer = await Promise.race([call(), late]);
    if (answer.status < 500 && answer.status !== 429) {
      if (answer.status < 300) load.ledger.answered += 1;
      return answer;
    }
    load.ledger.refused += 1;
  } catch {
    load.ledger.unanswered += 1;
  } finally {
    clearTimeout(timer);
  }
  await between();
  return null;
}

function wrong(what: string, { status, body }: Answer): Error {
  return new Error(`${what}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
}

export async function lane(load: Load): Promise<void> {
  while (load.going()) {
    const kept = await send(load);
    const way = new Way(load, kept);
    while (!(await way.step()));
    load.ledger.ended.add(kept.code);
  }
}

/** With one key until it is answered: however often it is asked, it is one report. */
async function send(load: Load): Promise<Kept> {
  const plan = planOf(load.random());
  const key = load.key();
  const email = load.random() < 0.3 ? `${key}@example.com` : null;
  const sender = { ...aReport.sender, ...(email ? { email } : {}) };
  const confidential = load.random() < 0.05;
  const body = { ...aReport, sender, confidential };
  for (;;) {
    const ask = () => load.house.anyone.ask('POST', '/api/reports', body, { 'idempotency-key': key });
    const answer = await tried(load, ask);
    if (!answer) continue;
    if (answer.status !== 201) throw wrong('a report', answer);
    const { code, accessToken: token } = answer.body;
    const kept = { code, token, plan, email, confidential };
    load.ledger.accepted.set(code, kept);
    return kept;
  }
}

/** A report on its way: where it stands is asked anew at each step, since no answer can be counted on. */
class Way {
  readonly #load: Load;
  readonly #kept: Kept;
  readonly #plan: Kept['plan'];
  readonly #sender: Sender;
  /** How often each stage was completed. */
  readonly #done = new Map<string, number>();

  constructor(load: Load, kept: Kept) {
    this.#load = load;
    this.#kept = kept;
    this.#plan = kept.plan;
    this.#sender = new Sender(load.house.url, kept.code, kept.token);
  }

  /** True at the end of the way. */
  async step(): Promise<boolean> {
    const answer = await tried(this.#load, () => this.#sender.get(`/api/reports/${this.#kept.code}`));
    if (!answer) return false;
    if (answer.status !== 200) throw wrong(`${this.#kept.code} followed`, answer);
    const { status, stage } = answer.body;
    const { end, feedback, withdrawnAt } = this.#plan;
    if (status === end && (end !== 'answered' || !feedback)) return true;
    if (status === 'needs-supplement') await this.#say('supplement', { content: 'Trước số 12 đường Hùng Vương.' });
    else if (stage && stage === withdrawnAt) await this.#say('withdrawal', { reason: 'Tôi đã tự xử lý.' });
    else if (stage && doers[stage]) await this.#work(stage);
    else if (status === 'answered' && feedback) await this.#say('feedback', feedback);
    else await between();
    return false;
  }

  async #say(what: 'supplement' | 'feedback' | 'withdrawal', body: object): Promise<void> {
    const path = `/api/reports/${this.#kept.code}/${what}`;
    const answer = await tried(this.#load, () => this.#sender.ask('POST', path, body));
    if (!answer) return;
    // 409: it has no use now: said before and on its way, or its answer was lost.
    if (answer.status === 202) this.#load.ledger.said.push({ code: this.#kept.code, what });
    else if (answer.status !== 409) throw wrong(what, answer);
    await between();
  }

  async #work(stage: string): Promise<void> {
    const { by } = doers[stage]!;
    const one = await this.#loggedIn(by);
    if (!one) return;
    const query = `state=open&report=${this.#kept.code}&stage=${stage}`;
    const listed = await tried(this.#load, () => one.get(`/api/tasks?${query}`));
    if (!listed) return;
    if (listed.status !== 200) throw wrong(`tasks of ${by}`, listed);
    const [task] = listed.body.items;
    if (!task) return void (await between());
    const holder = task.assignee ? await this.#loggedIn(task.assignee) : await this.#claimed(task.key, by, one);
    if (holder) await this.#complete(stage, task.key, holder);
  }

  /** Who holds the task now; now and then two want it in the same moment. */
  async #claimed(task: string, by: string, one: Officer): Promise<Officer | null> {
    const rival = this.#load.random() < 0.25 ? await this.#loggedIn(`${by}.2`) : null;
    const people = rival ? [one, rival] : [one];
    const answers = await Promise.all(people.map((person) => tried(this.#load, () => person.claims(task))));
    let holder: Officer | null = null;
    for (const [n, answer] of answers.entries()) {
      if (answer?.status !== 204) continue;
      holder = people[n]!;
      this.#load.ledger.claims.push({ task, by: holder.username });
    }
    return holder;
  }

  async #complete(stage: string, task: string, holder: Officer): Promise<void> {
    const done = this.#done.get(stage) ?? 0;
    const said = (done === 0 ? this.#plan.first?.[stage] : undefined) ?? doers[stage]!.ordinary;
    const body = stage === 'publication' && this.#kept.confidential ? { outcome: 'private' } : said;
    const answer = await tried(this.#load, () => holder.completes(task, body));
    if (!answer) return;
    if (answer.status === 204) {
      this.#load.ledger.completions.push({ task, by: holder.username, outcome: String(body.outcome) });
      this.#done.set(stage, done + 1);
    } else if (answer.status !== 404 && answer.status !== 409) throw wrong(`${stage} completed`, answer);
    // Taken before, and that answer was lost; or the list does not show yet who holds it.
    else await between();
  }

  async #loggedIn(username: string): Promise<Officer | null> {
    try {
      return await this.#load.house.as(username);
    } catch {
      this.#load.ledger.unanswered += 1;
      await between();
      return null;
    }
  }
}
