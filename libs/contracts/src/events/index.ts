export * from './notifications';
export * from './orders';
export * from './payments';
export * from './products';
export * from './stock';
export * from './users';
