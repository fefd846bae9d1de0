/** What a kind of element is called; its BPMN name where we have no word for it. */
import { type TextKey, t } from '../text/text.ts';

export function kindText(kind: string): string {
  const key = `studio.edit.kind.${kind}` as TextKey;
  const said = t(key);
  return said === key ? kind : said;
}
