/** Hands an event to what stands behind a target ARN. */
export interface TargetInvoker {
  /**
   * Resolves when the target has taken `input`; rejects to be called again later. `signal` aborts when the bus is closed.
   * @throws PermanentTargetError if trying again is of no use; the event then goes to the dead letters at once
   */
  invoke(targetArn: string, input: unknown, signal: AbortSignal): Promise<void>;
}

/** The target is not there, or will never take this event. */
export class PermanentTargetError extends Error {
  override readonly name = "PermanentTargetError";
}

// What a missing or forbidden target answers; EventBridge does not retry these either.
const PERMANENT = new Set([
  "PermanentTargetError",
  "ResourceNotFoundException",
  "Lambda.ResourceNotFoundException",
  "StateMachineDoesNotExist",
  "StateMachineDeleting",
  "AccessDeniedException",
  "InvalidArn",
]);

/** True if a delivery that failed with this error can never succeed. */
export const isPermanent = (error: unknown): boolean => error instanceof Error && PERMANENT.has(error.name);
