/** Cancels a running instance, with a reason. */
import { html } from 'lit';
import { cancelInstance } from '../data/history.ts';
import { define } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { ActForm } from './act-form.ts';

export class CancelForm extends ActForm {
  protected get deed(): string {
    return t('watch.act.cancel.do');
  }
  protected get done(): string {
    return t('watch.act.done.canceled');
  }
  protected act(reason: string): Promise<void> {
    return cancelInstance(this.subject.instance.key, reason);
  }
  protected body() {
    return html`<p>${t('watch.act.cancel.text')}</p>`;
  }
}
define('qn-cancel-form', CancelForm);
