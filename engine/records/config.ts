/** What one exporter is told: where records go, which, in what portions, under which names (contract 3.5). */
import { datePattern } from './date-pattern.ts';
import type { IndexNaming } from './document.ts';
import { defaultFilter, type Filter } from './value-types.ts';

export interface ExporterConfig {
  /** Its name in messages and figures, and the folder of its acknowledged position. */
  id: string;
  /** Tried in this order; the next one is taken when one fails. */
  urls: readonly string[];
  /** HTTP Basic, when given. */
  user?: string;
  password?: string;
  /** Milliseconds without an answer after which a request counts as failed. */
  requestTimeout: number;
  filter: Filter;
  /** Milliseconds since the last request after which a portion goes out, full or not. */
  bulkDelay: number;
  /** Records a request. */
  bulkSize: number;
  /** Bytes a request; a single larger record goes alone. */
  bulkBytes: number;
  naming: IndexNaming;
  createTemplates: boolean;
  shards: number;
  replicas: number;
  /** Put before the first record, and named in the templates. */
  retention?: { policyName: string; minimumAge: string };
}

/** Zeebe's defaults, but without its delay of five seconds: the product shows what has just happened. */
export const standardConfig: Omit<ExporterConfig, 'id' | 'urls'> = {
  requestTimeout: 30_000,
  filter: defaultFilter,
  bulkDelay: 0,
  bulkSize: 1000,
  bulkBytes: 10 << 20,
  naming: { prefix: 'zeebe-record', suffix: datePattern('yyyy-MM-dd') },
  createTemplates: true,
  shards: 3,
  replicas: 0,
};
