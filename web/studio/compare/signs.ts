/** The sign of each kind of change: colour is never the only one. */
import type { ChangeKind } from './diagram-changes.ts';

export const signs: Readonly<Record<ChangeKind, string>> = { added: '+', removed: '−', changed: '≠', moved: '~' };
