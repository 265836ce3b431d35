import type { Database, Route } from '@spillway/chassis';
import { getNotifications } from './notifications';
import { getPreference, putPreference, type RefusalOf } from './preferences';

export const notificationRoutes = (db: Database, refusalOf: RefusalOf): Route[] => [
  putPreference(db, refusalOf),
  getPreference(db),
  getNotifications(db),
];
