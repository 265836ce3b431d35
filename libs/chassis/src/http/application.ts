import type { Express, RequestHandler } from 'express';
import { endpoint } from './endpoint';
import type { ServerState } from './exchange';
import { brokenRequest, methodNotAllowed, notFound } from './fallback';
import { bareExpress } from './fast-express';
import type { Method, Route } from './route';

/** The order of what is mounted is the order in which a request meets it. */
export function application(
  routes: readonly Route[],
  state: ServerState,
  { before = [], trustedProxies = 0 }: { before?: readonly RequestHandler[]; trustedProxies?: number } = {},
): Express {
  const app = bareExpress();
  app.set('trust proxy', trustedProxies);
  for (const handler of before) app.use(handler);
  for (const route of routes) app[route.method](route.path, endpoint(route, state));
  for (const [path, methods] of methodsByPath(routes)) app.all(path, methodNotAllowed(path, methods, state));
  app.use(notFound(state));
  app.use(brokenRequest(state));
  return app;
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const byPath = new Map<string, string[]>();
  for (const { path, method } of routes) byPath.set(path, [...(byPath.get(path) ?? []), ...names(method)]);
  return byPath;
}

/** Express answers HEAD wherever there is a GET. */
const names = (method: Method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]);
