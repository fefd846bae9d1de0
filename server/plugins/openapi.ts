/** The contract as OpenAPI 3.1 at /api/openapi.json, and a page to read it at /api/docs. Made from the routes' schemas. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../house.ts';
import { bodiesLeftOut, completeAnswers } from './openapi-answers.ts';

export async function describeApi(app: App, publicUrl: string): Promise<void> {
  const leftOut = bodiesLeftOut(app);
  await app.register(swagger, {
    transformObject: (document) => {
      const { openapiObject: contract } = document as { openapiObject: Parameters<typeof completeAnswers>[0] };
      completeAnswers(contract, leftOut);
      return contract;
    },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Phản ánh hiện trường Quảng Nam',
        description:
          'Times are ISO 8601 with offset. Errors are RFC 9457 problem details. Lists are `{items, next}`, paged by `after` and `limit`.',
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'session' },
          key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: "Of an agency's software" },
          report: { type: 'http', scheme: 'bearer', description: "A report's access token" },
        },
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: false,
    uiConfig: { deepLinking: false, validatorUrl: null as never },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
