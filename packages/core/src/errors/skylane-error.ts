/** Who can act on an error; decides HTTP status, log level and retry (only `unavailable` is retried). */
export type ErrorKind = "invalid" | "denied" | "not-found" | "conflict" | "unavailable" | "internal";

/** One row of a domain's error table. */
export interface ErrorRow {
  readonly kind: ErrorKind;
  /** When it happens, one sentence; the text of docs/errors.md. */
  readonly when: string;
}

/** Facts about an error: ids and numbers, never secrets or bodies. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** The one error class of Skylane. `name === code`, so that ASL `ErrorEquals` matches the code. */
export class SkylaneError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(code: string, kind: ErrorKind, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = code;
    this.code = code;
    this.kind = kind;
    this.details = details;
  }
}

/** A constructor of errors for one table: `fail("ERR_X", "what, why, what to do", { ids })`. */
export function errorsOf<Table extends Readonly<Record<string, ErrorRow>>>(table: Table) {
  return (
    code: keyof Table & `ERR_${string}`,
    message: string,
    details?: ErrorDetails,
    cause?: unknown,
  ): SkylaneError => new SkylaneError(code, (table[code] as ErrorRow).kind, message, details, cause);
}

/** True if `error` is a SkylaneError with this code. */
export const hasCode = (error: unknown, code: string): boolean => error instanceof SkylaneError && error.code === code;
