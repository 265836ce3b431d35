import { join } from 'node:path';

/** The service's own tables; the test database brings those of the chassis. */
export const migrations = join(__dirname, '../../migrations');
