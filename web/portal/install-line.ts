/** <qn-install>: a line at the foot of the portal where the browser offers to install it. Never a window of its own. */
import { html, nothing } from 'lit';
import { define, Light } from '../elements/light.ts';
import { t, useWords } from '../text/text.ts';

/** What browsers that can install a site send; kept until somebody presses the line. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}
let offered: InstallPrompt | undefined;
const lines = new Set<InstallLine>();

function changed(event?: Event): void {
  event?.preventDefault();
  offered = event as InstallPrompt | undefined;
  // Asked for before it is drawn: the first page does without these words.
  void useWords(['more']).then(() => {
    for (const line of lines) line.requestUpdate();
  });
}

/** Begins to listen. The browser's own banner does not come. */
export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', changed);
  addEventListener('appinstalled', () => changed());
}

export class InstallLine extends Light {
  override connectedCallback(): void {
    super.connectedCallback();
    lines.add(this);
    this.untilGone(() => lines.delete(this));
  }

  async #install(): Promise<void> {
    const event = offered;
    if (!event) return;
    // A browser takes one answer an offer, whichever it is.
    changed();
    await event.prompt();
  }

  override render() {
    if (!offered) return nothing;
    return html`<button type="button" class="link-button" @click=${this.#install}>${t('install.act')}</button>`;
  }
}
define('qn-install', InstallLine);
