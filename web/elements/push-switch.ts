/**
 * Switches notices to this device on and off, for whoever's they are. It says what stands in the way: a browser that
 * can't, or one that was told to keep quiet.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type DeviceState, deviceState, type PushTarget, switchOff, switchOn } from '../data/push.ts';
import { t } from '../text/text.ts';
import { errorText } from './fields.ts';
import { Light } from './light.ts';
import { busyButton } from './states.ts';

/** A state in words, and the button that changes it where it can be changed. */
export function pushControls(
  state: DeviceState,
  options: { busy?: boolean; failed?: boolean; onPress(): void },
): TemplateResult {
  if (state === 'unsupported') return html`<p class="s soft">${t('push.unsupported')}</p>`;
  if (state === 'denied') return html`<p class="s">${t('push.denied')}</p>`;
  const on = state === 'on';
  return html`${errorText('push', options.failed ? t('push.failed') : undefined)}
    <div class="row">
      ${busyButton({ text: t(on ? 'push.off' : 'push.on'), busy: options.busy ?? false, sign: 'bell', onClick: options.onPress })}
      <span class="s soft" role="status">${on ? t('push.isOn') : nothing}</span>
    </div>`;
}

export abstract class PushSwitch extends Light {
  #state: DeviceState | null = null;
  #busy = false;
  #failed = false;
  #known = '';

  /** Whose notices; null while it is not known. */
  protected abstract get target(): PushTarget | null;

  override updated(): void {
    const target = this.target;
    if (!target || target.path === this.#known) return;
    this.#known = target.path;
    void this.#do(() => deviceState(target), true);
  }

  async #do(act: () => Promise<DeviceState>, quiet = false): Promise<void> {
    if (this.#busy) return;
    this.#busy = !quiet;
    this.#failed = false;
    if (!quiet) this.requestUpdate();
    try {
      this.#state = await act();
    } catch (cause) {
      // A browser without a push service, a network that is away: nothing was switched.
      this.#failed = !quiet;
      this.#state ??= 'off';
      console.warn(cause);
    }
    this.#busy = false;
    this.requestUpdate();
  }

  /** The state in words and the button that changes it. */
  protected body(): TemplateResult | typeof nothing {
    const target = this.target;
    if (!target || this.#state === null) return nothing;
    const on = this.#state === 'on';
    return pushControls(this.#state, {
      busy: this.#busy,
      failed: this.#failed,
      onPress: () => void this.#do(() => (on ? switchOff(target) : switchOn(target))),
    });
  }
}
