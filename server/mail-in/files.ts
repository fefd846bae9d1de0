/**
 * The files of a mail, by the rules of every upload (plugins/files/accept.ts). One that is not taken is told with its
 * reason. Ids are made from the mail's, so that a mail that is looked at twice makes no file twice.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '../../domain/api/reports.ts';
import type { FileRefusal, LetterFile, RefusedFile } from '../../domain/mail-in/letter.ts';
import type { House } from '../house.ts';
import { accept } from '../plugins/files/accept.ts';
import { Problem } from '../problem.ts';
import type { ReadMail } from './read.ts';

/** A picture within the text that is smaller belongs to a signature: nobody's evidence. */
const signatureBytes = 20 * 1024;

export interface TakenFiles {
  ids: string[];
  refused: RefusedFile[];
}

export async function takeFiles(house: House, mailId: string, { letter, contents }: ReadMail): Promise<TakenFiles> {
  const taken: TakenFiles = { ids: [], refused: [] };
  const folder = await mkdtemp(join(tmpdir(), 'mail-files-'));
  try {
    for (const [n, file] of letter.files.entries()) {
      if (file.inline && file.size < signatureBytes) continue;
      const refusal = await takeOne(house, mailId, n, contents[n]!, folder, taken, file);
      if (refusal) taken.refused.push({ name: file.name, why: refusal });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return taken;
}

async function takeOne(
  house: House,
  mailId: string,
  n: number,
  content: Buffer,
  folder: string,
  taken: TakenFiles,
  file: LetterFile,
): Promise<FileRefusal | null> {
  if (taken.ids.length >= limits.attachments) return 'too-many';
  const path = join(folder, String(n));
  await writeFile(path, content, { mode: 0o600 });
  const id = createHash('sha256').update(`mail:${mailId}:${n}`).digest('hex').slice(0, 32);
  try {
    taken.ids.push((await accept(house, { id, path, by: null, mayUploadDocuments: false })).id);
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'file-type' && error.code !== 'too-large')) throw error;
    return error.code === 'too-large' ? 'too-large' : kindOf(file);
  } finally {
    await rm(path, { force: true });
  }
}

/** What a refused file is, by its name and the mail's word for it: only to say why, never to let it in. */
function kindOf({ name, type }: LetterFile): FileRefusal {
  const said = `${type} ${name.toLowerCase()}`;
  if (/hei[cf]/.test(said)) return 'heic';
  if (/ms-tnef|winmail\.dat/.test(said)) return 'tnef';
  if (/\.(?:zip|rar|7z|gz|tar|tgz|bz2|xz)$|application\/(?:zip|x-rar|x-7z)/.test(said)) return 'archive';
  if (/\.(?:exe|msi|bat|cmd|com|scr|js|vbs|jar|apk|ps1|sh|lnk|html?|svg)$/.test(said)) return 'program';
  if (/\.(?:docx?|pdf|xlsx?|pptx?|odt|rtf|txt|csv)$|application\/pdf/.test(said)) return 'document';
  return /^(?:image\/(?:jpeg|png|webp)|video\/mp4)\b/.test(said) ? 'broken' : 'type';
}
