import { resolve } from 'node:path';

/** Compiled, this file is test/dist/k8s/cluster/repository.js. */
const root = resolve(__dirname, '../../../..');

export const inRepository = (...path: string[]): string => resolve(root, ...path);
