import { IncidentId } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { incidentOf } from "../../../../../test/support/incident-record.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { readOverview } from "./read-overview.ts";

describe("engine/topology/use-cases/read-overview", () => {
  it("shows the newest incidents, and one that is away since long before them", async () => {
    const deps = memoryDeps(aConfig());
    await deps.incidents.open(incidentOf({ openedAtMs: 1 }));
    for (let i = 1; i <= 60; i += 1)
      await deps.incidents.open(
        incidentOf({ id: IncidentId.parse(`fo-g-refused-${i}`), status: "refused", openedAtMs: 1 + i }),
      );

    const { incidents, groups } = await readOverview(deps, undefined);

    expect(incidents).toHaveLength(51);
    expect(incidents.at(0)?.id).toBe("fo-g-refused-60");
    expect(incidents.at(-1)).toMatchObject({ id: "fo-g-3", status: "moved" });
    expect(groups).toMatchObject([{ id: "g", activeIncidentId: "fo-g-3" }]);
  });
});
