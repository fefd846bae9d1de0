/** Kinds of elements as the engine's records name them (`bpmnElementType`). */

const scopes = new Set(['PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'MULTI_INSTANCE_BODY', 'AD_HOC_SUB_PROCESS']);

/** Scopes hold no token themselves: what stands in them does. */
export const isScope = (type: string): boolean => scopes.has(type);

/** Gateways only divide the way: nobody waits there, but for the one that waits for an event. */
const crossings = new Set(['EXCLUSIVE_GATEWAY', 'PARALLEL_GATEWAY', 'INCLUSIVE_GATEWAY']);
export const isCrossing = (type: string): boolean => crossings.has(type);
