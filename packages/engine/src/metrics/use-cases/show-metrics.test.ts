import { IncidentId } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { incidentOf } from "../../../../../test/support/incident-record.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { showMetrics } from "./show-metrics.ts";

const regions = { home: "us-east-1", standby: "us-west-2" };

describe("engine/metrics/use-cases/show-metrics", () => {
  it("answers what is stored, in the form that is asked for", async () => {
    const deps = memoryDeps(aConfig());
    await deps.health.saveAll("v1", [{ ...healthOf("dx", "up"), sampledAtMs: deps.clock.nowMs() }]);

    const { contentType, body } = await showMetrics(deps, "application/openmetrics-text");

    expect(contentType).toContain("openmetrics");
    expect(body).toContain('skylane_path_up{path="dx",group="g",connection="dx",vantage="v1"');
    expect(body).toContain("skylane_kill_switch_engaged 0\n");
    expect(body).not.toContain("skylane_slo_");
    expect(body).not.toContain("skylane_replication_lag_seconds");
  });

  it("says how late the other Region is, and nothing of its own", async () => {
    const deps = memoryDeps(aConfig((raw) => ({ ...raw, regions })));
    await deps.regionBeats.put("us-east-1", deps.clock.nowMs());
    await deps.regionBeats.put("us-west-2", deps.clock.nowMs() - 42_000);

    const { body } = await showMetrics(deps, "");

    expect(body.match(/^skylane_replication_lag_seconds.*$/gm)).toEqual([
      'skylane_replication_lag_seconds{region="us-west-2"} 42',
    ]);
  });

  it("counts moves from the first of the month on, and what is still away whenever it went", async () => {
    const deps = memoryDeps(aConfig());
    const monthMs = Date.UTC(2026, 10);
    deps.clock.advance(Date.UTC(2026, 10, 22) - deps.clock.nowMs());
    const open = (id: string, status: "moved" | "failed-back", openedAtMs: number) =>
      deps.incidents.open(
        incidentOf({
          ...{ id: IncidentId.parse(id), status, openedAtMs },
          timeline: [{ atMs: openedAtMs + 3_000, what: "moved: 3 of 3 requests answered" }],
        }),
      );
    await open("fo-g-1", "moved", monthMs - 1);
    await open("fo-g-2", "failed-back", monthMs - 1);
    await open("fo-g-3", "failed-back", monthMs);

    const { body } = await showMetrics(deps, "");

    expect(body.match(/^skylane_failover_total.*moved.*$/gm)).toEqual(['skylane_failover_total{outcome="moved"} 1']);
    expect(body.match(/^skylane_incidents_active.*moved.*$/gm)).toEqual(['skylane_incidents_active{status="moved"} 1']);
  });

  it("fails as a whole where something is away: half of an answer would look like the whole", async () => {
    const deps = memoryDeps(aConfig());
    const health = { ...deps.health, list: () => Promise.reject(new Error("the table is away")) };

    await expect(showMetrics({ ...deps, health }, "")).rejects.toThrow("away");
  });
});
