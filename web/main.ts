/** Where the browser starts: the remembered language, then the page of the address. */
import { learnDirectory } from './data/directory.ts';
import { areaOf } from './shell/area.ts';
import { startRouter } from './shell/router.ts';
import type { Shell } from './shell/shell.ts';
import './shell/shell.ts';
import { rememberedLanguage, useLanguage } from './text/text.ts';

await useLanguage(rememberedLanguage());
const shell = document.querySelector<Shell>('qn-shell');
if (shell) await startRouter((url) => shell.show(url));
void learnDirectory();
if (areaOf(location.pathname) === 'portal') {
  const [{ keepSending }, { listenForInstall }] = await Promise.all([
    import('./data/background.ts'),
    import('./portal/install-line.ts'),
  ]);
  keepSending();
  listenForInstall();
}
