/**
 * The base of our elements and pages: rendered into the light DOM, so that one set of style sheets, labels that point
 * by id, and the bpmn.io parts all work; drawn anew when the language changes, or the names of the directory.
 */
import { LitElement } from 'lit';
import { onDirectory } from '../data/directory.ts';
import { onLanguage } from '../text/text.ts';

export class Light extends LitElement {
  #stop: (() => void)[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const anew = () => this.requestUpdate();
    this.#stop = [onLanguage(anew), onDirectory(anew)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stop) stop();
    this.#stop = [];
  }

  /** Ends something when the element leaves the page: a subscription, a timer. Call it after `connectedCallback`. */
  protected untilGone(stop: () => void): void {
    this.#stop.push(stop);
  }
}

/** A page: what the shell gives to it. */
export class Page extends Light {
  static override properties = { params: { attribute: false }, query: { attribute: false } };
  params: Record<string, string> = {};
  query: URLSearchParams = new URLSearchParams();
}

/** Defines an element once; a second import of the same module is harmless. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
