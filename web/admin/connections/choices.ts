/** A group of boxes to tick: scopes of a key, events of a webhook. */
import { html, type TemplateResult } from 'lit';
import { errorText } from '../../elements/fields.ts';

export interface Choices<T extends string> {
  id: string;
  label: string;
  all: readonly T[];
  chosen: readonly T[];
  error?: string | undefined;
  textOf(one: T): string;
  onChange(chosen: T[]): void;
}

export function choices<T extends string>({
  id,
  label,
  all,
  chosen,
  error,
  textOf,
  onChange,
}: Choices<T>): TemplateResult {
  const change = (one: T, on: boolean): void =>
    onChange(all.filter((each) => (each === one ? on : chosen.includes(each))));
  return html`<fieldset class="field ${error ? 'invalid' : ''}" id=${id} tabindex="-1">
    <legend>${label}</legend>
    ${errorText(id, error)}
    <div class="connection-choices">
      ${all.map(
        (one) =>
          html`<label>
            <input
              type="checkbox"
              name=${id}
              value=${one}
              .checked=${chosen.includes(one)}
              @change=${(event: Event) => change(one, (event.target as HTMLInputElement).checked)}
            />
            <span>${textOf(one)}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}
