import type { Clock, Log } from "@skylane/core";
import { readParameters } from "./read-parameters.ts";
import type { Secrets } from "./secrets.ts";

/** A secret that was changed is in use everywhere after this time. */
const MAX_AGE_MS = 15 * 60_000;

/**
 * Secrets as SSM parameters below a path, read together at the first use and again when they are old. If they cannot be read
 * again, those that were read before still count. @throws ERR_SECRETS_UNAVAILABLE if they were never read
 */
export function parameterSecrets({
  path,
  regionId,
  clock,
  log,
  read = () => readParameters(path, regionId),
}: {
  readonly path: string;
  readonly regionId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly read?: () => Promise<ReadonlyMap<string, string>>;
}): Secrets {
  let known: { readonly values: ReadonlyMap<string, string>; readonly readAtMs: number } | undefined;
  let reading: Promise<ReadonlyMap<string, string>> | undefined;

  async function readAgain(): Promise<ReadonlyMap<string, string>> {
    const readAtMs = clock.monotonicMs();
    try {
      const values = await read();
      known = { values, readAtMs };
      return values;
    } catch (error) {
      if (!known) throw error;
      log.warn("secrets could not be read again; those of before are used", { path, error });
      return known.values;
    } finally {
      reading = undefined;
    }
  }

  return async (name) => {
    if (known && clock.monotonicMs() - known.readAtMs < MAX_AGE_MS) return known.values.get(name);
    reading ??= readAgain();
    return (await reading).get(name);
  };
}
