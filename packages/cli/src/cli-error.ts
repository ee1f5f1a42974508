import { exitCodes } from "./exit-codes.ts";
import { nearestNames } from "./nearest.ts";

/** An error for the person at the terminal: what, why, what to do; and the exit code. */
export class CliError extends Error {
  readonly exitCode: number;
  /** Of a refusal of the API: the name of its error, as ERR_INTENT_PLAN_STALE. */
  readonly code: string | undefined;

  constructor(message: string, exitCode: number = exitCodes.failed, code?: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** The error for a name that is not known, with the nearest known ones. */
export function unknownName(kind: string, wanted: string, known: readonly string[]): CliError {
  const near = nearestNames(wanted, known);
  const hint =
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
      : `Known: ${known.slice(0, 8).join(", ")}${known.length > 8 ? " …" : ""}`;
  return new CliError(`There is no ${kind} "${wanted}". ${hint}`, exitCodes.badInput);
}
