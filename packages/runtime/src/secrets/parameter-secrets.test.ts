import type { Log } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { parameterSecrets } from "./parameter-secrets.ts";

const MAX_AGE_MS = 15 * 60_000;

/** Secrets on a store whose answers are given one by one, and the clock they are kept by. */
function secretsOn(...answers: (ReadonlyMap<string, string> | Error)[]) {
  const clock = testClock();
  const warnings: string[] = [];
  let readCount = 0;
  const secrets = parameterSecrets({
    path: "/skylane/secrets",
    regionId: "us-east-1",
    clock,
    log: { warn: (message: string) => void warnings.push(message) } as unknown as Log,
    async read() {
      const answer = answers[readCount++];
      if (answer instanceof Error) throw answer;
      return answer ?? new Map();
    },
  });
  return { secrets, clock, warnings, readCount: () => readCount };
}

describe("runtime/secrets/parameter-secrets", () => {
  it("reads once for many who ask at once, and for all names", async () => {
    const { secrets, readCount } = secretsOn(new Map([["slack-webhook", "w"]]));

    expect(await Promise.all(["slack-webhook", "pagerduty", "slack-webhook"].map(secrets))).toEqual([
      "w",
      undefined,
      "w",
    ]);
    expect(await secrets("slack-webhook")).toBe("w");
    expect(readCount()).toBe(1);
  });

  it("uses a secret that was changed after a quarter of an hour, and not before", async () => {
    const { secrets, clock } = secretsOn(new Map([["key", "old"]]), new Map([["key", "new"]]));

    expect(await secrets("key")).toBe("old");
    clock.advance(MAX_AGE_MS - 1);
    expect(await secrets("key")).toBe("old");
    clock.advance(1);
    expect(await secrets("key")).toBe("new");
  });

  it("goes on with what it has where it cannot read again, and asks again at the next use", async () => {
    const { secrets, clock, warnings } = secretsOn(
      new Map([["key", "old"]]),
      new Error("throttled"),
      new Map([["key", "new"]]),
    );
    await secrets("key");
    clock.advance(MAX_AGE_MS);

    expect(await secrets("key")).toBe("old");
    expect(warnings).toEqual(["secrets could not be read again; those of before are used"]);
    expect(await secrets("key")).toBe("new");
  });

  it("fails where it never could read, and reads at the next use", async () => {
    const { secrets } = secretsOn(new Error("denied"), new Map([["key", "it"]]));

    await expect(secrets("key")).rejects.toThrow("denied");
    expect(await secrets("key")).toBe("it");
  });
});
