/** <qn-qr>: a text as a QR code, always dark on white with its quiet border: what a camera reads in any scheme. */
import { html, nothing } from 'lit';
import type { encode } from 'uqr';
import { define, Light } from './light.ts';

export class QrCode extends Light {
  static override properties = { text: { attribute: false }, label: { attribute: false } };
  text = '';
  /** What it is, for who can't see it. */
  label = '';
  #encode: typeof encode | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    import('uqr').then(
      ({ encode }) => {
        this.#encode = encode;
        this.requestUpdate();
      },
      // Without a network the link itself is there.
      () => {},
    );
  }

  override render() {
    if (!this.#encode || !this.text) return nothing;
    const { size, data } = this.#encode(this.text, { ecc: 'M', border: 4 });
    const path = data.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.label} shape-rendering="crispEdges">
      <rect width=${size} height=${size} fill="#fff"></rect>
      <path d=${path} fill="#000"></path>
    </svg>`;
  }
}
define('qn-qr', QrCode);
