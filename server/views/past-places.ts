/** Where instances stood at a past moment: elements with a token, without scopes and watches on deadlines. */
import { isScope } from '../../domain/bpmn-kinds.ts';
import type { Store } from '../../store/store.ts';

export async function placesThen(
  store: Store,
  instanceKeys: string[],
  at: number,
): Promise<(instanceKey: string) => string[]> {
  const standing = await store.past.standingIn(instanceKeys, at);
  const keys = [...new Set(standing.map(({ definitionKey }) => definitionKey))];
  const definitions = await store.definitions.model
    .find({ _id: { $in: keys } })
    .select({ elements: 1 })
    .lean<{ _id: string; elements: Record<string, { watch: boolean }> }[]>()
    .exec();
  const drawn = new Map(definitions.map((one) => [one._id, one.elements]));
  const tokens = standing.filter(
    ({ definitionKey, elementId, type }) => !isScope(type) && !drawn.get(definitionKey)?.[elementId]?.watch,
  );
  const byInstance = Map.groupBy(tokens, ({ instanceKey }) => instanceKey);
  return (key) => [...new Set((byInstance.get(key) ?? []).map(({ elementId }) => elementId))];
}
