import { type Drill, startDrill } from '../test/drill';

let drill: Drill;
beforeAll(async () => {
  drill = await startDrill();
});
afterAll(() => drill?.stop());

it('who measures lag is missed when it is down', async () => {
  const { system, fires, rests } = drill;
  const [instance] = system.instances('lag');
  await instance?.stop();
  await fires('LagExporterAbsent', 'job="lag"');
  await instance?.restart();
  await rests('LagExporterAbsent', 'job="lag"');
});
