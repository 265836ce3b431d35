import { type Orders, place, untilStatus } from './orders';
import { agreed } from './stock';

interface HistoryEntry {
  readonly type: string;
  readonly id: string;
  readonly causationid?: string;
  readonly data: Record<string, unknown>;
}

/** An id in the right form that no order has. */
export const nobody = '01890000-0000-7000-8000-000000000000';

/** What tests do with orders of a service, which need not be started yet. */
export function moves(service: () => Orders) {
  async function confirmed(overrides: Record<string, unknown> = {}): Promise<string> {
    const id = await place(service(), overrides);
    await service().publish(...agreed(id));
    await untilStatus(service(), id, 'confirmed');
    return id;
  }

  const patch = (id: string, status: string, headers?: Record<string, string>) =>
    service().call('PATCH', `/orders/${id}`, { status }, headers);

  async function historyOf(id: string): Promise<HistoryEntry[]> {
    const { body } = await service().call<{ events: HistoryEntry[] }>('GET', `/orders/${id}/history`);
    return body.events;
  }

  const typesOf = async (id: string) => (await historyOf(id)).map(({ type }) => type);

  return { confirmed, patch, historyOf, typesOf };
}
