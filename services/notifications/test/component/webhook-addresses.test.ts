import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import type { Resolve } from '@spillway/chassis/webhooks';
import { confirmed } from '../support/events';
import { webhookScene } from '../support/webhook-scene';

const scene = webhookScene();

describe('private networks', () => {
  /** A name server whose answers the test decides, one after the other. */
  function nameServer(...addresses: string[]): Resolve {
    let asked = 0;
    return (_host, _options, done) => {
      const address = addresses[Math.min(asked++, addresses.length - 1)] ?? '';
      const answer: LookupAddress[] = [{ address, family: 4 }];
      done(null, answer);
    };
  }
  const closed = { WEBHOOK_ALLOW_PRIVATE: 'false', WEBHOOK_SCHEDULE_MS: '10' };

  it.each([
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://[::ffff:10.0.0.1]/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/hook',
    'http://example.com/hook',
    'https://user:pass@example.com/hook',
    'not a url',
  ])('are refused when they are set: %s', async (webhookUrl) => {
    const service = await scene.start(closed, nameServer('93.184.216.34'));
    const { status, body } = await service.put('ada', { webhookUrl });
    expect([status, body.code]).toEqual([422, 'validation-failed']);
    expect(body.errors).toMatchObject([{ pointer: '/webhookUrl' }]);
  });

  it('are refused when a name leads there', async () => {
    const service = await scene.start(closed, nameServer('10.0.0.1'));
    expect((await service.put('ada', { webhookUrl: 'https://rebind.example/hook' })).status).toBe(422);
  });

  it('are not reached by a name that leads elsewhere once it has been accepted (DNS rebinding)', async () => {
    const service = await scene.start(closed, nameServer('93.184.216.34', '127.0.0.1'));
    const path = `/rebound-${randomUUID()}`;
    const { status } = await service.put('ada', { webhookUrl: `https://rebind.example:${scene.hooks.port}${path}` });
    expect(status).toBe(200);
    const event = confirmed('ada');
    await scene.here.publish(event);
    const listed = await service.settled(event.subject, 2);
    expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({
      status: 'failed',
      reason: 'private-address',
      attempts: 2,
    });
    expect(scene.hooks.calls(path)).toEqual([]);
  });

  it('are not reached by an address accepted under laxer settings', async () => {
    const lax = await scene.start();
    const path = `/lax-${randomUUID()}`;
    await lax.put('ada', { webhookUrl: scene.hooks.url + path });
    await lax.stop();
    const service = await scene.start(closed);
    const event = confirmed('ada');
    await scene.here.publish(event);
    const listed = await service.settled(event.subject, 2);
    expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({ reason: 'url-refused' });
    expect(scene.hooks.calls(path)).toEqual([]);
  });
});
