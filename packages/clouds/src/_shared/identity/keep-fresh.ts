import type { Clock, Log } from "@skylane/core";
import { SkylaneError } from "@skylane/core";
import { cloudError } from "../errors.ts";

/** A token, or credentials, and for how long they were good when they came. */
export interface Perishable<T> {
  readonly value: T;
  readonly lifeMs: number;
}

/** What there is of a life. `due`: still good, and time for another. */
export type Freshness = "fresh" | "due" | "gone";

/** A call that begins with a token must not end after it. */
const MARGIN_MS = 60_000;
/** Between tries of a refresh, so that an issuer that is away is not asked with each call. */
const RETRY_MS = 30_000;

/** Due at half of its life: an issuer may then be away for the other half before anybody notices. */
export function freshnessAt(ageMs: number, lifeMs: number): Freshness {
  if (ageMs >= lifeMs - MARGIN_MS) return "gone";
  return ageMs >= lifeMs / 2 ? "due" : "fresh";
}

/**
 * Keeps what `fetch` brings for as long as it is good. From half of its life on a new one is fetched beside the calls that go
 * on with the old, and a fetch that fails changes nothing until the old is gone. There is no timer: a function that sleeps
 * would not hear it. Ages are counted here, by the wall clock or the monotonic one, whichever says more: a wrong clock at the
 * issuer changes nothing, and neither does one that stood still while the function slept.
 * @throws ERR_IDENTITY_UNAVAILABLE, or what `fetch` throws of the clouds' errors, when there is nothing left
 */
export function keepFresh<T>(
  what: string,
  fetch: () => Promise<Perishable<T>>,
  { clock, log }: { readonly clock: Pick<Clock, "nowMs" | "monotonicMs">; readonly log: Pick<Log, "warn"> },
): () => Promise<T> {
  type Moment = Readonly<Record<"wallMs" | "steadyMs", number>>;
  const now = (): Moment => ({ wallMs: clock.nowMs(), steadyMs: clock.monotonicMs() });
  const since = (then: Moment): number => Math.max(clock.nowMs() - then.wallMs, clock.monotonicMs() - then.steadyMs);
  let kept: { readonly value: T; readonly lifeMs: number; readonly at: Moment } | undefined;
  let failedAt: Moment | undefined;
  let pending: Promise<T> | undefined;

  const refresh = (): Promise<T> => {
    const at = now();
    pending ??= fetch()
      .then(({ value, lifeMs }) => {
        kept = { value, lifeMs, at };
        failedAt = undefined;
        return value;
      })
      .catch((error: unknown) => {
        failedAt = now();
        const failure = asIdentityError(what, error);
        log.warn("identity was not refreshed", { what, because: failure.message });
        throw failure;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return async () => {
    const freshness = kept === undefined ? "gone" : freshnessAt(since(kept.at), kept.lifeMs);
    if (kept === undefined || freshness === "gone") return refresh();
    if (freshness === "due" && (failedAt === undefined || since(failedAt) >= RETRY_MS))
      refresh().catch(() => undefined); // said in the log; the old is still good
    return kept.value;
  };
}

function asIdentityError(what: string, error: unknown): SkylaneError {
  if (error instanceof SkylaneError) return error;
  const because = error instanceof Error ? error.message : String(error);
  return cloudError("ERR_IDENTITY_UNAVAILABLE", `${what} could not be had: ${because}`, { what }, error);
}
