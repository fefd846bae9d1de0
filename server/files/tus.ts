/**
 * Resumable upload by tus 1.0 under /api/files (core, creation, termination, expiration). Pieces go to the database, so
 * that any server can go on where another stopped; a complete upload becomes a file under the same id.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileParams, largestFile, unusedHours } from '../../domain/api/files.ts';
import { newId } from '../../domain/ids.ts';
import { isEmpty, scopeOf } from '../../domain/rights.ts';
import type { ResumableUpload } from '../../store/uploads.ts';
import type { App, House } from '../house.ts';
import { accept } from '../plugins/files/accept.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { Problem } from '../problem.ts';

const version = '1.0.0';
const pieceBytes = 1024 * 1024;

export const isTus = (request: FastifyRequest): boolean => request.headers['tus-resumable'] !== undefined;

/** Creation: `POST /api/files` with `Upload-Length`. @throws 400, 413 */
export async function createUpload(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  needVersion(request, reply);
  const length = numberOf(request.headers['upload-length'], 'upload-length');
  if (length > largestFile) throw new Problem('too-large');
  const upload: ResumableUpload = {
    _id: newId(house.random),
    length,
    offset: 0,
    by: request.actor?.username ?? null,
    mayUploadDocuments: !isEmpty(scopeOf(request.actor?.groups ?? [], 'file.upload-document')),
    done: false,
    expiresAt: new Date(house.machineNow() + unusedHours * 3_600_000),
  };
  await house.store.uploads.insert(upload);
  return about(reply, upload).code(201).header('location', `/api/files/${upload._id}`).send();
}

export function tusRoutes(app: App, house: House): void {
  const tags = ['files'];
  // The body is read by the use case, piece by piece.
  app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload));
  const params = FileParams;
  type Params = { id: string };

  app.options(
    '/api/files',
    { schema: { tags, summary: 'What the resumable upload offers' } },
    async (_request, reply) =>
      reply
        .code(204)
        .header('tus-resumable', version)
        .header('tus-version', version)
        .header('tus-extension', 'creation,termination,expiration')
        .header('tus-max-size', String(largestFile))
        .send(),
  );

  app.head<{ Params: Params }>(
    '/api/files/:id',
    { schema: { tags, summary: 'How far a resumable upload has come', params } },
    async (request, reply) => {
      needVersion(request, reply);
      const upload = await find(house, request.params.id);
      await complete(house, upload);
      return about(reply, upload).code(200).header('upload-length', String(upload.length)).send();
    },
  );

  app.patch<{ Params: Params; Body: Readable }>(
    '/api/files/:id',
    { schema: { tags, summary: 'Go on with a resumable upload', params }, bodyLimit: largestFile + 1 },
    async (request, reply) => {
      needVersion(request, reply);
      if (request.headers['content-type'] !== 'application/offset+octet-stream') throw new Problem('bad-request');
      const upload = await find(house, request.params.id);
      if (numberOf(request.headers['upload-offset'], 'upload-offset') !== upload.offset) throw new Problem('conflict');
      await countOrRefuse(house, { what: 'upload', windowMs: 600_000, most: 600 }, request.ip);
      await receive(house, upload, request.body);
      await complete(house, upload);
      return about(reply, upload).code(204).send();
    },
  );

  app.delete<{ Params: Params }>(
    '/api/files/:id',
    { schema: { tags, summary: 'Give a resumable upload up', params } },
    async (request, reply) => {
      needVersion(request, reply);
      const upload = await find(house, request.params.id);
      if (upload.done) throw new Problem('conflict');
      await house.store.uploads.remove(upload);
      return reply.code(204).send();
    },
  );
}

async function find(house: House, id: string): Promise<ResumableUpload> {
  const upload = await house.store.uploads.find(id);
  if (!upload || upload.expiresAt.getTime() <= house.machineNow()) throw new Problem('not-found');
  return upload;
}

/** Keeps what comes, also when the connection breaks in the middle: that is what resuming is for. */
async function receive(house: House, upload: ResumableUpload, body: Readable): Promise<void> {
  let held: Buffer[] = [];
  let size = 0;
  const keep = async (): Promise<void> => {
    if (size === 0) return;
    const data = Buffer.concat(held);
    held = [];
    size = 0;
    if (upload.offset + data.length > upload.length) throw new Problem('too-large');
    if (!(await house.store.uploads.append(upload, upload.offset, data))) throw new Problem('conflict');
    upload.offset += data.length;
  };
  try {
    for await (const chunk of body) {
      held.push(chunk);
      size += chunk.length;
      if (size >= pieceBytes) await keep();
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    await keep();
    throw new Problem('bad-request');
  }
  await keep();
}

/** A whole upload becomes a file, once; again where a crash came in between. @throws what `accept` throws */
async function complete(house: House, upload: ResumableUpload): Promise<void> {
  if (upload.done || upload.offset < upload.length) return;
  const folder = await mkdtemp(join(tmpdir(), 'upload-'));
  try {
    const path = join(folder, 'content');
    await pipeline(Readable.from(house.store.uploads.content(upload._id)), createWriteStream(path));
    const { by, mayUploadDocuments } = upload;
    if (!(await house.store.files.find(upload._id)))
      await accept(house, { id: upload._id, path, by, mayUploadDocuments });
    await house.store.uploads.finish(upload);
  } catch (error) {
    // What may not come in is not kept either.
    if (error instanceof Problem) await house.store.uploads.remove(upload);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function about(reply: FastifyReply, upload: ResumableUpload): FastifyReply {
  return reply
    .header('tus-resumable', version)
    .header('upload-offset', String(upload.offset))
    .header('upload-expires', upload.expiresAt.toUTCString())
    .header('cache-control', 'no-store');
}

/** @throws 412, and tells which version there is */
function needVersion(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['tus-resumable'] === version) return;
  reply.header('tus-version', version);
  throw new Problem('stale');
}

function numberOf(header: string | string[] | undefined, name: string): number {
  const text = typeof header === 'string' ? header : '';
  if (!/^\d{1,15}$/.test(text)) throw new Problem('bad-request', { errors: [{ pointer: `/${name}`, code: 'format' }] });
  return Number(text);
}
