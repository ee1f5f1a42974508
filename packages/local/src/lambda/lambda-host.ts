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

/** Runs the shipped handlers. `functionName` is a bare name or a function ARN (optionally with a qualifier). */
export interface LambdaHost {
  has(functionName: string): boolean;
  invoke(functionName: string, payload: unknown, options?: { readonly signal?: AbortSignal }): Promise<LambdaResult>;
}
