import type { Payment, Status } from '../domain/payment';

export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly user_id: string;
  /** bigint: the driver hands it over as text. */
  readonly amount: string;
  readonly currency: string;
  readonly status: Status;
  readonly provider: string | null;
  readonly provider_reference: string | null;
  readonly decline_reason: string | null;
  readonly version: number;
}

export const columns =
  'id, order_id, user_id, amount, currency, status, provider, provider_reference, decline_reason, version';

/** Reads a row as the state it names; the constraint payments_facts_fit_status makes the columns fit. */
export function paymentOf(row: PaymentRow): Payment {
  const facts = {
    id: row.id,
    orderId: row.order_id,
    userId: row.user_id,
    amount: { amount: Number(row.amount), currency: row.currency },
    version: row.version,
  };
  const { status } = row;
  switch (status) {
    case 'cancelled':
      return { ...facts, status };
    case 'declined':
      return { ...facts, status, provider: given(row, 'provider'), declineReason: given(row, 'decline_reason') };
    default:
      return {
        ...facts,
        status,
        provider: given(row, 'provider'),
        providerReference: given(row, 'provider_reference'),
      };
  }
}

function given(row: PaymentRow, column: 'provider' | 'provider_reference' | 'decline_reason'): string {
  const value = row[column];
  if (value === null) throw new Error(`payment ${row.id} is ${row.status} but has no ${column}`);
  return value;
}
