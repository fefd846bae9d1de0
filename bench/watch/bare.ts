/** An event stream server that does nothing else: what the parent says goes to every response. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const open = new Set<ServerResponse>();
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': open\n\n');
  open.add(response);
  request.on('close', () => open.delete(response));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (word) => {
  const text = `event: task\ndata: ${JSON.stringify({ word })}\n\n`;
  for (const response of open) response.write(text);
});
process.on('disconnect', () => process.exit());
