export { PrivateAddress, publicLookup, type Resolve } from './lookup';
export { refusalNow } from './refusal';
export { refusalOf } from './url';
