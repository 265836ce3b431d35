export * from './config';
export * from './database';
export * from './errors';
export * from './events';
export * from './http';
export * from './kafka';
export * from './lifecycle';
export { type Logger, logger } from './telemetry/logger';
