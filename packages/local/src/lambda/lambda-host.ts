/** What came back from one function invocation: the handler's value, or the error it threw in Lambda's own shape. */
export type LambdaResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: LambdaFailure };

/** Lambda's error payload: `errorType` is what ASL `ErrorEquals` matches. */
export interface LambdaFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace?: readonly string[];
}

/** The type of the error of a call for which a function has no room. */
export const THROTTLED = "Lambda.TooManyRequestsException";

/** A function as Lambda shows it. */
export interface FunctionFacts {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Absent = it has no limit of its own. */
  readonly reservedConcurrency?: number;
}

/** Runs the shipped handlers. `functionName` is a bare name or a function ARN (optionally with a qualifier). */
export interface LambdaHost {
  has(functionName: string): boolean;
  invoke(functionName: string, payload: unknown, options?: { readonly signal?: AbortSignal }): Promise<LambdaResult>;
}

/** A host that also says what it runs. */
export interface ListedLambdaHost extends LambdaHost {
  /** Every function, in the order of their names. */
  list(): readonly FunctionFacts[];
}
