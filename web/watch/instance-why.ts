/** Why it went this way: each gateway that it passed with the condition that held and the values that it spoke of. */
import { html, nothing } from 'lit';
import { isCrossing } from '../../domain/bpmn-kinds.ts';
import { type Branch, type DrawnFlow, whyAt } from '../../domain/why.ts';
import type { HistoryStep, InstanceHistory } from '../data/history.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

type NameOf = (id: string) => string;

export function whySection(
  history: InstanceHistory,
  flows: ReadonlyMap<string, DrawnFlow[]>,
  nameOf: NameOf,
  at: number,
) {
  // Where only one way leads on there was nothing to choose.
  const gateways = history.steps.filter(
    (step) =>
      isCrossing(step.type) &&
      !step.watch &&
      Date.parse(step.enteredAt) <= at &&
      (flows.get(step.elementId)?.length ?? 0) > 1,
  );
  return html`<details class="why-all">
    <summary>${t('watch.play.why')}</summary>
    ${gateways.length === 0 ? html`<p class="soft s">${t('watch.play.why.none')}</p>` : nothing}
    ${gateways.map((step) => gateway(step, history, flows, nameOf))}
  </details>`;
}

function gateway(step: HistoryStep, history: InstanceHistory, flows: ReadonlyMap<string, DrawnFlow[]>, nameOf: NameOf) {
  const why = whyAt(history, step, flows.get(step.elementId) ?? []);
  // A gateway without a name is known by the step that it follows.
  const before = [...flows.values()].flat().find(({ target }) => target === step.elementId);
  const named = step.name !== step.elementId || !before;
  const title = named ? step.name : t('watch.play.why.after', { name: nameOf(before.source) });
  return html`<section class="why stack tight">
    <div class="row spread">
      <strong>${title}</strong><span class="xs soft">${shortTime(step.enteredAt)}</span>
    </div>
    ${
      why
        ? html`<ul class="s">
              ${why.branches.map((one) => branch(one, nameOf))}
            </ul>
            ${
              why.values.length > 0
                ? html`<p class="s">
                    ${t('watch.play.why.values')}
                    ${why.values.map(
                      ({ name, value, known }) =>
                        html`<span class="mono">${name} = ${known ? JSON.stringify(value) : t('watch.play.why.notKnown')}</span> `,
                    )}
                  </p>`
                : nothing
            }`
        : html`<p class="soft s">${t('watch.play.why.unknown')}</p>`
    }
  </section>`;
}

function branch({ flow, taken, because }: Branch, nameOf: NameOf) {
  const said = t(`watch.play.why.${because}` as TextKey);
  const to = t('watch.play.why.to', { name: flow.name || nameOf(flow.target) });
  return html`<li>
    ${taken ? html`<strong>${to}</strong>` : to} – ${said}
    ${flow.condition && !flow.isDefault ? html`<code>${flow.condition}</code>` : nothing}
  </li>`;
}
