const often = '1000000';

/** One address, and each of its customers, may ask as often as a load does. */
export const withoutLimits = {
  users: { LOGIN_FREE_PER_ADDRESS: often, REGISTER_FREE_PER_ADDRESS: often },
  gateway: {
    RATE_LIMIT_ADDRESS_PER_MINUTE: often,
    RATE_LIMIT_READS_PER_MINUTE: often,
    RATE_LIMIT_WRITES_PER_MINUTE: often,
    RATE_LIMIT_SENSITIVE_PER_MINUTE: often,
  },
};
