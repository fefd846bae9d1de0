/**
 * Decides by content whether an uploaded file may come in, takes out what it tells about its maker (place, camera), and
 * keeps it. Pictures are decoded and encoded anew: what is stored is a picture and nothing else.
 */
import { createReadStream } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import sharp from 'sharp';
import { type FileType, fileTypes, type StoredFile as StoredFileView, unusedHours } from '../../../domain/api/files.ts';
import { newId } from '../../../domain/ids.ts';
import type { StoredFile } from '../../../store/files.ts';
import type { House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { BrokenVideo, stripLocation } from './strip-mp4.ts';

sharp.cache(false);
sharp.concurrency(1);

/** 50 million pixels: more than any phone, less than a bomb. */
const mostPixels = 50_000_000;
const thumbSide = 480;

export interface Upload {
  /** The id that the file is to have; a new one where none is given. */
  id?: string;
  /** A temporary file, read and changed in place; removed by the caller. */
  path: string;
  /** The uploader, or null for the public. */
  by: string | null;
  mayUploadDocuments: boolean;
}

/** @throws 413 too large for its type, 422 a type that is not taken, or content that is not what it says */
export async function accept(house: House, upload: Upload): Promise<StoredFileView> {
  const type = await typeOf(upload.path);
  const allowed = type && fileTypes[type];
  if (!type || !allowed || (allowed.staffOnly && !upload.mayUploadDocuments))
    throw new Problem('file-type', { errors: [{ pointer: '/file', code: 'format' }] });
  if ((await stat(upload.path)).size > allowed.max) throw new Problem('too-large');
  let thumb: Buffer | undefined;
  if (allowed.kind === 'image') thumb = await cleanImage(upload.path, type);
  if (allowed.kind === 'video') await cleanVideo(upload.path);
  const { size } = await stat(upload.path);
  const id = upload.id ?? newId(house.random);
  const { files } = house.store;
  const { blob, seal } = await files.putBytes(id, createReadStream(upload.path));
  const small = thumb && (await files.putBytes(`${id}-thumb`, [thumb], seal.k));
  const now = house.machineNow();
  const file: StoredFile = {
    _id: id,
    type,
    size,
    blob,
    seal,
    ...(small ? { thumb: small.blob, thumbSeal: small.seal, thumbType: 'image/webp' } : {}),
    by: upload.by,
    createdAt: now,
    reportCode: null,
    usedAs: null,
    expiresAt: now + unusedHours * 3_600_000,
  };
  try {
    await files.insert(file);
  } catch (error) {
    // Another request completed the same upload at this moment: its bytes stand, ours go.
    await files.dropBytes(file).catch(() => {});
    if ((error as { code?: number }).code !== 11000) throw error;
  }
  return { id, type, size };
}

async function typeOf(path: string): Promise<FileType | null> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  const mime = found?.mime === 'video/quicktime' ? undefined : found?.mime;
  return mime && Object.hasOwn(fileTypes, mime) ? (mime as FileType) : null;
}

/** Encodes anew in the same type, upright, without any metadata. Returns the thumbnail. */
async function cleanImage(path: string, type: FileType): Promise<Buffer> {
  const read = () => sharp(path, { limitInputPixels: mostPixels, failOn: 'error', animated: false }).autoOrient();
  try {
    const whole = read();
    const encoded =
      type === 'image/png'
        ? await whole.png().toBuffer()
        : type === 'image/webp'
          ? await whole.webp({ quality: 85 }).toBuffer()
          : await whole.jpeg({ quality: 88, mozjpeg: false }).toBuffer();
    await writeFile(path, encoded);
    return await sharp(encoded)
      .resize(thumbSide, thumbSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer();
  } catch (cause) {
    // Not a picture after all, cut off, or too many pixels.
    throw Object.assign(new Problem('file-type', { errors: [{ pointer: '/file', code: 'format' }] }), { cause });
  }
}

async function cleanVideo(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await stripLocation({
      length: size,
      async read(offset, length) {
        const buffer = Buffer.alloc(length);
        const { bytesRead } = await file.read(buffer, 0, length, offset);
        return buffer.subarray(0, bytesRead);
      },
      async write(offset, content) {
        await file.write(content, 0, content.length, offset);
      },
    });
  } catch (error) {
    if (error instanceof BrokenVideo)
      throw new Problem('file-type', { errors: [{ pointer: '/file', code: 'format' }] });
    throw error;
  } finally {
    await file.close();
  }
}
