import type { PathStateChanged, ProbeRequest } from "@skylane/core";
import { beforeEach, describe, expect, it } from "vitest";
import { aConfig, healthOf, type rawConfig } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { choosePaths } from "../../paths/index.ts";
import { considerFailover, storePlan } from "../index.ts";

const turned = (pathId: string, to: PathStateChanged["to"]): PathStateChanged =>
  ({ pathId, vantageId: "v1", from: "up", to, because: "", sinceMs: 1_000_000, epoch: 3 }) as PathStateChanged;
const withoutKnob = (raw: ReturnType<typeof rawConfig>) => ({
  ...raw,
  groups: raw.groups.map((group) => ({
    ...group,
    automation: "advise",
    sides: group.sides.map(({ steering, ...side }) => (side.id === "site" ? side : { ...side, steering })),
  })),
});

async function ready(change?: typeof withoutKnob): Promise<MemoryDeps> {
  const config = aConfig(change);
  const made = memoryDeps(config);
  const choice = config.groups[0] && choosePaths(config.groups[0], config);
  if (choice) await storePlan(made, choice);
  made.records.set("a", healthOf("dx", "up")).set("b", healthOf("vpn", "down"));
  return made;
}

describe("engine/failover/tell-felt-loss", () => {
  let deps: MemoryDeps;
  let lostEvery: number;
  let sentCount: number;
  let isHeldUp: boolean;
  const lossy = (made: MemoryDeps, outcome: "timeout" | "vantage-error" = "timeout"): MemoryDeps => ({
    ...made,
    prober: {
      probe: async ({ sourceIp }: ProbeRequest) => {
        if (made.config.groups[0]?.paths.some(({ probe }) => probe.sourceIp === sourceIp))
          return isHeldUp ? { outcome: "timeout" } : { outcome: "ok", rttMs: 5 };
        sentCount += 1;
        return sentCount % lostEvery === 0 ? { outcome, detail: "busy" } : { outcome: "ok", rttMs: 5 };
      },
    } as MemoryDeps["prober"],
  });

  beforeEach(async () => {
    deps = await ready();
    lostEvery = 1;
    sentCount = 0;
    isHeldUp = false;
  });

  it("tells once of a path beside the primary whose failure the flows feel, and moves nothing", async () => {
    const one = lossy(deps);

    expect(await considerFailover(one, turned("vpn", "down"))).toEqual({ kind: "told" });
    expect(await considerFailover(one, turned("vpn", "down"))).toEqual({ kind: "told" });
    expect(deps.started).toEqual([]);
    expect(deps.published.filter(({ type }) => type === "failover.refused.v1")).toMatchObject([
      { data: { fromPathId: "vpn", rule: "not-symmetric", isPage: true } },
    ]);
    expect([...deps.incidentById.values()][0]).toMatchObject({ status: "refused", closedAtMs: 1_000_000 });
  });

  it("says which side has no knob", async () => {
    const one = lossy(await ready(withoutKnob));
    await considerFailover(one, turned("vpn", "down"));

    expect([...one.incidentById.values()][0]?.reason).toMatch(
      /^vpn is down and \d of \d requests of the group were lost, although dx is up: .*make both sides prefer dx \(side site has no knob: by hand\)$/,
    );
  });

  it("does not stand in the way of the primary's own failover", async () => {
    await considerFailover(lossy(deps), turned("vpn", "down"));

    expect(await considerFailover(deps, turned("dx", "down"))).toMatchObject({ kind: "started" });
  });

  it.each<[string, () => MemoryDeps]>([
    ["the flows are answered", () => deps],
    [
      "one request in a thousand is lost",
      () => {
        lostEvery = 1_000;
        return lossy(deps);
      },
    ],
    [
      "the primary does not answer at that moment either",
      () => {
        isHeldUp = true;
        return lossy(deps);
      },
    ],
    ["nothing could be sent", () => lossy(deps, "vantage-error")],
    [
      "the primary is down itself: that is its own incident",
      () => {
        deps.records.set("a", healthOf("dx", "down"));
        return lossy(deps);
      },
    ],
  ])("tells nothing where %s", async (_, made) => {
    expect(await considerFailover(made(), turned("vpn", "down"))).toEqual({ kind: "ignored", because: "not-primary" });
    expect(deps.incidentById.size).toBe(0);
  });

  it("sees a loss of three in ten", async () => {
    lostEvery = 3;

    expect(await considerFailover(lossy(deps), turned("vpn", "down"))).toEqual({ kind: "told" });
  });
});
