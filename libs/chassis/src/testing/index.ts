export { type CollectedMessage, type Collector, collect } from './collect';
export * from './database';
export { type EventuallyOptions, eventually } from './eventually';
export { testHost } from './host';
export { bareKafka, createTopics, testKafka, uniqueName } from './kafka';
export { type Heard, listen } from './listen';
