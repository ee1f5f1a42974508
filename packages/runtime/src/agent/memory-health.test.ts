import type { PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { memoryHealth } from "./memory-health.ts";

const config = aConfig();
const [group] = config.groups;
const [path] = group?.paths ?? [];
const vantageId = path?.probe.vantageId ?? "";
const withPath = (id: string): Pick<SkylaneConfig, "groups"> =>
  ({
    groups: [...config.groups, { ...group, id: "built", paths: [{ ...path, id }] }],
  }) as unknown as Pick<SkylaneConfig, "groups">;

describe("runtime/agent/memory-health", () => {
  it("knows a path from the moment it is there, counts its epochs on from the clock, and forgets it when it is gone", async () => {
    let now: Pick<SkylaneConfig, "groups"> = config;
    let atMs = 1_000;
    const health = memoryHealth(
      () => now,
      () => atMs,
    );
    const idsOf = async () => (await health.list(vantageId)).map(({ pathId }) => pathId);
    const declared = await idsOf();

    now = withPath("in-1-abc.x.way");
    atMs = 2_000;
    const seen = (await health.list(vantageId)).find(({ pathId }) => pathId === "in-1-abc.x.way") as PathHealthRecord;
    expect(seen).toMatchObject({ sampledAtMs: 2_000, health: { state: "unknown", epoch: 2_000 } });
    await health.save([{ ...seen, health: { ...seen.health, state: "up", epoch: 2_001 } }]);
    expect((await health.list(vantageId)).at(-1)?.health.epoch).toBe(2_001);

    now = config;
    expect(await idsOf()).toEqual(declared);
    now = withPath("in-1-abc.x.way");
    atMs = 9_000;
    expect((await health.list(vantageId)).at(-1)?.health.epoch).toBe(9_000);
  });
});
