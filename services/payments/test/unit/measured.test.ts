import { Transient } from '@spillway/chassis';
import { register } from 'prom-client';
import { measured } from '../../src/provider/measured';
import { providerDouble } from '../support/provider-double';

const request = (orderId: string) => ({ orderId, amount: { amount: 1999, currency: 'EUR' }, key: orderId });

it('counts calls by what came of them, and passes on what they said', async () => {
  const double = providerDouble({ declines: (orderId) => orderId === 'refused' });
  const provider = measured(double.provider);
  expect(await provider.authorize(request('order'))).toMatchObject({ approved: true });
  expect(await provider.authorize(request('refused'))).toMatchObject({ approved: false });
  double.goDown();
  await expect(provider.authorize(request('order'))).rejects.toThrow(Transient);

  const shown = await register.getSingleMetricAsString('payment_provider_request_duration_seconds');
  for (const outcome of ['ok', 'declined', 'transient']) {
    expect(shown).toContain(
      `payment_provider_request_duration_seconds_count{provider="double",call="authorize",outcome="${outcome}"} 1`,
    );
  }
});
