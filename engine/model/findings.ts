/** What is wrong with a file, gathered by element, and the words in which a deployment is refused. */
import { Expression } from '../expressions/expression.ts';
import { parseCycle, parseDuration, parseInstant } from '../expressions/time.ts';
import { attribute, type Moddle } from './xml.ts';

/** Messages of one file by the element's label (`id`, or `id > extensionElements`). */
export class Findings {
  readonly #byElement = new Map<string, string[]>();

  add(label: string | undefined, message: string): void {
    const list = this.#byElement.get(label ?? '') ?? [];
    list.push(message);
    this.#byElement.set(label ?? '', list);
  }

  /** FEEL that does not parse refuses the deployment; `=`-less text is a static value. */
  expression(label: string | undefined, text: string | undefined): void {
    if (!text?.trim().startsWith('=')) return;
    const wrong = new Expression(text.trim()).check();
    if (wrong) this.add(label, `failed to parse expression '${text.trim().slice(1).trim()}': ${wrong}`);
  }

  get any(): boolean {
    return this.#byElement.size > 0;
  }

  /** The block of one resource. */
  text(resourceName: string): string {
    const blocks = [...this.#byElement].map(
      ([label, messages]) => `- Element: ${label}\n${messages.map((message) => `    - ERROR: ${message}\n`).join('')}`,
    );
    return `'${resourceName}': ${blocks.join('')}`;
  }
}

/** A static timer text must be what its kind says; FEEL is known only at run time. */
export function checkTimerText(kind: 'date' | 'duration' | 'cycle', text: string): boolean {
  if (text.startsWith('=')) return true;
  if (kind === 'date') return parseInstant(text) !== undefined;
  if (kind === 'duration') return parseDuration(text) !== undefined;
  return parseCycle(text) !== undefined;
}

/** An attribute that must be there, and readable if it is FEEL. */
export function present(label: string | undefined, element: Moddle, name: string, findings: Findings): void {
  const value = attribute(element, name);
  if (!value?.trim()) findings.add(label, `Attribute '${name}' must be present and not empty`);
  findings.expression(label, value);
}
