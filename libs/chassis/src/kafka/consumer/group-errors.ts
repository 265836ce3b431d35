const ofTheGroup = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** True for answers of the coordinator on which kafkajs joins the group again: this member's assignment ends. */
export const endsAssignment = (error: unknown): error is Error =>
  error instanceof Error && ofTheGroup.has(String(Reflect.get(error, 'type')));
