/** The period's report to the provincial committee in the form of decree 30/2020, ready to be numbered and signed. */
import * as say from '../../../domain/text/vi/official-report.ts';
import { inNumbers, inWords, momentOf, type ReportContent, type ReportTable } from './content.ts';
import { closePaper, margins, need, openPaper, type Paper, rule, widthOf, write, writeTable } from './paper.ts';

export function reportPdf(content: ReportContent): Promise<Buffer> {
  const { form } = say;
  const subject = form.subject(content.periodName);
  const paper = openPaper({
    title: `${form.kind}. ${subject}`,
    author: form.organ.join(' '),
    createdAt: content.fixed?.fixedAt ?? content.asOf,
  });
  letterhead(paper, content);
  let number = 0;
  for (const { heading, paragraphs, tables } of content.sections) {
    need(paper, 60);
    paper.doc.outline.addItem(heading);
    write(paper, 'H2', heading, { face: 'bold', size: 12.5, after: 4 });
    for (const text of paragraphs) write(paper, 'P', text, { align: 'justify', indent: 24 });
    for (const table of tables) {
      number += 1;
      reportTable(paper, number, table);
    }
  }
  write(paper, 'P', form.closing(content.periodName), { align: 'justify', indent: 24, after: 14 });
  signature(paper);
  annex(paper, content);
  return closePaper(paper, form.page);
}

function letterhead(paper: Paper, { fixed, periodName, agencies, asOf, personName }: ReportContent): void {
  const { doc } = paper;
  const { form, standing } = say;
  const top = doc.y;
  const [left, right] = [widthOf(doc) * 0.44, widthOf(doc) * 0.56];
  const [x, second] = [margins.left, margins.left + left];
  write(paper, 'P', form.parent, { size: 10.5, align: 'center', x, width: left, after: 1 });
  for (const line of form.organ)
    write(paper, 'P', line, { face: 'bold', size: 10.5, align: 'center', x, width: left, after: 0 });
  rule(paper, x, left, 0.4, doc.y + 1);
  doc.y += 7;
  write(paper, 'P', form.number, { size: 11, align: 'center', x, width: left });
  const end = doc.y;
  doc.y = top;
  write(paper, 'P', form.nation, { face: 'bold', size: 10.5, align: 'center', x: second, width: right, after: 1 });
  write(paper, 'P', form.motto, { face: 'bold', size: 11, align: 'center', x: second, width: right, after: 0 });
  rule(paper, second, right, 0.55, doc.y + 1);
  doc.y += 7;
  // The year in which it is signed: that of its fixing, or of now.
  const year = momentOf(fixed?.fixedAt ?? asOf).slice(-4);
  write(paper, 'P', form.placeAndDate(year), { face: 'italic', size: 11, align: 'center', x: second, width: right });
  doc.y = Math.max(doc.y, end) + 14;

  write(paper, 'H1', form.kind, { face: 'bold', size: 15, align: 'center', after: 2 });
  write(paper, 'P', form.subject(periodName), { face: 'bold', size: 12.5, align: 'center', after: agencies ? 2 : 4 });
  if (agencies) write(paper, 'P', form.ofAgency(agencies.join(', ')), { face: 'italic', align: 'center', after: 4 });
  rule(paper, margins.left, widthOf(doc), 0.25, doc.y);
  doc.y += 12;
  write(paper, 'P', form.to, { size: 12.5, align: 'center', after: 12 });
  for (const ground of form.grounds)
    write(paper, 'P', ground, { face: 'italic', align: 'justify', indent: 24, after: 4 });
  write(paper, 'P', form.opening(periodName), { align: 'justify', indent: 24 });
  const said = fixed
    ? standing.fixed(momentOf(fixed.fixedAt), personName(fixed.fixedBy)!)
    : standing.provisional(momentOf(asOf));
  write(paper, 'P', said, { face: fixed ? 'italic' : 'bold-italic', align: 'justify', indent: 24, after: 10 });
}

function reportTable(paper: Paper, number: number, { title, of, columns, rows }: ReportTable): void {
  const { words } = say;
  writeTable(
    paper,
    words.table(number, title),
    [
      { title: say.rowHeads[of]!, width: 2.6, align: 'left' },
      ...columns.map(({ title: name, kind }) => ({ title: name, width: kind === 'count' ? 1 : 1.35 })),
    ],
    rows.map(({ name, cells }) => [name, ...cells.map(inWords)]),
    { size: 8.5, padding: 3 },
  );
}

function signature(paper: Paper): void {
  const { doc } = paper;
  const { form } = say;
  need(paper, 130);
  const top = doc.y;
  const half = widthOf(doc) / 2;
  write(paper, 'P', form.recipients, { face: 'bold-italic', size: 11, width: half, after: 1 });
  for (const line of form.recipientList) write(paper, 'P', line, { size: 10, width: half, after: 0 });
  const end = doc.y;
  doc.y = top;
  const right = { x: margins.left + half, width: half, align: 'center' as const };
  write(paper, 'P', form.signer, { ...right, face: 'bold', size: 12.5, after: 2 });
  write(paper, 'P', form.signature, { ...right, face: 'italic', size: 11, after: 48 });
  write(paper, 'P', form.signerName, { ...right });
  doc.y = Math.max(doc.y, end);
}

/** Every figure of the whole with its definition, value and hash, on wide pages. */
function annex(paper: Paper, { summary, fixed }: ReportContent): void {
  const { doc } = paper;
  const { form, standing, annexColumns: heads } = say;
  doc.addPage({ size: 'A4', layout: 'landscape', margins });
  doc.outline.addItem(form.annex);
  write(paper, 'H1', form.annex, { face: 'bold', size: 13, align: 'center', after: 2 });
  write(paper, 'P', form.annexTitle, { face: 'bold', size: 12, align: 'center', after: 8 });
  for (const note of say.annexNote) write(paper, 'P', note, { size: 10, align: 'justify', after: 4 });
  if (fixed) {
    write(paper, 'P', standing.hash(fixed.hash), { size: 10, after: 2 });
    if (fixed.previous) write(paper, 'P', standing.previous(fixed.previous), { size: 10, after: 2 });
  }
  doc.y += 6;
  writeTable(
    paper,
    form.annexTitle,
    [
      { title: heads.figure, width: 2.3, align: 'left' },
      { title: heads.value, width: 1.5, align: 'left' },
      { title: heads.basis, width: 1.5, align: 'left' },
      { title: heads.query, width: 4.2, align: 'left' },
      { title: heads.rows, width: 0.7 },
      { title: heads.hash, width: 3.3, align: 'left' },
    ],
    summary.map(({ figure, definition }) => [
      say.figures[figure.name]!,
      inWords(figure),
      say.bases[definition.basis]!,
      `${spaced(definition.query)} (v${definition.version})`,
      inNumbers(figure.rows),
      `${figure.hash.slice(0, 32)} ${figure.hash.slice(32)}`,
    ]),
    { size: 7, padding: 2.5 },
  );
}

/** Canonical JSON has no spaces, and a line nowhere to break. */
const spaced = (query: string): string => query.replaceAll(',"', ', "');
