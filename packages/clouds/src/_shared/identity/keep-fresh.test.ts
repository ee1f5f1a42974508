import { describe, expect, it } from "vitest";
import { testClock } from "../../../../../test/support/test-clock.ts";
import { cloudError } from "../errors.ts";
import { freshnessAt, keepFresh } from "./keep-fresh.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** An issuer that counts what it gives, and can be away. */
const start = () => {
  const issuer = { count: 0, asked: 0, failure: undefined as Error | undefined };
  const clock = testClock();
  const said: Readonly<Record<string, unknown>>[] = [];
  const get = keepFresh(
    "a token",
    async () => {
      issuer.asked += 1;
      if (issuer.failure) throw issuer.failure;
      issuer.count += 1;
      return { value: `token ${issuer.count}`, lifeMs: HOUR_MS };
    },
    { clock, log: { warn: (_, values) => void said.push(values ?? {}) } },
  );
  /** A refresh beside a call is done when its promises are. */
  const settle = async () => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };
  return { issuer, clock, get, settle, said };
};

describe("clouds/_shared/identity/keep-fresh", () => {
  it.each([
    [0, "fresh"],
    [HOUR_MS / 2 - 1, "fresh"],
    [HOUR_MS / 2, "due"],
    [HOUR_MS - MINUTE_MS - 1, "due"],
    [HOUR_MS - MINUTE_MS, "gone"],
    [Number.POSITIVE_INFINITY, "gone"],
  ] as const)("calls a token of an hour after %d ms %s", (ageMs, freshness) => {
    expect(freshnessAt(ageMs, HOUR_MS)).toBe(freshness);
  });

  it("asks once for all who ask at the same time", async () => {
    const { issuer, get } = start();

    expect(await Promise.all([get(), get(), get()])).toEqual(["token 1", "token 1", "token 1"]);
    expect(issuer.asked).toBe(1);
  });

  it("asks again at half of the life, and nobody waits for it", async () => {
    const { issuer, clock, get, settle } = start();
    await get();
    clock.advance(HOUR_MS / 2);

    expect(await get()).toBe("token 1");
    await settle();
    expect(await get()).toBe("token 2");
    expect(issuer.asked).toBe(2);
  });

  it("goes on with the old one while the issuer is away, asks every half minute, and stops when the old is gone", async () => {
    const { issuer, clock, get, settle, said } = start();
    await get();
    clock.advance(HOUR_MS / 2);
    issuer.failure = new Error("away");

    for (let i = 0; i < 290; i += 1) {
      expect(await get()).toBe("token 1");
      await settle();
      clock.advance(6_000); // 29 minutes in all
    }
    expect(issuer.asked).toBe(1 + 58);
    expect(said[0]).toEqual({ what: "a token", because: "a token could not be had: away" });

    await expect(get()).rejects.toMatchObject({ code: "ERR_IDENTITY_UNAVAILABLE", kind: "unavailable" });
  });

  it("is itself again as soon as the issuer is back", async () => {
    const { issuer, clock, get } = start();
    issuer.failure = new Error("away");
    await expect(get()).rejects.toThrow("away");
    issuer.failure = undefined;
    clock.advance(1);

    expect(await get()).toBe("token 1");
  });

  it("says who refused, where somebody did", async () => {
    const { issuer, get } = start();
    issuer.failure = cloudError("ERR_IDENTITY_REFUSED", "the audience is another one");

    await expect(get()).rejects.toMatchObject({ code: "ERR_IDENTITY_REFUSED" });
  });

  it.each([
    ["the wall clock alone", HOUR_MS, 0],
    ["the monotonic clock alone", 0, HOUR_MS],
  ])("takes a token for old by %s", async (_, wallMs, steadyMs) => {
    let now = { wallMs: 1_000, steadyMs: 1_000 };
    let count = 0;
    const clock = {
      nowMs: () => now.wallMs as ReturnType<ReturnType<typeof testClock>["nowMs"]>,
      monotonicMs: () => now.steadyMs,
    };
    const get = keepFresh("a token", async () => ({ value: ++count, lifeMs: HOUR_MS }), {
      clock,
      log: { warn: () => undefined },
    });
    await get();
    now = { wallMs: now.wallMs + wallMs, steadyMs: now.steadyMs + steadyMs };

    expect(await get()).toBe(2);
  });

  it("is not younger when the wall clock is set back", async () => {
    let steadyMs = 0;
    let wallMs = HOUR_MS;
    let count = 0;
    const clock = {
      nowMs: () => wallMs as ReturnType<ReturnType<typeof testClock>["nowMs"]>,
      monotonicMs: () => steadyMs,
    };
    const get = keepFresh("a token", async () => ({ value: ++count, lifeMs: HOUR_MS }), {
      clock,
      log: { warn: () => undefined },
    });
    await get();
    wallMs -= HOUR_MS;
    steadyMs += HOUR_MS;

    expect(await get()).toBe(2);
  });
});
