/**
 * A failure inside an execution, in ASL's own terms: `error` is what `ErrorEquals` matches, `cause` is free text
 * (for a Lambda failure the JSON of the error it threw).
 * @see https://states-language.net/spec.html#appendix-a
 */
export class StateError extends Error {
  readonly error: string;
  readonly errorCause: string;

  constructor(error: string, cause = "") {
    super(cause === "" ? error : cause);
    this.name = error;
    this.error = error;
    this.errorCause = cause;
  }
}

/** What a Catch sees as `$states.errorOutput`. */
export function errorOutput(error: StateError): { Error: string; Cause: string } {
  return { Error: error.error, Cause: error.errorCause };
}

/** Anything thrown while a state ran, as a StateError. An unknown exception is a defect of the definition or of us: States.Runtime. */
export function asStateError(thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  return new StateError("States.Runtime", thrown instanceof Error ? thrown.message : String(thrown));
}

/**
 * Whether a Retry or Catch with these `ErrorEquals` takes this error. `States.Runtime` is never taken;
 * `States.DataLimitExceeded` only by its own name; `States.TaskFailed` takes everything but a timeout;
 * `States.Timeout` also takes a missed heartbeat.
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (error === "States.Runtime") return false;
  if (errorEquals.includes(error)) return true;
  if (error === "States.DataLimitExceeded") return false;
  if (errorEquals.includes("States.ALL")) return true;
  if (errorEquals.includes("States.Timeout") && error === "States.HeartbeatTimeout") return true;
  return errorEquals.includes("States.TaskFailed") && error !== "States.Timeout";
}
