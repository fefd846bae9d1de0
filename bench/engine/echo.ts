/** What the gateways are measured against: the same libraries and messages, nothing behind them. Ends with its parent. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import fastify from 'fastify';
import { gatewayService } from '../../engine/gateway/grpc/protocol.ts';

const server = new Server();
server.addService(
  { CompleteJob: gatewayService.CompleteJob! },
  { CompleteJob: (_call: unknown, answer: (error: null, value: object) => void) => answer(null, {}) },
);
const grpc = await new Promise<number>((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  ),
);
const app = fastify();
app.post('/v2/user-tasks/:key/completion', (_request, reply) => reply.code(204).send());
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.on('disconnect', () => process.exit(0));
process.send!({ grpc, rest: typeof address === 'object' ? address!.port : 0 });
