import { lateness, service } from './charts';

const trigger = async (values: Record<string, unknown>) => {
  const { spec } = (await service({ lateness: values })).one('ScaledObject');
  return spec.triggers[0];
};

describe('from lateness to a threshold', () => {
  it.each([
    [10, 4000, '40000'],
    [60, 500, '30000'],
    [0.5, 100, '50'],
    [2.5, 3, '7'],
    [600, 50_000, '30000000'],
    [1, 0.2, '1'],
  ])(
    '%d s at %d messages/s a replica is a lag of %s',
    async (targetSeconds, messagesPerSecondPerReplica, threshold) => {
      const { metadata } = await trigger({ ...lateness, targetSeconds, messagesPerSecondPerReplica });
      expect(metadata.lagThreshold).toBe(threshold);
    },
  );

  it('asks as the user that may only describe, over TLS, for the group the service joins', async () => {
    const rendered = await service({ lateness });
    const { metadata, authenticationRef } = rendered.one('ScaledObject').spec.triggers[0];
    expect(metadata).toMatchObject({
      // KEDA stands in a namespace of its own, where the bare name of a Service means nothing.
      bootstrapServers: 'spillway-kafka-bootstrap.spillway.svc:9093',
      tls: 'enable',
      sasl: 'scram_sha512',
      topic: 'order-events',
      consumerGroup: 'payments',
      offsetResetPolicy: 'earliest',
    });
    expect(rendered.one('ConfigMap').data.KAFKA_GROUP_ID).toBe('payments');
    const { spec } = rendered.one('TriggerAuthentication', authenticationRef.name);
    expect(spec.secretTargetRef).toEqual([
      { parameter: 'password', name: 'kafka-keda', key: 'password' },
      { parameter: 'ca', name: 'spillway-cluster-ca-cert', key: 'ca.crt' },
    ]);
    const [{ parameter, name, key }] = spec.configMapTargetRef;
    expect([parameter, rendered.one('ConfigMap', name).data[key]]).toEqual(['username', 'keda']);
  });

  it('gives every value of a trigger as text, which is all KEDA takes', async () => {
    for (const mode of ['lag', 'arrival']) {
      const { spec } = (await service({ lateness: { ...lateness, mode } })).one('ScaledObject');
      const values = spec.triggers.flatMap(({ metadata }: { metadata: object }) => Object.values(metadata));
      expect(values.filter((value: unknown) => typeof value !== 'string')).toEqual([]);
    }
  });
});

describe('replicas', () => {
  it('are left to KEDA, within bounds that divide the partitions, and do not shrink when Kafka cannot be seen', async () => {
    const rendered = await service({ lateness: { ...lateness, minReplicas: 3, maxReplicas: 12 } });
    expect(rendered.one('Deployment').spec).not.toHaveProperty('replicas');
    expect(rendered.one('ScaledObject').spec).toMatchObject({
      scaleTargetRef: { name: 'payments' },
      minReplicaCount: 3,
      maxReplicaCount: 12,
      fallback: { failureThreshold: 3, replicas: 3, behavior: 'currentReplicasIfHigher' },
    });
    expect(rendered.one('ScaledObject').spec.triggers[0].metadata).toMatchObject({
      allowIdleConsumers: 'false',
      ensureEvenDistributionOfPartitions: 'true',
    });
  });

  it('are a plain number where nothing scales', async () => {
    const rendered = await service({ replicas: 3 });
    expect(rendered.one('Deployment').spec.replicas).toBe(3);
    expect([...rendered.of('ScaledObject'), ...rendered.of('TriggerAuthentication')]).toEqual([]);
  });

  it('go up at once and down slowly, for each step stops the group for a moment; how is a value', async () => {
    const behaviorOf = async (behavior?: object) => {
      const { spec } = (await service({ lateness: { ...lateness, ...(behavior && { behavior }) } })).one(
        'ScaledObject',
      );
      return spec.advanced.horizontalPodAutoscalerConfig.behavior;
    };
    expect(await behaviorOf()).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 12, periodSeconds: 15 }] },
      scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent', value: 50, periodSeconds: 120 }] },
    });
    expect(await behaviorOf({ scaleUp: { stabilizationWindowSeconds: 30 } })).toMatchObject({
      scaleUp: { stabilizationWindowSeconds: 30, policies: [{ value: 12 }] },
    });
  });

  it('cache the lag only where each look would change it', async () => {
    expect(await trigger(lateness)).not.toHaveProperty('useCachedMetrics');
    expect((await service({ lateness })).one('ScaledObject').spec).not.toHaveProperty('pollingInterval');
    const { spec } = (await service({ lateness: { ...lateness, excludePersistentLag: true } })).one('ScaledObject');
    expect(spec).toMatchObject({
      pollingInterval: 15,
      triggers: [{ useCachedMetrics: true, metadata: { excludePersistentLag: 'true' } }],
    });
  });
});

describe('a group that reads several topics', () => {
  const notifications = {
    name: 'notifications',
    lateness: { ...lateness, topic: ['order-events', 'payment-events'] },
  };

  it('has a trigger for each: the one that needs most decides', async () => {
    const { spec } = (await service(notifications)).one('ScaledObject', 'notifications');
    const read = spec.triggers.map(({ metadata }: { metadata: object }) => metadata);
    expect(read).toMatchObject([{ topic: 'order-events' }, { topic: 'payment-events' }]);
  });

  it('adds them up by arrival', async () => {
    const values = { ...notifications, lateness: { ...notifications.lateness, mode: 'arrival' } };
    const { spec } = (await service(values)).one('ScaledObject', 'notifications');
    expect(spec.advanced.scalingModifiers.formula).toContain(
      '((lag_order_events + lag_payment_events) / 10 + arrival_order_events + arrival_payment_events) / 4000',
    );
  });
});

describe('by arrival', () => {
  const byArrival = { ...lateness, mode: 'arrival' };

  it('is one formula of what was left and what comes in, rounded up to an even share', async () => {
    const { spec } = (await service({ lateness: byArrival })).one('ScaledObject');
    expect(spec.advanced.scalingModifiers).toEqual({
      formula: 'find([1, 2, 3, 4, 6, 12], # >= min(((lag_order_events) / 10 + arrival_order_events) / 4000, 12))',
      target: '1',
      metricType: 'AverageValue',
    });
  });

  it('names every trigger the formula uses, and takes the lag as it is', async () => {
    const { spec } = (await service({ lateness: byArrival })).one('ScaledObject');
    const [lag, arrival] = spec.triggers;
    expect(lag).toMatchObject({
      name: 'lag_order_events',
      metadata: { allowIdleConsumers: 'true', ensureEvenDistributionOfPartitions: 'false' },
    });
    expect(arrival).toMatchObject({
      type: 'prometheus',
      name: 'arrival_order_events',
      metadata: {
        query: 'sum(rate(kafka_topic_partition_current_offset{topic="order-events"}[1m]))',
        ignoreNullValues: 'false',
      },
    });
  });
});
