import { SkylaneError } from "@skylane/core";
import type { Explained } from "../scan.ts";

/** The error about who Skylane is that an SDK has let through, bare or as the cause of its own; `undefined` for any other. */
export function identityError(error: unknown): SkylaneError | undefined {
  for (const one of [error, error instanceof Error ? error.cause : undefined])
    if (one instanceof SkylaneError && one.code.startsWith("ERR_IDENTITY_")) return one;
  return undefined;
}

/** Its words for a gap. */
export function explainIdentity(error: unknown): Explained | undefined {
  const failure = identityError(error);
  if (!failure) return undefined;
  const { code, message } = failure;
  return code === "ERR_IDENTITY_REFUSED"
    ? { reason: "credentials", message, todo: "compare the trust with docs/operations/identity.md and look again" }
    : {
        reason: "unavailable",
        message,
        todo: "look again later; check that AWS STS and the cloud's token service answer",
      };
}
