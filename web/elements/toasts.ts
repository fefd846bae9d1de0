/** Short messages at the foot of the screen, read out politely. They leave after eight seconds unless they have focus. */
import { html, render } from 'lit';
import { t } from '../text/text.ts';
import { icon } from './icons.ts';

interface Toast {
  id: number;
  text: string;
}

let toasts: Toast[] = [];
let last = 0;
let region: HTMLElement | undefined;

function draw(): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'toasts';
    region.setAttribute('role', 'status');
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  render(
    toasts.map(
      (one) =>
        html`<div class="toast">
          <span>${one.text}</span>
          <button type="button" class="button icon small" aria-label=${t('act.close')} @click=${() => drop(one.id)}>
            ${icon('close')}
          </button>
        </div>`,
    ),
    region,
  );
}

function drop(id: number): void {
  toasts = toasts.filter((one) => one.id !== id);
  draw();
}

export function toast(text: string): void {
  last += 1;
  const id = last;
  toasts = [...toasts.slice(-2), { id, text }];
  draw();
  setTimeout(() => drop(id), 8_000);
}
