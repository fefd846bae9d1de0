/**
 * How Node is to be started for the engine. Much of what a command makes lives until the disk has it: with the usual
 * 16 MB for new objects a good part is copied to the old ones first, and their collection stops every caller. Grows
 * only under load; nothing else of the product needs it.
 */
export const runtimeFlags: readonly string[] = ['--max-semi-space-size=64'];
