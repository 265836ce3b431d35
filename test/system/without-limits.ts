const many = '10000000';

/** A gateway that lets one address, and each of its customers, ask as often as a load does. */
export const withoutLimits = {
  gateway: {
    RATE_LIMIT_ADDRESS_PER_MINUTE: many,
    RATE_LIMIT_READS_PER_MINUTE: many,
    RATE_LIMIT_WRITES_PER_MINUTE: many,
    RATE_LIMIT_SENSITIVE_PER_MINUTE: many,
  },
};
