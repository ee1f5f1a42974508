import { PathDetail, type SkylaneEvent } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runProbeBurst } from "../../health/index.ts";
import { showPath } from "./show-path.ts";

describe("engine/paths/use-cases/show-path", () => {
  it("shows what was recorded of a path in the hours asked for, its plan and its flows", async () => {
    const deps = memoryDeps(aConfig());
    const slotMs = Math.ceil(deps.clock.nowMs() / 60_000) * 60_000;
    deps.clock.advance(slotMs - deps.clock.nowMs());
    await runProbeBurst(deps, { vantageId: "v1", slotMs });
    for (const event of deps.published)
      await deps.eventLog.append({ ...event, time: new Date(slotMs).toISOString() } as unknown as SkylaneEvent);

    const detail = PathDetail.parse(await showPath(deps, "vpn", 1));

    expect(detail.minutes).toMatchObject([{ vantageId: "v1", state: "up", lostCount: 0 }]);
    expect(detail.changes.at(-1)).toMatchObject({ pathId: "vpn", to: "up" });
    expect(detail.flows.length).toBe(deps.config.flows.filter(({ groupId }) => groupId === detail.groupId).length);
  });

  it("says which paths there are where one is asked for that is not", async () => {
    await expect(showPath(memoryDeps(aConfig()), "nowhere", 1)).rejects.toMatchObject({
      name: "ERR_PATH_UNKNOWN",
      message: expect.stringContaining("GET /v1/overview"),
    });
  });
});
