// Writes the diagrams and the table of docs/architecture.md from the code: topics, the saga of orders, the gateway's routes.
//   scripts/with-node node scripts/architecture/generate.mts [--check]

import { generate } from '../generated-files.mts';
import { read } from '../services/list.mts';
import { withRegion } from '../services/region.mts';
import { publicRoutes } from './gateway.mts';
import { orderStates, sagaSteps } from './orders.mts';
import { events, readContracts, requests, services } from './topics.mts';

const file = 'docs/architecture.md';
const contracts = await readContracts();

/** Name of a region -> the lines in it. */
const regions: Readonly<Record<string, readonly string[]>> = {
  events: events(contracts),
  requests: requests(contracts),
  services: await services(contracts),
  'order states': await orderStates(),
  'saga steps': await sagaSteps(),
  'public routes': await publicRoutes(contracts),
};
const text = Object.entries(regions).reduce((page, [name, lines]) => withRegion(page, name, lines), read(file));
generate({ [file]: text }, { from: 'libs/contracts, services/orders or services/gateway', target: 'architecture' });
