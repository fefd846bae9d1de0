/** What both clients answer with, where their types don't say it. */

/** gRPC status 6: a message with this id is there already, which is what was wanted. */
export function alreadyThere(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 6;
}

/** The key of the definition that a job runs on. Both clients carry the protocol's name and type another. */
export function definitionKeyOf(job: object): string {
  return String((job as { processDefinitionKey?: unknown }).processDefinitionKey ?? '');
}
