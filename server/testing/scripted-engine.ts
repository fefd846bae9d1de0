/** An engine that keeps what it is asked and answers as it is told; for tests of what the server makes of answers. */
import { EngineDown, type Message, type Zeebe } from '../zeebe.ts';

export class ScriptedEngine implements Zeebe {
  readonly asked: { what: string; [detail: string]: unknown }[] = [];
  /** Called before each answer; throws what the engine is to refuse with. */
  answer: (what: string, details: Record<string, unknown>) => void | Promise<void> = () => {};
  down = false;

  async #ask(what: string, details: Record<string, unknown> = {}): Promise<void> {
    if (this.down) throw new EngineDown('down');
    this.asked.push({ what, ...details });
    await this.answer(what, details);
  }
  publishMessage(message: Message & { messageId: string; timeToLive: number }): Promise<void> {
    return this.#ask('publish', { ...message });
  }
  correlateMessage(message: Message): Promise<void> {
    return this.#ask('correlate', { ...message });
  }
  assignTask(key: string, assignee: string, allowOverride: boolean): Promise<void> {
    return this.#ask('assign', { key, assignee, allowOverride });
  }
  unassignTask(key: string): Promise<void> {
    return this.#ask('unassign', { key });
  }
  updateTask(key: string, changes: object): Promise<void> {
    return this.#ask('update', { key, ...changes });
  }
  completeTask(key: string, variables: Record<string, unknown>): Promise<void> {
    return this.#ask('complete', { key, variables });
  }
  cancelInstance(key: string): Promise<void> {
    return this.#ask('cancel', { key });
  }
  resolveIncident(key: string): Promise<void> {
    return this.#ask('resolve', { key });
  }
  setJobRetries(key: string, retries: number): Promise<void> {
    return this.#ask('retries', { key, retries });
  }
  deploy(): Promise<void> {
    return this.#ask('deploy');
  }
  async hasDefinition(): Promise<boolean> {
    return false;
  }
  ping(): Promise<void> {
    return this.#ask('ping');
  }
  async close(): Promise<void> {}
}
