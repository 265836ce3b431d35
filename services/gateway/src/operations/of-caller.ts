import type { OperationRequest } from '../access/operation';
import { callerOf } from '../access/row';

/** What is the caller's own, whatever he asks for. */
export const ofCaller = { userId: (request: OperationRequest) => callerOf(request).userId };
