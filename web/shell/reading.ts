/** The server's readable form of the first page (server/reading), which our own page replaces without a blank between. */

/** Longest wait for our page's content, ms: after that its own waiting or failing is shown. */
const patience = 4_000;

/** Takes the readable form away once `page` says that it has settled; at once where it is not the first page. */
export function takeOver(page: HTMLElement, first: boolean): void {
  const reading = document.getElementById('reading');
  if (!reading) return;
  const done = () => reading.remove();
  if (first) {
    page.addEventListener('settled', done, { once: true });
    setTimeout(done, patience);
  } else done();
}
