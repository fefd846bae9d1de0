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

  async addBpmn(xml: string): Promise<readonly ProcessModel[]> {
    const checksum = checksumOf(xml);
    const known = this.#processes.get(checksum);
    if (known) return known;
    const { definitions } = await readXml(xml);
    const read = readProcesses(definitions);
    this.#processes.set(checksum, read);
    return read;
  }
  async addDmn(xml: string): Promise<RequirementsModel> {
    const checksum = checksumOf(xml);
    const known = this.#requirements.get(checksum);
    if (known) return known;
    const read = await readDmn(xml);
    this.#requirements.set(checksum, read);
    return read;
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
}
