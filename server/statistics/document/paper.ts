/**
 * A sheet of official paper over pdfkit: paragraphs and tables that are tagged for screen readers, flow over pages and
 * repeat their head. Sizes in points. Lines, repeated heads and page numbers are artifacts: nobody has them read out.
 */
import { join } from 'node:path';
import PDFDocument from 'pdfkit';

const folder = join(import.meta.dirname, '..', 'fonts');
const faces = {
  regular: 'BeVietnamPro_400Regular.ttf',
  bold: 'BeVietnamPro_700Bold.ttf',
  italic: 'BeVietnamPro_400Regular_Italic.ttf',
  'bold-italic': 'BeVietnamPro_700Bold_Italic.ttf',
} as const;
export type Face = keyof typeof faces;

const mm = 72 / 25.4;
/** Decree 30/2020, annex I: 20 mm above and below, 30 mm on the left, 15 mm on the right. */
export const margins = { top: 20 * mm, bottom: 20 * mm, left: 30 * mm, right: 15 * mm };

type Structure = ReturnType<PDFKit.PDFDocument['struct']>;
export interface Paper {
  doc: PDFKit.PDFDocument;
  root: Structure;
}

export interface TextStyle {
  face?: Face;
  size?: number;
  align?: 'left' | 'center' | 'right' | 'justify';
  indent?: number;
  /** Between this and what follows. */
  after?: number;
  /** Left edge and width; the whole line unless said. */
  x?: number;
  width?: number;
}

export function openPaper(info: { title: string; author: string; createdAt: number }): Paper {
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    lang: 'vi',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: { Title: info.title, Author: info.author, CreationDate: new Date(info.createdAt) },
    font: join(folder, faces.regular),
  });
  for (const [name, file] of Object.entries(faces)) doc.registerFont(name, join(folder, file));
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root };
}

/** Width between the margins of the page that is written on. */
export const widthOf = ({ page }: PDFKit.PDFDocument): number => page.width - page.margins.left - page.margins.right;
const bottomOf = ({ page }: PDFKit.PDFDocument): number => page.height - page.margins.bottom;

/** A paragraph or heading, under `parent` where it is part of something. */
export function write({ doc, root }: Paper, tag: string, text: string, style: TextStyle = {}, parent = root): void {
  const {
    face = 'regular',
    size = 12,
    align = 'left',
    indent = 0,
    after = 6,
    x = doc.page.margins.left,
    width = widthOf(doc),
  } = style;
  doc.font(face).fontSize(size).fillColor('black');
  parent.add(
    doc.struct(tag, {}, () => {
      doc.text(text, x, doc.y, { width, align, indent, lineGap: size * 0.15 });
    }),
  );
  doc.y += after;
  doc.x = doc.page.margins.left;
}

/** Draws what is only for the eye. */
export function decorate({ doc }: Paper, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

/** A rule under a word, centred in a column. */
export function rule(paper: Paper, x: number, width: number, share: number, y: number): void {
  const { doc } = paper;
  const length = width * share;
  decorate(paper, () => {
    const from = x + (width - length) / 2;
    doc
      .lineWidth(0.7)
      .moveTo(from, y)
      .lineTo(from + length, y)
      .stroke('black');
  });
}

/** Begins a new page where less than this is left on it. */
export function need({ doc }: Paper, height: number): void {
  if (doc.y + height > bottomOf(doc)) doc.addPage();
}

export interface TableColumn {
  title: string;
  /** Share of the whole width. */
  width: number;
  align?: 'left' | 'center' | 'right';
}
export interface TableStyle {
  size: number;
  padding: number;
}

/** A table; a row stays on one page, and the head stands on each page that it goes on to. */
export function writeTable(
  paper: Paper,
  title: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { size, padding }: TableStyle,
): void {
  const { doc, root } = paper;
  const left = doc.page.margins.left;
  const sum = columns.reduce((total, { width }) => total + width, 0);
  const widths = columns.map(({ width }) => (width / sum) * widthOf(doc));
  const titles = columns.map((column) => column.title);
  const font = (head: boolean) =>
    doc
      .font(head ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor('black');
  const heightOf = (cells: readonly string[], head: boolean): number => {
    font(head);
    return (
      Math.max(...cells.map((text, n) => doc.heightOfString(text, { width: widths[n]! - 2 * padding }))) + 2 * padding
    );
  };
  const headHeight = heightOf(titles, true);
  const lines = (y: number, height: number): void => {
    doc.lineWidth(0.5);
    let x = left;
    for (const width of widths) {
      doc.rect(x, y, width, height).stroke('#444');
      x += width;
    }
  };
  /** `cell` puts one cell's text on the page. */
  const row = (cells: readonly string[], head: boolean, cell: (n: number, draw: () => void) => void): void => {
    const height = heightOf(cells, head);
    const y = doc.y;
    decorate(paper, () => {
      if (head)
        doc
          .rect(
            left,
            y,
            widths.reduce((a, b) => a + b, 0),
            height,
          )
          .fill('#eee');
      lines(y, height);
    });
    let x = left;
    for (const [n, text] of cells.entries()) {
      const at = x + padding;
      cell(n, () => {
        font(head);
        const align = head ? 'center' : (columns[n]!.align ?? 'right');
        doc.text(text, at, y + padding, { width: widths[n]! - 2 * padding, align });
      });
      x += widths[n]!;
    }
    doc.y = y + height;
    doc.x = left;
  };

  need(paper, size * 2 + headHeight + heightOf(rows[0] ?? titles, false));
  const table = doc.struct('Table', { title });
  root.add(table);
  write(paper, 'Caption', title, { face: 'bold', size: size + 1.5, align: 'center', after: 3 }, table);
  const head = doc.struct('THead');
  table.add(head);
  const headRow = doc.struct('TR');
  head.add(headRow);
  row(titles, true, (_, draw) => headRow.add(doc.struct('TH', { scope: 'Column' } as never, draw)));
  headRow.end();
  head.end();
  const body = doc.struct('TBody');
  table.add(body);
  for (const cells of rows) {
    if (doc.y + heightOf(cells, false) > bottomOf(doc)) {
      doc.addPage();
      row(titles, true, (_, draw) => decorate(paper, draw));
    }
    const tr = doc.struct('TR');
    body.add(tr);
    row(cells, false, (n, draw) =>
      tr.add(n === 0 ? doc.struct('TH', { scope: 'Row' } as never, draw) : doc.struct('TD', {}, draw)),
    );
    tr.end();
  }
  body.end();
  table.end();
  doc.y += 12;
}

/** Page numbers above the text, from the second page on (decree 30/2020, annex I), and the document's end. */
export async function closePaper(paper: Paper, number: (n: number) => string): Promise<Buffer> {
  const { doc, root } = paper;
  root.end();
  const { start, count } = doc.bufferedPageRange();
  for (let n = start + 1; n < start + count; n++) {
    doc.switchToPage(n);
    const { margins: kept } = doc.page;
    // A text above the margin would begin a page of its own otherwise.
    doc.page.margins = { ...kept, top: 0, bottom: 0 };
    decorate(paper, () => {
      doc.font('regular').fontSize(11).fillColor('black');
      doc.text(number(n + 1), kept.left, kept.top / 2, {
        width: doc.page.width - kept.left - kept.right,
        align: 'center',
      });
    });
    doc.page.margins = kept;
  }
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}
