/**
 * What is deployed, as the files that it was deployed from: the diagram with the forms and tables that it names, in the
 * state that they had then. Forms that no diagram names are not part of it.
 */
import type { Definition, Form, Table } from '../../store/definitions.ts';
import type { ModelFile } from '../../store/models.ts';
import type { Store } from '../../store/store.ts';
import { processId } from '../deploy.ts';

export interface Deployed {
  definitionKey: string;
  version: number;
  deployedAt: number;
  files: ModelFile[];
}

/** The version in force; null where nothing is deployed yet. */
export async function filesInForce(store: Store, id: string = processId): Promise<Deployed | null> {
  const definition = await store.definitions.latest(id);
  return definition ? deployed(store, definition) : null;
}

/** Any version that was ever deployed; null for a key that nobody knows. */
export async function filesOfDefinition(store: Store, definitionKey: string): Promise<Deployed | null> {
  const definition = await store.definitions.find(definitionKey);
  return definition ? deployed(store, definition) : null;
}

async function deployed(store: Store, definition: Definition): Promise<Deployed> {
  const formIds = [...new Set(Object.values(definition.elements).flatMap(({ formId }) => formId ?? []))];
  const decisionIds = [...new Set([...definition.xml.matchAll(/\bdecisionId="([^"=]+)"/g)].map(([, id]) => id!))];
  const [forms, tables] = await Promise.all([
    Promise.all(formIds.map((formId) => store.definitions.formAt(formId, definition.deployedAt))),
    Promise.all(decisionIds.map((decisionId) => store.definitions.tableAt(decisionId, definition.deployedAt))),
  ]);
  const named = (one: Form | Table | null): ModelFile[] =>
    one ? [{ name: one.resourceName, content: one.source }] : [];
  const files = [
    { name: definition.resourceName, content: definition.xml },
    ...tables.flatMap(named),
    ...forms.flatMap(named),
  ];
  return {
    definitionKey: definition._id,
    version: definition.version,
    deployedAt: definition.deployedAt,
    files: [...new Map(files.map((file) => [file.name, file])).values()],
  };
}
