/** How the HPA may move: one of the things that are compared. */
export interface Setting {
  readonly name: string;
  /** In words, for the report. */
  readonly about: string;
  readonly behavior: object;
}

/** The work, the same for every setting. */
export const work = {
  /** Orders that come at once. */
  burst: 9_000,
  /** The provider answers so many calls at once, each after this time: 50 a second for a replica. */
  maxConcurrent: 5,
  latencyMs: 100,
  /** What the owner of payments writes. */
  targetSeconds: 20,
  minReplicas: 1,
  maxReplicas: 6,
};

export const ratePerReplica = (work.maxConcurrent * 1000) / work.latencyMs;

const slowlyUp = {
  stabilizationWindowSeconds: 30,
  policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }],
};
const atOnceUp = {
  stabilizationWindowSeconds: 0,
  policies: [{ type: 'Pods', value: 12, periodSeconds: 15 }],
};
const slowlyDown = {
  stabilizationWindowSeconds: 300,
  policies: [{ type: 'Percent', value: 50, periodSeconds: 120 }],
};
const quicklyDown = {
  stabilizationWindowSeconds: 120,
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

export const settings: readonly Setting[] = [
  {
    name: 'damped',
    about: 'up after 30 s, at most twofold a minute; down after 300 s, by half every 120 s',
    behavior: { scaleUp: slowlyUp, scaleDown: slowlyDown },
  },
  {
    name: 'direct',
    about: 'up at once and as far as the lag asks for; down after 120 s, to where the lag asks for',
    behavior: { scaleUp: atOnceUp, scaleDown: quicklyDown },
  },
  {
    name: 'chosen',
    about: "up at once and as far as the lag asks for; down after 300 s, by half every 120 s: the charts' own",
    behavior: { scaleUp: atOnceUp, scaleDown: slowlyDown },
  },
];

/** Values of the umbrella chart for a setting. */
export const valuesOf = ({ behavior }: Setting) => ({
  payments: {
    service: {
      env: {
        SIMULATED_LATENCY_MS: String(work.latencyMs),
        SIMULATED_MAX_CONCURRENT: String(work.maxConcurrent),
        // Slow work in small slices: offsets move every few seconds, and a rebalance never has to wait for long.
        KAFKA_SLICE_SIZE: '10',
      },
      lateness: {
        targetSeconds: work.targetSeconds,
        messagesPerSecondPerReplica: ratePerReplica,
        minReplicas: work.minReplicas,
        maxReplicas: work.maxReplicas,
        behavior,
      },
    },
  },
});
