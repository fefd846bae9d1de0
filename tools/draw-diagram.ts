/**
 * Draws a BPMN file as a PNG, as bpmn-js draws it: `node tools/draw-diagram.ts bpmn/field-report.bpmn out.png [scale]
 * [x,y,width,height]`. For the README's picture, and for looking at a part while the layout is being changed.
 * Needs a Chromium: CHROMIUM, or `chromium` where Debian puts it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [file, target, scale = '1', part] = process.argv.slice(2);
if (!file || !target) {
  console.error('usage: node tools/draw-diagram.ts <file.bpmn> <out.png> [scale] [x,y,width,height]');
  process.exit(2);
}

/** What the page needs of bpmn-js. */
interface Viewer {
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>;
  get(name: 'canvas'): {
    viewbox(box?: object): { inner: { x: number; y: number; width: number; height: number } };
    resized(): void;
  };
}

const library = createRequire(import.meta.url)
  .resolve('bpmn-js/package.json')
  .replace('package.json', 'dist/');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.setContent('<style>body{margin:0;background:#fff}</style><div id="canvas"></div>');
  await page.addStyleTag({ path: `${library}assets/diagram-js.css` });
  await page.addScriptTag({ path: `${library}bpmn-viewer.production.min.js` });
  const inner = await page.evaluate(
    async (xml) => {
      const global = globalThis as unknown as { BpmnJS: new (options: object) => Viewer; viewer: Viewer };
      const canvas = document.querySelector<HTMLElement>('#canvas')!;
      canvas.style.height = '900px';
      global.viewer = new global.BpmnJS({ container: canvas });
      await global.viewer.importXML(xml);
      return global.viewer.get('canvas').viewbox().inner;
    },
    await readFile(file, 'utf8'),
  );

  const [x, y, width, height] = part?.split(',').map(Number) ?? [];
  const box = part
    ? { x: x!, y: y!, width: width!, height: height! }
    : { x: inner.x - 20, y: inner.y - 20, width: inner.width + 40, height: inner.height + 40 };
  const size = { width: Math.round(box.width * Number(scale)), height: Math.round(box.height * Number(scale)) };
  await page.setViewportSize(size);
  await page.evaluate(
    ([box, height]) => {
      const { viewer } = globalThis as unknown as { viewer: Viewer };
      document.querySelector<HTMLElement>('#canvas')!.style.height = `${height}px`;
      viewer.get('canvas').resized();
      viewer.get('canvas').viewbox(box);
    },
    [box, size.height] as const,
  );
  await page.screenshot({ path: target });
  console.log(`${target}: ${size.width} × ${size.height}`);
} finally {
  await browser.close();
}
