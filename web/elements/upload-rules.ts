/** Which files may be chosen, told before a byte is sent; the server decides by content. Pure. */
import { t } from '../text/text.ts';

const MiB = 1024 * 1024;
export const pictures = ['image/jpeg', 'image/png', 'image/webp'];
export const documents = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];
export const mostFiles = 10;

/** Why a file can't be taken, before any byte is sent; undefined where it can. */
export function refusal(file: { type: string; size: number }, withDocuments: boolean): string | undefined {
  if (pictures.includes(file.type) || (withDocuments && documents.includes(file.type))) {
    return file.size > 15 * MiB ? t('upload.tooLarge', { most: '15 MB' }) : undefined;
  }
  if (file.type === 'video/mp4') return file.size > 100 * MiB ? t('upload.tooLarge', { most: '100 MB' }) : undefined;
  if (/hei[cf]/.test(file.type)) return t('upload.heic');
  return t(withDocuments ? 'upload.typeStaff' : 'upload.type');
}
