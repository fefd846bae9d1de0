/**
 * What may stand on either side of a comparison: the draft as it is edited just now, the versions of it that were kept,
 * and each version that was ever deployed. A side is named in the address: `draft`, `kept-2`, `in-force`, or the key of
 * a deployed version.
 */
import { type DefinitionItem, listDefinitions, readDefinition } from '../../data/definitions.ts';
import type { ModelDetail, ModelFile } from '../../data/models.ts';
import { listVersions, readVersion, type VersionItem } from '../../data/versions.ts';
import { t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';

export interface Side {
  id: string;
  text: string;
  files: () => Promise<readonly ModelFile[]>;
}

export interface Known {
  deployed: DefinitionItem[];
  kept: VersionItem[];
}

export async function knownVersions(modelId: string, signal: AbortSignal): Promise<Known> {
  const [deployed, kept] = await Promise.all([listDefinitions(signal), listVersions(modelId, signal)]);
  return { deployed, kept };
}

export function sidesOf(model: ModelDetail, { deployed, kept }: Known): Side[] {
  return [
    { id: 'draft', text: t('studio.compare.side.draft'), files: async () => model.files },
    ...kept.map(({ n, note }) => ({
      id: `kept-${n}`,
      text: t('studio.compare.side.kept', { n, note }),
      files: once(`${model.id}/${n}`, async () => (await readVersion(model.id, n)).files),
    })),
    ...deployed.map(({ definitionKey, version, deployedAt, inForce }) => ({
      id: inForce ? 'in-force' : definitionKey,
      text: t(inForce ? 'studio.compare.side.inForce' : 'studio.compare.side.version', {
        n: version,
        at: shortTime(deployedAt),
      }),
      files: once(definitionKey, async () => (await readDefinition(definitionKey)).files),
    })),
  ];
}

/** What is deployed or kept never changes: each is read once. */
const read = new Map<string, Promise<readonly ModelFile[]>>();

function once(key: string, ask: () => Promise<readonly ModelFile[]>): () => Promise<readonly ModelFile[]> {
  return () => {
    const known =
      read.get(key) ??
      ask().catch((cause) => {
        read.delete(key);
        throw cause;
      });
    read.set(key, known);
    return known;
  };
}
