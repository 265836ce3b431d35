/** A payment provider as they are: slow, sometimes away, and sometimes saying no. */
export const moodyProvider = {
  payments: { SIMULATED_LATENCY_MS: '5', SIMULATED_DECLINE_RATE: '0.05', SIMULATED_FAILURE_RATE: '0.02' },
};
