import type { EventData } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDay, DAY_MS, learntOf, MINUTE_MS, NOON_MS } from "../../../../../test/support/slo-facts.ts";
import { listSlos } from "./list-slos.ts";
import { watchSlos } from "./watch-slos.ts";

const TODAY = Math.floor(NOON_MS / DAY_MS);
const world = (slos: object | undefined = { latencyP95Ms: 20 }) => {
  const deps = memoryDeps(aConfig((raw) => ({ ...raw, ...(slos && { slos }) })));
  deps.clock.advance(NOON_MS - deps.clock.nowMs());
  const learn = async (...more: Parameters<typeof aDay>) =>
    deps.performance.saveAll("v1", [learntOf([aDay(...more)]), learntOf([aDay(TODAY, more[1])], { pathId: "vpn" })]);
  const told = () => deps.published.map(({ type, data }) => [type, (data as { pathId: string }).pathId]);
  return { deps, learn, told };
};

describe("engine/slo/use-cases/watch-slos", () => {
  it("does nothing where no SLOs are configured", async () => {
    const { deps, learn } = world(undefined);
    await learn(TODAY, 700, { downMinutes: 20 });

    expect(await watchSlos({ ...deps, config: aConfig() }, NOON_MS)).toBe(0);
    expect(await deps.sloLedgers.list()).toEqual([]);
    expect(await listSlos({ ...deps, config: aConfig() })).toEqual({ atMs: NOON_MS, slos: [] });
  });

  it("tells of a path that was down, once, with what is left, and of its end", async () => {
    const { deps, learn, told } = world();
    await learn(TODAY, 700);
    await watchSlos(deps, NOON_MS);
    await learn(TODAY, 703, { downMinutes: 2.016 });

    expect(await watchSlos(deps, NOON_MS + 5 * MINUTE_MS)).toBe(1);
    expect(await watchSlos(deps, NOON_MS + 5 * MINUTE_MS)).toBe(0);
    expect(deps.published[0]?.data).toMatchObject({ groupId: "g", slo: "availability", severity: "page" });
    const { remainingRatio } =
      deps.published.map(({ data }) => data as EventData<"slo.burn-rate-exceeded.v1">)[0] ?? {};
    expect(remainingRatio).toBeCloseTo(0.9, 9);

    await learn(TODAY, 760, { downMinutes: 2.016 });
    for (let minute = 10; minute <= 60; minute += 5) await watchSlos(deps, NOON_MS + minute * MINUTE_MS);

    expect(told()).toEqual([
      ["slo.burn-rate-exceeded.v1", "dx"],
      ["slo.burn-rate-recovered.v1", "dx"],
    ]);
  });

  it("tells of a path that is there and slow by its other objective", async () => {
    const { deps, learn } = world();
    await learn(TODAY, 600, { slowCount: 0 });
    await watchSlos(deps, NOON_MS - 60 * MINUTE_MS);
    await learn(TODAY, 660, { slowCount: 1_150 });

    await watchSlos(deps, NOON_MS);

    expect(deps.published).toMatchObject([{ data: { slo: "latency", severity: "page", latencyP95Ms: 20 } }]);
  });

  it("tells again under the same id what a crash kept from being stored", async () => {
    const { deps, learn } = world();
    await learn(TODAY, 700);
    await watchSlos(deps, NOON_MS);
    await learn(TODAY, 703, { downMinutes: 2 });
    const away = { ...deps.sloLedgers, saveAll: () => Promise.reject(new Error("the table is away")) };

    await expect(watchSlos({ ...deps, sloLedgers: away }, NOON_MS + 5 * MINUTE_MS)).rejects.toThrow("away");
    await watchSlos(deps, NOON_MS + 5 * MINUTE_MS);

    expect(new Set(deps.published.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(deps.published).toHaveLength(2);
  });

  it("stores nothing where it could not be told", async () => {
    const { deps, learn } = world();
    await learn(TODAY, 700);
    await watchSlos(deps, NOON_MS);
    await learn(TODAY, 703, { downMinutes: 2 });
    deps.failPublish = true;

    await expect(watchSlos(deps, NOON_MS + 5 * MINUTE_MS)).rejects.toThrow("the bus is away");

    expect((await deps.sloLedgers.list()).every(({ atMs }) => atMs === NOON_MS)).toBe(true);
  });

  it("forgets paths that are declared no more", async () => {
    const { deps, learn } = world();
    await learn(TODAY, 700);
    await watchSlos(deps, NOON_MS);

    await watchSlos({ ...deps, config: aConfig() }, NOON_MS + MINUTE_MS);

    expect(await deps.sloLedgers.list()).toEqual([]);
  });

  it("shows every objective, the worst first, with what was learnt since the last look", async () => {
    const { deps, learn } = world();
    await learn(TODAY, 700);
    await watchSlos(deps, NOON_MS);
    await learn(TODAY, 703, { downMinutes: 2.016 });
    deps.clock.advance(2 * MINUTE_MS);

    const { periodDays, slos } = await listSlos(deps);

    expect(periodDays).toBe(28);
    expect(slos.map(({ pathId, slo }) => `${pathId} ${slo}`)).toEqual([
      "dx availability",
      "dx latency",
      "vpn availability",
      "vpn latency",
    ]);
    expect(slos[0]).toMatchObject({ objectiveRatio: 0.9995, badMinutes: 2.016, budgetMinutes: 20.16 });
    expect(slos[0]?.burnRates[0]?.burnRate).toBeCloseTo(2.016 / 5 / 0.0005, 6);
  });
});
