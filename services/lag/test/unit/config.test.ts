import { readConfig } from '../../src/config';

const env = { KAFKA_BROKERS: 'localhost:9092' };

it('watches every group of the contracts', () => {
  const { watched } = readConfig(env).lag;
  expect([...watched.keys()]).toEqual(expect.arrayContaining(['orders', 'payments', 'notifications']));
  expect(watched.get('payments')).toEqual(['order-events']);
});

it('watches further groups', () => {
  const { watched } = readConfig({ ...env, LAG_GROUPS: 'audit=order-events+payment-events' }).lag;
  expect(watched.get('audit')).toEqual(['order-events', 'payment-events']);
});

it('says what is wrong with a group', () => {
  expect(() => readConfig({ ...env, LAG_GROUPS: 'audit' })).toThrow(/LAG_GROUPS.*group=topic\+topic.*"audit" is not/);
});
