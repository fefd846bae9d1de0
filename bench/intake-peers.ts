/**
 * What taking a report in is measured against: raw Fastify and the driver, the same check of the body, the same database,
 * durable by majority and journal. `/grouped`: all that wait share one insert. `/single`: an insert a request. In a process
 * of its own, as the server is; ends with its parent.
 */
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import mongoose from 'mongoose';
import { NewReport } from '../domain/api/reports.ts';

const client = await new mongoose.mongo.MongoClient(process.argv[2]!).connect();
const collection = client.db().collection('bench-reports', { writeConcern: { w: 'majority', journal: true } });
await collection.insertOne({ first: true });

type Waiting = { document: object; done: PromiseWithResolvers<void> };
let waiting: Waiting[] = [];
let writing = false;

async function write(): Promise<void> {
  writing = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await collection.insertMany(
      group.map(({ document }) => document),
      { ordered: false },
    );
    for (const { done } of group) done.resolve();
  }
  writing = false;
}

function grouped(document: object): Promise<void> {
  const done = Promise.withResolvers<void>();
  waiting.push({ document, done });
  if (!writing) void write();
  return done.promise;
}

const app = fastify();
const schema = { body: NewReport };
const documentOf = (body: unknown): object => ({ ...(body as object), _id: randomUUID(), receivedAt: Date.now() });
app.post('/grouped', { schema }, async ({ body }, reply) => {
  await grouped(documentOf(body));
  return reply.code(201).send({});
});
app.post('/single', { schema }, async ({ body }, reply) => {
  await collection.insertOne(documentOf(body) as never);
  return reply.code(201).send({});
});
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.on('disconnect', () => process.exit(0));
process.send!(typeof address === 'object' ? address!.port : 0);
