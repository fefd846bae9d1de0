/**
 * Every record of a run, in a file, as an exporter of its own sends them: the engine's word of what has happened, which
 * no part of the product had in its hands. Repeats are left out, and a gap in the sequence of a value type is told.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { parseBulk } from '../../../server/records/ndjson.ts';
import type { EngineRecord } from '../../../server/records/record.ts';

export interface RecordFile {
  /** Settings that make an engine send its records here. */
  env: Record<string, string>;
  /** Position of the newest record. */
  position(): number;
  /** Value types in which records are missing. */
  gaps: Set<string>;
  /** All records in order, in pieces. */
  read(): AsyncGenerator<EngineRecord[]>;
  close(): Promise<void>;
}

const firstSequence = 2 ** 51 + 1;
const pieceLines = 2_000;

/** `file`: made anew. */
export async function keepRecords(file: string): Promise<RecordFile> {
  const out = createWriteStream(file, { mode: 0o600 });
  const gaps = new Set<string>();
  const sequences = new Map<string, number>();
  let newest = 0;

  function take(body: string): unknown[] {
    const items: unknown[] = [];
    const lines = body.split('\n');
    for (let n = 0; n + 1 < lines.length; n += 2) {
      const { _index, _id } = JSON.parse(lines[n]!).index;
      const { position, valueType, sequence } = JSON.parse(lines[n + 1]!);
      items.push({ index: { _index, _id, status: 201 } });
      if (position <= newest) continue;
      newest = position;
      const expected = (sequences.get(valueType) ?? firstSequence - 1) + 1;
      if (sequence !== expected) gaps.add(`${valueType} before position ${position}`);
      sequences.set(valueType, sequence);
      out.write(`${lines[n]}\n${lines[n + 1]}\n`);
    }
    return items;
  }

  const server = createServer(async (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    try {
      for await (const chunk of request) body += chunk;
    } catch {
      return;
    }
    const answer = request.method === 'PUT' ? { acknowledged: true } : { took: 1, errors: false, items: take(body) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const name = (setting: string) => `ZEEBE_BROKER_EXPORTERS_TRUTH_ARGS_${setting}`;
  return {
    env: { [name('URL')]: url, [name('INCLUDEENABLEDRECORDS')]: 'true', [name('BULK_DELAY')]: '0' },
    position: () => newest,
    gaps,
    async *read() {
      await new Promise((done) => out.write('', done));
      let piece: string[] = [];
      for await (const line of createInterface({ input: createReadStream(file) })) {
        piece.push(line);
        if (piece.length < pieceLines) continue;
        yield recordsOf(piece);
        piece = [];
      }
      if (piece.length > 0) yield recordsOf(piece);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await new Promise<void>((done) => out.end(done));
    },
  };
}

const recordsOf = (lines: string[]): EngineRecord[] =>
  parseBulk(lines.join('\n')).flatMap(({ record }) => (record ? [record] : []));
