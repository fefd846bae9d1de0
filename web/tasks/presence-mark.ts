/** `<qn-presence .key=…>`: who else is at a task, as a quiet line: "Lê Thị B đang xem", "… đang viết". Nothing when nobody is. */
import { html, nothing } from 'lit';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { type Other, othersAt, watchOthers } from './presence.ts';

/** What is said of those who are there: of the first by name, of the rest by number. */
export function sayOthers(there: readonly Other[]): string {
  const [first] = there;
  if (!first) return '';
  const said = t(first.state === 'writing' ? 'presence.writes' : 'presence.looks', { name: first.name });
  return there.length === 1 ? said : t('presence.andMore', { said, n: there.length - 1 });
}

export class PresenceMark extends Light {
  static override properties = { key: { attribute: false } };
  key = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(
      watchOthers((key) => {
        if (key === null || key === this.key) this.requestUpdate();
      }),
    );
  }

  override render() {
    const there = othersAt(this.key);
    if (there.length === 0) return nothing;
    const writing = there[0]?.state === 'writing';
    return html`<span class="presence ${writing ? 'writing' : ''}" role="status"
      >${icon(writing ? 'pen' : 'eye')}<span>${sayOthers(there)}</span></span
    >`;
  }
}
define('qn-presence', PresenceMark);
