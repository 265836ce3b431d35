import type { Route } from '@spillway/chassis';
import { accountRoutes } from './account';
import type { Deps } from './deps';
import { getKeys } from './jwks';
import { profileRoutes } from './me';
import { postUser } from './registration';
import { sessionRoutes } from './sessions';
import { userRoutes } from './users';

export const routes = (deps: Deps): Route[] => [
  postUser(deps),
  ...sessionRoutes(deps),
  getKeys(deps.keys),
  ...profileRoutes(deps),
  ...accountRoutes(deps),
  ...userRoutes(deps),
];
