export { append } from './append';
export { erase } from './erase';
export { history } from './history';
export { alreadyProcessed, claim } from './inbox';
export { type Relay, type RelayOptions, relay } from './relay/relay';
