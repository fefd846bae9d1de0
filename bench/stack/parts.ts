/**
 * What the parts of the stack cost bare: the CPU that one letter needs at the least, part by part, each measured in this
 * run. Engine: the same letter in the process, durable. Wire: as many calls as a letter takes to empty servers, both sides.
 * Records: the same records as JSON over HTTP and read again. Database: an upsert for each document that is left.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, credentials } from '@grpc/grpc-js';
import type mongoose from 'mongoose';
import { Pool } from 'undici';
import { gatewayService } from '../../engine/gateway/grpc/protocol.ts';
import type { LogRecord } from '../../engine/types.ts';
import { helper } from '../child.ts';
import { driver, plainDeeds } from '../engine/drive.ts';
import { letter, load } from '../engine/loads.ts';
import { processorSeconds } from '../processor.ts';
import { inFlight } from '../rounds.ts';

/** Calls of one letter: it is begun and its two jobs are completed by gRPC, its three tasks by REST. */
const calls = { grpc: 3, rest: 3 };

const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export interface Costs {
  engine: number;
  wire: number;
  records: number;
  database: number;
}

/** CPU seconds of the engine for a letter, and the records of some letters. */
async function engineCost(count: number): Promise<{ seconds: number; records: LogRecord[] }> {
  const records: LogRecord[] = [];
  const drive = driver(plainDeeds);
  const onRecords = (batch: LogRecord[]) => {
    records.push(...batch);
    drive.onRecords(batch);
  };
  const { engine, close } = await load([{ name: 'letter.bpmn', content: letter() }], true, { onRecords });
  drive.drive(engine);
  const run = async (from: number, to: number) => {
    await inFlight(to - from, 32, () =>
      engine.createInstance({ bpmnProcessId: 'letter', variables: { urgent: true } }),
    );
    await drive.ended(to);
  };
  await run(0, count);
  records.length = 0;
  const began = own();
  await run(count, count * 2);
  const seconds = (own() - began) / count;
  await close();
  return { seconds, records };
}

async function wireCost(count: number): Promise<number> {
  const { child, told } = await helper<{ grpc: number; rest: number }>('../engine/echo.ts', import.meta.url);
  const client = new Client(`127.0.0.1:${told.grpc}`, credentials.createInsecure());
  const method = gatewayService.CompleteJob! as unknown as {
    path: string;
    requestSerialize(value: unknown): Buffer;
    responseDeserialize(bytes: Buffer): unknown;
  };
  const grpc = (at: number) =>
    new Promise<void>((resolve, reject) =>
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        { jobKey: 2 ** 51 + at, variables: '{"done":true}' },
        (error) => (error ? reject(error) : resolve()),
      ),
    );
  const pool = new Pool(`http://127.0.0.1:${told.rest}`, { connections: 32 });
  const rest = async (at: number) => {
    const { body } = await pool.request({
      method: 'POST',
      path: `/v2/user-tasks/${at}/completion`,
      headers: { 'content-type': 'application/json' },
      body: '{"variables":{"done":true}}',
    });
    await body.dump();
  };
  const both = async () => own() + (await processorSeconds(child.pid!));
  await inFlight(count, 32, grpc);
  await inFlight(count, 32, rest);
  const began = await both();
  await inFlight(count * calls.grpc, 32, grpc);
  await inFlight(count * calls.rest, 32, rest);
  const seconds = ((await both()) - began) / count;
  client.close();
  await pool.close();
  child.disconnect();
  return seconds;
}

async function recordsCost(records: readonly LogRecord[], letters: number): Promise<number> {
  let read = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      for (const line of Buffer.concat(parts).toString('utf8').split('\n')) if (line && JSON.parse(line)) read += 1;
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const send = async () => {
    for (let at = 0; at < records.length; at += 1000) {
      const body = records
        .slice(at, at + 1000)
        .map((record) => `{"index":{"_id":"1-${record.position}"}}\n${JSON.stringify(record)}\n`)
        .join('');
      await (await pool.request({ method: 'POST', path: '/', body })).body.dump();
    }
  };
  await send();
  const began = own();
  await send();
  const seconds = (own() - began) / letters;
  await pool.close();
  server.close();
  if (read !== records.length * 4) throw new Error(`${read} lines were read`);
  return seconds;
}

async function databaseCost(
  database: mongoose.mongo.Db,
  mongod: number,
  documents: number,
  letters: number,
): Promise<number> {
  const collection = database.collection<{ _id: string }>('bench-upserts');
  await collection.createIndexes([{ key: { instance: 1, at: 1 } }, { key: { state: 1, at: -1 } }]);
  const both = async () => own() + (await processorSeconds(mongod));
  const write = async (round: number) => {
    const writes = Array.from({ length: documents * letters }, (_, n) => ({
      replaceOne: {
        filter: { _id: `${round}-${n}` },
        replacement: { instance: n >> 4, at: n, state: 'completed', filler: 'x'.repeat(220) },
        upsert: true,
      },
    }));
    for (let at = 0; at < writes.length; at += 1000)
      await collection.bulkWrite(writes.slice(at, at + 1000), {
        ordered: false,
        writeConcern: { w: 'majority', journal: true },
      });
  };
  await write(0);
  const began = await both();
  await write(1);
  const seconds = ((await both()) - began) / letters;
  await collection.drop();
  return seconds;
}

/** CPU seconds that the parts of one letter cost, each alone. `documents`: what the projection leaves of a letter. */
export async function bareParts(
  database: mongoose.mongo.Db,
  mongod: number,
  documents: number,
): Promise<{ costs: Costs; records: number }> {
  const letters = 400;
  const { seconds: engine, records } = await engineCost(letters);
  return {
    costs: {
      engine,
      wire: await wireCost(letters),
      records: await recordsCost(records, letters),
      database: await databaseCost(database, mongod, documents, letters),
    },
    records: records.length / letters,
  };
}
