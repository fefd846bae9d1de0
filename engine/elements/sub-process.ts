/** Embedded and event sub-processes: scopes that begin at their only start event. */
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior } from '../behaviors/step.ts';

export const subProcess: ElementBehavior = {
  activate(step, instance) {
    listen(step, instance);
    activated(step, instance);
    step.follow('ACTIVATE_ELEMENT', instance.key, { elementId: instance.node.startEvents[0]!.id });
  },
};
