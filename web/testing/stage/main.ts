/** An empty page for the browser tests of single elements: a test puts an element onto it and listens to its events. */
import '../../elements/map-view.ts';
import { rememberedLanguage, useLanguage } from '../../text/text.ts';

const heard: { type: string; detail: unknown }[] = [];

/** Puts an element with these properties below what is there, and writes down these events of it. */
function put(tag: string, properties: object, events: readonly string[]): HTMLElement {
  const element = Object.assign(document.createElement(tag), properties);
  for (const type of events)
    element.addEventListener(type, (event) => heard.push({ type, detail: (event as CustomEvent).detail }));
  document.querySelector('main')?.append(element);
  return element;
}

await useLanguage(rememberedLanguage());
Object.assign(globalThis, { stage: { put, heard } });
document.documentElement.dataset.ready = '';
