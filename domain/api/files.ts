/** POST /api/files (multipart, field `file`) and GET /api/files/{id}. Which types and sizes may come in, as data. */
import { type Static, Type } from 'typebox';
import { FileId } from './common.ts';

const MiB = 1024 * 1024;

/** Type by content, never by name. `staffOnly`: documents come from staff. Sizes in bytes. */
export const fileTypes = {
  'image/jpeg': { max: 15 * MiB, kind: 'image', staffOnly: false },
  'image/png': { max: 15 * MiB, kind: 'image', staffOnly: false },
  'image/webp': { max: 15 * MiB, kind: 'image', staffOnly: false },
  'video/mp4': { max: 100 * MiB, kind: 'video', staffOnly: false },
  'application/pdf': { max: 15 * MiB, kind: 'document', staffOnly: true },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    max: 15 * MiB,
    kind: 'document',
    staffOnly: true,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    max: 15 * MiB,
    kind: 'document',
    staffOnly: true,
  },
} as const satisfies Record<string, { max: number; kind: 'image' | 'video' | 'document'; staffOnly: boolean }>;
export type FileType = keyof typeof fileTypes;

/** The largest upload that any type allows; the server stops reading there. */
export const largestFile = Math.max(...Object.values(fileTypes).map((one) => one.max));

/** A file that no report has used is deleted after this many hours. */
export const unusedHours = 24;

/** 201 of POST /api/files. */
export const StoredFile = Type.Object({ id: Type.String(), type: Type.String(), size: Type.Integer() });
export type StoredFile = Static<typeof StoredFile>;

export const FileParams = Type.Object({ id: FileId });
export const FileQuery = Type.Object({ size: Type.Optional(Type.Enum(['thumb'])) });
