import type { FindPayment } from '../payments/find';
import type { PaymentProvider } from '../provider/port';

/** What the handlers work with. */
export interface Deps {
  readonly provider: PaymentProvider;
  readonly find: FindPayment;
}
