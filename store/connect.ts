/**
 * The one way to the database: majority and journal writes, so that what was answered stands after any crash.
 * A replica set is required (transactions, change streams); its members come from the URI.
 */
import mongoose, { type Connection } from 'mongoose';

export interface ConnectOptions {
  /** `mongodb://…?replicaSet=…`; the database named in it is used unless `dbName` is given. */
  uri: string;
  dbName?: string;
  /** How long an operation looks for a reachable primary before it fails (ms). */
  serverSelectionTimeoutMs?: number;
  maxPoolSize?: number;
}

/** Opens a connection of its own (nothing global); rejects with MongoServerSelectionError when no primary answers. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const connection = mongoose.createConnection(options.uri, {
    ...(options.dbName === undefined ? {} : { dbName: options.dbName }),
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    retryWrites: true,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    ignoreUndefined: true,
    maxPoolSize: options.maxPoolSize ?? 50,
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 5_000,
  });
  await connection.asPromise();
  return connection;
}
