/** Pictures of a report (here, a video, one that loads, one that can't be opened) and the list of chosen files. */
import { html, type TemplateResult } from 'lit';
import type { KeptFile } from '../../data/kept.ts';
import { type UploadState, uploadRow } from '../../elements/upload-row.ts';
import { type TextKey, t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import '../../elements/picture-grid.ts';
import '../../elements/qr-code.ts';
import '../../elements/upload-list.ts';

/** A picture drawn here, so that nothing is fetched: a street under a sky. */
async function drawn(): Promise<{ url: string; type: string }> {
  const canvas = new OffscreenCanvas(480, 360);
  const pen = canvas.getContext('2d')!;
  const shapes: [colour: string, x: number, y: number, width: number, height: number][] = [
    ['#b9c9d6', 0, 0, 480, 200],
    ['#8c9a86', 0, 170, 480, 60],
    ['#6d6a66', 0, 220, 480, 140],
    ['#e9e4d8', 60, 284, 90, 10],
    ['#e9e4d8', 220, 284, 90, 10],
    ['#e9e4d8', 380, 284, 90, 10],
    ['#3f3d3b', 250, 304, 96, 30],
  ];
  for (const [colour, ...box] of shapes) {
    pen.fillStyle = colour;
    pen.fillRect(...box);
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { url: URL.createObjectURL(blob), type: 'image/png' };
}

function read(id: string): Promise<{ url: string; type: string }> {
  if (id === 'loading') return new Promise(() => {});
  if (id === 'lost') return Promise.reject(new Error('lost'));
  if (id === 'video') return Promise.resolve({ url: '', type: 'video/mp4' });
  return drawn();
}

/** A private link as it is given to a sender; this one opens nothing. */
const address = 'https://phananh.quangnam.gov.vn/r/QN-26-0000-0000-0#0000000000000000000000';

const ids = ['street', 'street-again', 'video', 'loading', 'lost'];
const none: readonly KeptFile[] = [];

const chosen: readonly (UploadState & { again?: boolean; because?: TextKey })[] = [
  { name: 'o-ga-cho-tam-ky.jpg', size: 1_234_567, type: 'image/jpeg', progress: 1, arrived: true },
  { name: 'mat-duong.mp4', size: 23_456_789, type: 'video/mp4', progress: 0.62, arrived: false },
  {
    name: 'bien-bao.jpg',
    size: 2_345_678,
    type: 'image/jpeg',
    progress: 0.3,
    arrived: false,
    because: 'upload.offline',
    again: true,
  },
  { name: 'ban-ve.dwg', size: 345_678, type: '', progress: 0, arrived: false, because: 'upload.typeStaff' },
];

function rows(): TemplateResult {
  return html`<ul class="uploads">
    ${chosen.map(({ again, because, ...file }) =>
      uploadRow(
        { ...file, ...(because && { error: t(because) }) },
        { onAgain: again ? () => {} : undefined, onRemove: () => {} },
      ),
    )}
  </ul>`;
}

export const filesSection: Section = {
  id: 'files',
  title: 'gallery.files',
  draw: () => html`${specimen('gallery.pictures', html`<qn-pictures .ids=${ids} .read=${read}></qn-pictures>`, true)}
    ${specimen('gallery.uploads.none', html`<qn-uploads .files=${none} .inputId=${'g-files'}></qn-uploads>`)}
    ${specimen('gallery.uploads.rows', rows())}
    ${specimen('gallery.qr', html`<qn-qr .text=${address} .label=${t('gallery.qr')}></qn-qr>`)}`,
};
