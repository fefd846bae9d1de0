/** An engine that keeps what it is asked and answers as it is told; for tests of what the server makes of answers. */
import {
  type Deployed,
  EngineDown,
  type MappingInstruction,
  type Message,
  type Modification,
  type Zeebe,
} from '../zeebe.ts';

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
  migrateInstance(key: string, to: string, mapping: MappingInstruction[]): Promise<void> {
    return this.#ask('migrate', { key, to, mapping });
  }
  modifyInstance(key: string, { activate, terminate }: Modification): Promise<void> {
    return this.#ask('modify', { key, activate, terminate });
  }
  setVariables(key: string, variables: Record<string, unknown>, local: boolean): Promise<void> {
    return this.#ask('variables', { key, variables, local });
  }
  resolveIncident(key: string): Promise<void> {
    return this.#ask('resolve', { key });
  }
  setJobRetries(key: string, retries: number): Promise<void> {
    return this.#ask('retries', { key, retries });
  }
  /** What the next deployment is said to have made. */
  deployed: Deployed = { processes: [] };
  async deploy(files: { name: string; content: Buffer }[]): Promise<Deployed> {
    await this.#ask('deploy', { files: files.map(({ name }) => name) });
    return this.deployed;
  }
  async hasDefinition(): Promise<boolean> {
    return false;
  }
  ping(): Promise<void> {
    return this.#ask('ping');
  }
  async about(): Promise<{ version: string | null }> {
    await this.#ask('about');
    return { version: '8.8.0' };
  }
  async close(): Promise<void> {}
}
