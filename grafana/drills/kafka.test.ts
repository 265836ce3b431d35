import { type Drill, startDrill } from '../test/drill';

let drill: Drill;
beforeAll(async () => {
  drill = await startDrill();
});
afterAll(() => drill?.stop());

it('a broker that is down is told of by the relays, and by who measures lag; back again, all is quiet', async () => {
  const { system, place, fires, rests } = drill;
  await system.kafka.stop();
  await place();
  await Promise.all([fires('RelayLate', 'job="orders"'), fires('LagUnknown', 'group="payments"')]);
  await system.kafka.start();
  await Promise.all([rests('RelayLate', 'job="orders"'), rests('LagUnknown', 'group="payments"')]);
});
