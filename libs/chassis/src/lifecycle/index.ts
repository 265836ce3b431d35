export { type Host, thisProcess } from './host';
export { type Lifecycle, lifecycle } from './lifecycle';
export type { Part } from './part';
export type { Readiness } from './readiness';
export { repeat } from './repeat';
