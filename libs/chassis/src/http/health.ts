import { Type } from '@sinclair/typebox';
import { register } from 'prom-client';
import type { Lifecycle } from '../lifecycle';
import { expose } from '../telemetry/exposition';
import { type Route, route } from './route';

/** What the platform asks: is it alive, may it get work, how is it doing. */
export function healthRoutes(lifecycle: Lifecycle): Route[] {
  return [
    route({
      method: 'get',
      path: '/livez',
      summary: 'The process answers',
      answers: { 200: Type.Object({ status: Type.String() }) },
      internal: true,
      handle: () => ({ status: 200, body: { status: 'alive' } }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      summary: 'All parts can do their work; if not, why',
      answers: { 200: Type.Object({ ready: Type.Boolean() }), 503: Type.Object({ ready: Type.Boolean() }) },
      internal: true,
      async handle() {
        const readiness = await lifecycle.readiness();
        return { status: readiness.ready ? 200 : 503, body: readiness, headers: { 'cache-control': 'no-store' } };
      },
    }),
    route({
      method: 'get',
      path: '/metrics',
      summary: 'Prometheus metrics',
      answers: { 200: 'Prometheus text format, or OpenMetrics where that is accepted' },
      internal: true,
      async handle({ headers }) {
        const { body, contentType } = await expose(register, headers.accept);
        return { status: 200, body, headers: { 'content-type': contentType } };
      },
    }),
  ];
}
