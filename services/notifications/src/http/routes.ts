import type { Database, Route } from '@spillway/chassis';
import { getNotifications } from './notifications';
import { getPreference, postSecret, putPreference, type RefusalOf } from './preferences';

export const notificationRoutes = (db: Database, refusalOf: RefusalOf): Route[] => [
  putPreference(db, refusalOf),
  getPreference(db),
  postSecret(db),
  getNotifications(db),
];
