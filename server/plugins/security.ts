/** Headers that hold on every answer: no framing, no sniffing, scripts from here only. */
import helmet from '@fastify/helmet';
import type { App } from '../house.ts';

export async function secure(app: App, publicUrl: string, tileUrl?: string): Promise<void> {
  const https = publicUrl.startsWith('https://');
  const tiles =
    tileUrl && URL.canParse(tileUrl.replace(/[{}]/g, '')) ? [new URL(tileUrl.replace(/[{}]/g, '')).origin] : [];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        // Parts of bpmn.io set style attributes.
        styleSrcElem: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (request, reply) => {
    // Answers of the API are for who asked, now.
    if (request.url.startsWith('/api/') && reply.getHeader('cache-control') === undefined)
      reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('permissions-policy'))
      reply.header('permissions-policy', 'camera=(self), geolocation=(self), microphone=()');
  });
}
