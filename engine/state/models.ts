/**
 * Parsed resources by checksum. The XML parsers answer by promise, applying an event does not wait: so every resource is
 * parsed before the event that brings it is applied (on deployment, and on recovery before the batch is replayed).
 */
import { createHash } from 'node:crypto';
import type { ProcessModel } from '../model/model.ts';
import { readProcesses } from '../model/read-bpmn.ts';
import { type RequirementsModel, readDmn } from '../model/read-dmn.ts';
import { readXml } from '../model/xml.ts';
import type { LogRecord } from '../types.ts';

export const checksumOf = (content: string): string => createHash('md5').update(content).digest('base64');
export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
export const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

export class Models {
  readonly #processes = new Map<string, ProcessModel[]>();
  readonly #requirements = new Map<string, RequirementsModel>();

  /** Reads a file, or finds that it is known; it is kept only by `keep`. */
  async bpmn(xml: string): Promise<ProcessModel[]> {
    const known = this.#processes.get(checksumOf(xml));
    return known ?? readProcesses((await readXml(xml)).definitions);
  }
  async dmn(xml: string): Promise<RequirementsModel> {
    return this.#requirements.get(checksumOf(xml)) ?? readDmn(xml);
  }
  /** Called before the events that bring what was read. */
  keepBpmn(checksum: string, read: ProcessModel[]): void {
    this.#processes.set(checksum, read);
  }
  keepDmn(checksum: string, read: RequirementsModel): void {
    this.#requirements.set(checksum, read);
  }
  /** The last definition of the file is gone. */
  forget(checksum: string): void {
    this.#processes.delete(checksum);
    this.#requirements.delete(checksum);
  }
  get size(): number {
    return this.#processes.size + this.#requirements.size;
  }
  process(checksum: string, id: string): ProcessModel {
    const model = this.#processes.get(checksum)?.find((process) => process.id === id);
    if (!model) throw new Error(`process '${id}' was not parsed before it was applied`);
    return model;
  }
  requirements(checksum: string): RequirementsModel {
    const model = this.#requirements.get(checksum);
    if (!model) throw new Error('a decision file was not parsed before it was applied');
    return model;
  }

  /** Whether replaying the record needs something parsed. */
  static needs(record: LogRecord): boolean {
    return (
      record.recordType === 'EVENT' &&
      record.intent === 'CREATED' &&
      (record.valueType === 'PROCESS' || record.valueType === 'DECISION_REQUIREMENTS')
    );
  }
  async prepare(record: LogRecord): Promise<void> {
    const xml = fromBase64(String(record.value.resource));
    if (record.valueType === 'PROCESS') await this.addBpmn(xml);
    else await this.addDmn(xml);
  }
  async addBpmn(xml: string): Promise<void> {
    this.keepBpmn(checksumOf(xml), await this.bpmn(xml));
  }
  async addDmn(xml: string): Promise<void> {
    this.keepDmn(checksumOf(xml), await this.dmn(xml));
  }
}
