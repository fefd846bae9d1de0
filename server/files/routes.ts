/** HTTP of files: upload (multipart), and reading by those who may. What one may not see is not there (404). */

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asDocument } from '../../domain/api/common.ts';
import {
  FileParams,
  FileQuery,
  fileTypes,
  largestFile,
  StoredFile as StoredFileShape,
} from '../../domain/api/files.ts';
import { isEmpty, scopeOf } from '../../domain/rights.ts';
import type { StoredFile } from '../../store/files.ts';
import type { App, House } from '../house.ts';
import { accept } from '../plugins/files/accept.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { auditLook, mayReadReport } from '../plugins/reach.ts';
import { bearerOf, fits } from '../plugins/token.ts';
import { Problem } from '../problem.ts';
import { createUpload, isTus, tusRoutes } from './tus.ts';

/** Shown in the page; everything else is a download. */
const inline = new Set(['image/jpeg', 'image/png', 'image/webp', 'video/mp4']);

export async function fileRoutes(app: App, house: House): Promise<void> {
  const tags = ['files'];
  await app.register(multipart, {
    limits: { fileSize: largestFile, files: 1, fields: 5, fieldSize: 1_000, headerPairs: 50, parts: 6 },
    throwFileSizeLimit: false,
  });

  app.post(
    '/api/files',
    {
      schema: { tags, summary: 'Upload a file', consumes: ['multipart/form-data'], response: { 201: StoredFileShape } },
      bodyLimit: largestFile + 64 * 1024,
      onRequest: async (request) => {
        // Told by its length already: not a byte of it is kept.
        if (Number(request.headers['content-length'] ?? 0) > largestFile + 64 * 1024) {
          await drained(request);
          throw new Problem('too-large');
        }
        await countOrRefuse(house, { what: 'upload', windowMs: 600_000, most: 600 }, request.ip);
      },
    },
    async (request, reply) => {
      if (isTus(request)) return createUpload(house, request, reply);
      if (!request.isMultipart())
        throw new Problem('bad-request', { errors: [{ pointer: '/file', code: 'required' }] });
      const folder = await mkdtemp(join(tmpdir(), 'upload-'));
      try {
        const path = join(folder, 'content');
        await receive(request, path);
        const groups = request.actor?.groups ?? [];
        const stored = await accept(house, {
          path,
          by: request.actor?.username ?? null,
          mayUploadDocuments: !isEmpty(scopeOf(groups, 'file.upload-document')),
        });
        return reply.code(201).header('location', `/api/files/${stored.id}`).send(stored);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  tusRoutes(app, house);

  app.get<{ Params: { id: string }; Querystring: { size?: 'thumb' } }>(
    '/api/files/:id',
    {
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Read a file',
        params: FileParams,
        querystring: FileQuery,
        response: { 200: asDocument(...Object.keys(fileTypes)) },
      },
    },
    async (request, reply) => {
      const file = await house.store.files.find(request.params.id);
      if (!file) throw new Problem('not-found');
      const isPublic = await readableBy(house, request, file);
      return sendFile(house, reply, file, {
        thumb: request.query.size === 'thumb',
        isPublic,
        range: request.headers.range,
      });
    },
  );
}

/** Takes the part `file`; anything else in the form is passed over. */
async function receive(request: FastifyRequest, path: string): Promise<void> {
  let found = false;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== 'file' || found) {
        part.file.resume();
        continue;
      }
      found = true;
      await pipeline(part.file, createWriteStream(path));
      if (part.file.truncated) {
        await drained(request);
        throw new Problem('too-large');
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = (error as { code?: string }).code;
    if (code === 'ENOSPC') throw new Problem('overloaded', { retryAfter: 60 });
    // The form itself is broken or was cut off.
    throw new Problem('bad-request', { errors: [{ pointer: '/file', code: 'format' }] });
  }
  if (!found) throw new Problem('bad-request', { errors: [{ pointer: '/file', code: 'required' }] });
}

/** Lets the rest of a body pass by, so that the sender reads the answer instead of a broken connection. */
function drained(request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    const { raw } = request;
    if (raw.readableEnded || raw.destroyed) return resolve();
    const timer = setTimeout(resolve, 20_000);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    raw.once('end', done).once('close', done).once('error', done);
    raw.unpipe();
    raw.resume();
  });
}

/** @throws 404 when it is not for this caller; true when it is for anyone */
async function readableBy(house: House, request: FastifyRequest, file: StoredFile): Promise<boolean> {
  const report = file.reportCode ? await house.store.reports.find(file.reportCode) : null;
  if (!report) {
    // Not used yet: its uploader may look at it, when that is a person we know.
    if (file.by && request.actor?.username === file.by) return false;
    throw new Problem('not-found');
  }
  const isPublished = report.reply?.kind === 'public' && !report.takenDown && !report.confidential;
  const shown = [...report.attachments, ...(report.reply?.attachments ?? [])];
  if (isPublished && shown.includes(file._id)) return true;
  const token = bearerOf(request);
  if (token && fits(token, report.tokenHash)) {
    // Of what staff attached the sender gets what the reply carries.
    if (file.usedAs === 'sender' || report.reply?.attachments.includes(file._id)) return false;
  }
  const { actor } = request;
  if (actor) {
    const tasks = await house.store.tasks.ofReport(report._id);
    const groups = tasks.flatMap((task) => task.groups);
    if (mayReadReport(actor, report, groups)) {
      await auditLook(house, actor, report, 'file');
      return false;
    }
  }
  throw new Problem('not-found');
}

function sendFile(
  house: House,
  reply: FastifyReply,
  file: StoredFile,
  asked: { thumb: boolean; isPublic: boolean; range: string | undefined },
): FastifyReply {
  const { thumb, isPublic } = asked;
  const part = thumb ? undefined : partOf(asked.range, file.size);
  const bytes = house.store.files.bytes(file, thumb ? 'thumb' : (part ?? 'whole'));
  if (!bytes) throw new Problem(file.erased ? 'erased' : 'not-found');
  const type = thumb ? (file.thumbType ?? 'image/webp') : file.type;
  const disposition = inline.has(type) ? 'inline' : 'attachment';
  reply
    .type(type)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-disposition', `${disposition}; filename="${file._id.slice(0, 12)}.${extensionOf(type)}"`)
    .header('cache-control', isPublic ? 'public, max-age=300' : 'private, no-store');
  if (thumb) return reply.send(bytes);
  reply.header('accept-ranges', 'bytes').header('content-length', String(part ? part.to - part.from : file.size));
  if (part) reply.code(206).header('content-range', `bytes ${part.from}-${part.to - 1}/${file.size}`);
  return reply.send(bytes);
}

/** One range of bytes, as players of videos ask for it; undefined for none and for what need not be understood. */
function partOf(range: string | undefined, size: number): { from: number; to: number } | undefined {
  const found = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(range ?? '');
  if (!found) return undefined;
  const from = Number(found[1]);
  const to = Math.min(size, found[2] ? Number(found[2]) + 1 : size);
  return from < to ? { from, to } : undefined;
}

function extensionOf(type: string): string {
  const known: Record<string, string> = {
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'image/webp': 'webp',
    'video/mp4': 'mp4',
    'application/pdf': 'pdf',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  };
  return known[type] ?? 'bin';
}
