/** What a draft must have before it can be sent (article 5.3), step by step. Pure. */

import { now } from '../data/clock.ts';
import type { Draft } from '../data/draft.ts';
import { t } from '../text/text.ts';

export const stepNames = ['what', 'where', 'who', 'check'] as const;
export type StepName = (typeof stepNames)[number];

export interface FieldError {
  /** Id of the control. */
  field: string;
  text: string;
}

/** The same rule as the server's: digits with the signs people write between them. */
const phonePattern = /^\+?[0-9][0-9 .()-]{7,22}$/;
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What one step still lacks. */
export function checkStep(step: StepName, draft: Draft): FieldError[] {
  const errors: FieldError[] = [];
  const need = (field: string, value: string, text: string) => {
    if (value.trim() === '') errors.push({ field, text });
  };
  if (step === 'what') need('content', draft.content, t('send.need.content'));
  if (step === 'where') {
    need('place', draft.place, t('send.need.place'));
    // As long as the server allows for a clock that runs fast.
    if (draft.occurredAt && Date.parse(draft.occurredAt) > now() + 600_000) {
      errors.push({ field: 'occurredAt', text: t('send.bad.when') });
    }
  }
  if (step === 'who') {
    need('name', draft.name, t('send.need.name'));
    need('phone', draft.phone, t('send.need.phone'));
    if (draft.phone.trim() && !phonePattern.test(draft.phone.trim())) {
      errors.push({ field: 'phone', text: t('send.bad.phone') });
    }
    if (draft.email.trim() && !emailPattern.test(draft.email.trim())) {
      errors.push({ field: 'email', text: t('send.bad.email') });
    }
  }
  return errors;
}

/** The furthest step that may be opened: the first that is not complete, or the last. */
export function furthestStep(draft: Draft): StepName {
  return stepNames.find((step) => checkStep(step, draft).length > 0) ?? 'check';
}

const places: Record<string, { step: StepName; field: string }> = {
  content: { step: 'what', field: 'content' },
  occurredAt: { step: 'where', field: 'occurredAt' },
  attachments: { step: 'what', field: 'files' },
  file: { step: 'what', field: 'files' },
  'place.text': { step: 'where', field: 'place' },
  'place.district': { step: 'where', field: 'district' },
  'sender.name': { step: 'who', field: 'name' },
  'sender.phone': { step: 'who', field: 'phone' },
  'sender.email': { step: 'who', field: 'email' },
};

/** Where an error that the server found belongs: step and control. Unknown pointers go to the last step. */
export function placeOf(pointer: string): { step: StepName; field: string } {
  const known = places[pointer] ?? places[pointer.split('.').slice(0, 2).join('.')] ?? places[pointer.split('.')[0]!];
  return known ?? { step: 'check', field: 'send' };
}
