import { dirname } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Spillway API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<div id="api"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, persistAuthorization: false, validatorUrl: null });\n`;

/** The page on which the API can be tried: its own description, shown by Swagger UI, everything from this server. */
export function docs(): RequestHandler {
  const folder = dirname(require.resolve('swagger-ui-dist/swagger-ui-bundle.js')); // not there: at start, not when somebody looks
  const router = Router();
  router.get('/docs', (_, response) => void response.type('html').send(page));
  router.get('/docs/start.js', (_, response) => void response.type('js').send(start));
  router.use('/docs/assets', express.static(folder, { index: false, maxAge: '1h' }));
  return router;
}
