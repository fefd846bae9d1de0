/**
 * Before one leaves with something that is not saved: the browser's own question where the document goes, ours where
 * only the page changes. Asks nothing while everything is saved.
 */
import { confirmDialog } from '../elements/dialog.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';

interface Move extends Event {
  hashChange: boolean;
  navigationType: string;
  destination: { url: string };
}

/** `unsaved`: asked at the moment of leaving. `losing`: what a mere change of page would lose. Answers how to stop. */
export function guardLeaving(unsaved: () => boolean, losing: () => boolean): () => void {
  let allowed = false;
  const onUnload = (event: Event) => {
    if (unsaved()) event.preventDefault();
  };
  const onMove = (raw: Event) => {
    const event = raw as Move;
    if (allowed || event.hashChange || !event.cancelable || event.navigationType === 'reload' || !losing()) return;
    event.preventDefault();
    void confirmDialog({ title: t('leave.title'), text: t('leave.text'), act: t('leave.act') }).then((leaves) => {
      if (!leaves) return;
      allowed = true;
      go(event.destination.url);
    });
  };
  const moves = (globalThis as { navigation?: EventTarget }).navigation;
  addEventListener('beforeunload', onUnload);
  moves?.addEventListener('navigate', onMove);
  return () => {
    removeEventListener('beforeunload', onUnload);
    moves?.removeEventListener('navigate', onMove);
  };
}
