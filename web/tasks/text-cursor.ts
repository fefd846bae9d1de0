/** Where the cursor was last in the text fields of a form, so that a dialog can put words there. */
export class TextCursor {
  #field: HTMLTextAreaElement | null = null;

  /** To be called on `focusin` of the form. */
  look(event: Event): void {
    if (event.target instanceof HTMLTextAreaElement) this.#field = event.target;
  }

  /** The field that is meant: the last one that had the focus, else the first that can be written in. */
  fieldIn(form: HTMLElement): HTMLTextAreaElement | undefined {
    const fields = [...form.querySelectorAll('textarea')].filter((one) => !one.readOnly && !one.disabled);
    return fields.find((one) => one === this.#field) ?? fields[0];
  }

  /** Puts words at the cursor (over what is selected) as if they were typed; answers whether there was a field. */
  insert(form: HTMLElement, text: string): boolean {
    const field = this.fieldIn(form);
    if (!field) return false;
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return true;
  }
}
