import { resolve } from 'node:path';

/** The root of the tree: every path that tests name is relative to it. */
export const root = resolve(__dirname, '../..');
