import { describe, expect, it } from "vitest";
import { startScan } from "../../_shared/scan.ts";
import { CredentialsError, explainFailure } from "./explain-failure.ts";
import { delayMs, mayRetry, withRetries } from "./with-retries.ts";

const failure = (status: number, reason = "forbidden", headers: Record<string, string> = {}) =>
  Object.assign(new Error("Request failed"), {
    response: { status, headers: new Headers(headers), data: { error: { message: "no", errors: [{ reason }] } } },
  });
const silent = (code: string) => Object.assign(new Error("nothing came"), { code });
const at = { accountId: "p", regionId: "", operation: "compute.routers.list" };
const start = (signal?: AbortSignal) => {
  const waitedMs: number[] = [];
  const scan = withRetries(startScan("gcp", { concurrency: 1 }, explainFailure), signal, async (ms) => {
    signal?.throwIfAborted();
    waitedMs.push(ms);
  });
  return { scan, waitedMs };
};

describe("clouds/gcp/with-retries", () => {
  it("waits as long as it is told, then goes on", async () => {
    const { scan, waitedMs } = start();
    const failures = [failure(429, "rateLimitExceeded", { "retry-after": "45" }), failure(503)];

    const answer = await scan.call(at, async () => {
      const next = failures.shift();
      if (next) throw next;
      return "done";
    });

    expect(answer).toBe("done");
    expect(scan.gaps).toEqual([]);
    expect(scan.callCount()).toBe(1);
    expect(waitedMs).toHaveLength(2);
    expect(waitedMs[0]).toBeGreaterThanOrEqual(45_000);
    expect(waitedMs[1]).toBeLessThan(1_000);
  });

  it("gives up in the end, sooner where nothing answers, and at once when it is told no", async () => {
    const tries = async (error: Error) => {
      const { scan, waitedMs } = start();
      await scan.call(at, () => Promise.reject(error));
      return [scan.gaps[0]?.reason, waitedMs.length];
    };

    expect(await tries(failure(429, "rateLimitExceeded"))).toEqual(["throttled", 6]);
    expect(await tries(silent("ECONNREFUSED"))).toEqual(["unavailable", 2]);
    expect(await tries(silent("ETIMEDOUT"))).toEqual(["timeout", 2]);
    expect(await tries(failure(403))).toEqual(["denied", 0]);
    expect(await tries(new CredentialsError("none"))).toEqual(["credentials", 0]);
    expect(await tries(new TypeError("x is not a function"))).toEqual(["not-understood", 0]);
  });

  it("stops waiting when the look is given up", async () => {
    const aborting = new AbortController();
    const { scan, waitedMs } = start(aborting.signal);

    await scan.call(at, async () => {
      aborting.abort();
      throw failure(503);
    });

    expect(waitedMs).toEqual([]);
    expect(scan.gaps).toMatchObject([{ reason: "timeout" }]);
  });

  it("tries again what may pass", () => {
    expect(mayRetry(failure(403, "userRateLimitExceeded"), 0)).toBe(true);
    expect(mayRetry(failure(502), 5)).toBe(true);
    expect(mayRetry(failure(502), 6)).toBe(false);
    expect(mayRetry(failure(401), 0)).toBe(false);
    expect(mayRetry(new DOMException("given up", "AbortError"), 0)).toBe(false);
  });

  it("waits longer each time, within bounds", () => {
    expect(delayMs(0, 7_000, 0)).toBeGreaterThanOrEqual(7_000);
    expect(delayMs(3, 0, 0)).toBeGreaterThan(delayMs(0, 0, 1));
    expect(delayMs(50, 1e9, 1)).toBeLessThanOrEqual(80_000);
  });
});
