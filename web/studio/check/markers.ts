/**
 * Lays what was found over a drawn diagram: a badge on each element with its count, in the tone of the worst. For any
 * viewer or modeler of bpmn-js; answers how to take the badges off again.
 */
import { html, render } from 'lit';
import { type Severity, severities } from '../../../domain/checks.ts';
import type { Finding } from '../../data/checks.ts';
import type { Overlays, Registry } from '../../elements/bpmn-viewer.ts';
import { icon } from '../../elements/icons.ts';
import { t } from '../../text/text.ts';
import { signs } from './words.ts';
import './markers.css';

/** What of bpmn-js is needed. */
export interface Drawn {
  get(service: 'overlays'): Overlays;
  get(service: 'elementRegistry'): Registry;
}

const type = 'check';

const worst = (findings: readonly Finding[]): Severity =>
  severities.find((severity) => findings.some((one) => one.severity === severity))!;

/** `press` is called with an element's id when its badge is pressed. */
export function markFindings(
  drawn: Drawn,
  findings: readonly Finding[],
  file: string,
  press: (element: string) => void,
): () => void {
  const overlays = drawn.get('overlays');
  const registry = drawn.get('elementRegistry');
  overlays.remove({ type });
  const byElement = Map.groupBy(
    findings.filter((one) => one.file === file && one.element !== undefined),
    (one) => one.element!,
  );
  for (const [id, found] of byElement) {
    const shape = registry.get(id);
    if (!shape) continue;
    // A flow's badge lies in the middle of it, a shape's on its corner.
    const flow = shape.type === 'bpmn:SequenceFlow';
    overlays.add(id, type, {
      position: flow ? { top: 0, left: 0 } : { top: 0, right: 0 },
      scale: { min: 0.8, max: 1 },
      html: badge(shape.businessObject.name ?? id, found, () => press(id)),
    });
  }
  return () => overlays.remove({ type });
}

function badge(name: string, found: readonly Finding[], press: () => void): HTMLElement {
  const severity = worst(found);
  const said = t('studio.check.mark', { name, n: found.length });
  const host = document.createElement('div');
  render(
    html`<button
      type="button"
      class="found ${severity}"
      title=${said}
      @click=${(event: Event) => {
        event.stopPropagation();
        press();
      }}
    >
      <span class="sr-only">${said}</span>${icon(signs[severity].icon)}<span aria-hidden="true">${found.length}</span>
    </button>`,
    host,
  );
  return host.firstElementChild as HTMLElement;
}
