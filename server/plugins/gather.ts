/**
 * Puts what is asked at the same time into one question: a question to the database costs about the same for one as for
 * many. While one is under way the next gathers; none waits when nothing is under way.
 */
import { apart } from '../../telemetry/trace.ts';

export interface Gathering {
  /** Most that one question takes. */
  most?: number;
  /** How many questions may be under way at the same time. */
  lanes?: number;
}

/** `askAll` answers in the order of what it is asked; when it rejects, all of that question do. */
export function gather<K, V>(askAll: (all: K[]) => Promise<V[]>, { most = 200, lanes = 1 }: Gathering = {}) {
  let waiting: { asked: K; answer: PromiseWithResolvers<V> }[] = [];
  let running = 0;

  async function ask(group: typeof waiting): Promise<void> {
    try {
      const answers = await askAll(group.map(({ asked }) => asked));
      group.forEach(({ answer }, n) => {
        answer.resolve(answers[n] as V);
      });
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
  }

  function next(): void {
    if (running >= lanes || waiting.length === 0) return;
    const group = waiting.slice(0, most);
    waiting = waiting.slice(most);
    running += 1;
    // It is for many requests: a step of none of them.
    void apart(() => ask(group)).finally(() => {
      running -= 1;
      next();
    });
  }

  return (asked: K): Promise<V> => {
    const answer = Promise.withResolvers<V>();
    waiting.push({ asked, answer });
    next();
    return answer.promise;
  };
}
