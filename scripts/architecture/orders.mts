import { compiled } from '../compiled.mts';
import { read } from '../services/list.mts';
import { mermaid } from './mermaid.mts';

const service = 'services/orders';
const status = () => compiled(import('../../services/orders/dist/domain/status.js'), service);
const saga = () => compiled(import('../../services/orders/dist/saga/place-order.js'), service);
const requested = () => compiled(import('../../services/orders/dist/orders/events.js'), service);

interface Definition {
  readonly type: string;
  readonly version: number;
}

/** The stored example of an event's data. */
const example = ({ type, version }: Definition): unknown =>
  JSON.parse(read(`libs/contracts/examples/${type}/${version}.json`));

/** What moves an order from one status to another, and the event that says so. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly why: string;
  readonly event: string;
}

/** An order whose saga has begun. */
const order = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  userId: 'ada',
  total: { amount: 100, currency: 'EUR' },
  status: 'pending',
  version: 1,
  steps: {},
} as const;

/** How the saga ends, by trying: every step done, each of them failed, the deadline. @throws when it does not */
async function sagaMoves(): Promise<Move[]> {
  const { placeOrder } = await saga();
  const steps = Object.entries(placeOrder.steps);
  const input = (step: string, answer: 'done' | 'failed', of: Definition) => ({ step, answer, data: example(of) });
  const ended = (why: string, next: ReturnType<typeof placeOrder.next>): Move => {
    if (next?.ending === undefined) throw new Error(`the saga of orders does not end upon ${why}`);
    return { from: order.status, to: next.ending.status, why, event: next.ending.event.type };
  };
  let all: ReturnType<typeof placeOrder.next>;
  for (const [step, { done }] of steps) {
    if (all?.ending) throw new Error(`the saga of orders ends before ${done.type} has come`);
    all = placeOrder.next({ ...order, steps: all?.steps ?? {} }, input(step, 'done', done));
  }
  return [
    ended(steps.map(([, { done }]) => done.type).join(' and '), all),
    ...steps.map(([step, { failed }]) => ended(failed.type, placeOrder.next(order, input(step, 'failed', failed)))),
    ended('the deadline', placeOrder.next(order, 'deadline')),
  ];
}

/** Where requests may move an order from each status. */
async function requestedMoves(): Promise<Move[]> {
  const [{ statuses, requestable }, { eventOfRequest }] = [await status(), await requested()];
  return statuses.flatMap((from) =>
    requestable(from).map((to) => ({ from, to, why: 'a request', event: eventOfRequest(order, to, {}).type })),
  );
}

/** The life of an order. @throws when nothing makes a move that the rules allow, or something makes one that they forbid */
export async function orderStates(): Promise<string[]> {
  const { statuses, canMove } = await status();
  const moves = [...(await sagaMoves()), ...(await requestedMoves())];
  const lines = statuses.flatMap((from) =>
    statuses.flatMap((to) => {
      const these = moves.filter((move) => move.from === from && move.to === to);
      if (canMove(from, to) !== these.length > 0) throw new Error(`${from} to ${to}: the rules and the moves differ`);
      const events = [...new Set(these.map(({ event }) => event))].join(', ');
      return these.length === 0 ? [] : [`${from} --> ${to}: ${these.map(({ why }) => why).join(' or ')} / ${events}`];
    }),
  );
  const ends = statuses.filter((from) => !statuses.some((to) => canMove(from, to)));
  const [first] = statuses;
  return mermaid('stateDiagram-v2', [
    `[*] --> ${first}: OrderCreated`,
    ...lines,
    ...ends.map((end) => `${end} --> [*]`),
  ]);
}

/** The steps of the saga: who does each, and what it says. */
export async function sagaSteps(): Promise<string[]> {
  const { placeOrder } = await saga();
  return [
    '| Step | Whose | Done | Failed | Then the order is cancelled as |',
    '|---|---|---|---|---|',
    ...Object.entries(placeOrder.steps).map(
      ([step, { done, failed, reason }]) =>
        `| ${step} | ${done.topic.owner} | \`${done.type}\` | \`${failed.type}\` | \`${reason}\` |`,
    ),
  ];
}
