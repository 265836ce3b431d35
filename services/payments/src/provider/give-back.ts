import type { PaymentProvider, Settlement } from './port';

/** Voids a hold; when the provider turns out to have taken the money already, refunds it. */
export async function giveBack(
  provider: PaymentProvider,
  request: Settlement,
  signal?: AbortSignal,
): Promise<'voided' | 'refunded'> {
  if ((await provider.void(request, signal)) === 'voided') return 'voided';
  // Another request needs another key: providers refuse a key that comes back with other parameters.
  await provider.refund({ ...request, key: `${request.key}:refund` }, signal);
  return 'refunded';
}
