/** Elements that have nothing to wait for: start events, none events, undefined and manual tasks, parallel gateways. */
import { activated, complete } from '../behaviors/lifecycle.ts';
import type { ElementBehavior } from '../behaviors/step.ts';

export const passThrough: ElementBehavior = {
  activate(step, instance) {
    activated(step, instance);
    complete(step, instance);
  },
};
