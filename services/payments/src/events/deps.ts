import type { FindPayment } from '../payments/find';
import type { ProviderFor } from '../provider';

/** What the handlers work with. */
export interface Deps {
  readonly providerFor: ProviderFor;
  readonly find: FindPayment;
}
