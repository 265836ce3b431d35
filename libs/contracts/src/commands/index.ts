export * from './orders';
export * from './products';
