/** What the watch shows, as its address says it: so that a view can be shared, and opened again. Pure. */
import { type NeedKind, needKinds, type PassageWindow, passageWindows } from '../../domain/api/watch.ts';
import { type Layer, layers } from './layers.ts';

export interface WatchView {
  /** A definition's key; empty: all versions together. */
  version: string;
  layer: Layer;
  window: PassageWindow;
  /** The step that was picked on the diagram. */
  element: string;
  district: string;
  /** The list that is open. */
  need: NeedKind | '';
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | undefined =>
  values.find((one) => one === value);

export function viewOf(query: URLSearchParams): WatchView {
  return {
    version: query.get('version')?.match(/^\d{1,19}$/)?.[0] ?? '',
    layer: oneOf(layers, query.get('layer')) ?? 'now',
    window: oneOf(passageWindows, query.get('window')) ?? 'day',
    element: query.get('element')?.match(/^[\w.-]{1,120}$/)?.[0] ?? '',
    district: query.get('district')?.match(/^[a-z0-9-]{1,40}$/)?.[0] ?? '',
    need: oneOf(needKinds, query.get('need')) ?? '',
  };
}

const usual: Partial<WatchView> = { layer: 'now', window: 'day' };

/** The address of a view; what `query` says of other things stays. */
export function addressOf(view: WatchView, query = new URLSearchParams()): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(view)) {
    if (value && value !== usual[name as keyof WatchView]) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  return text ? `/watch?${text}` : '/watch';
}
