/** Every answer says the business time it was given at, so that pages count down by the server's clock. */
import type { App, House } from '../house.ts';
import { wire } from '../views/time.ts';

export function tellTime(app: App, house: House): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('business-time', wire(await house.clock.now()));
  });
}
