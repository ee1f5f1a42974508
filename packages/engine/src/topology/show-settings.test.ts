import { SettingsView, type SkylaneConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { showSettings } from "./show-settings.ts";

describe("engine/topology/show-settings", () => {
  it("shows levels, limits and roles, and of people no more than that", () => {
    const config: SkylaneConfig = {
      ...aConfig(),
      people: [{ id: "ana@example.com", slackUserId: "U024BE7LH", role: "approver" }],
    };

    const settings = SettingsView.parse(showSettings(config));

    expect(settings.people).toEqual([{ id: "ana@example.com", role: "approver" }]);
    expect(settings.groups.map(({ id, automation }) => [id, automation])).toEqual(
      config.groups.map(({ id, automation }) => [id, automation]),
    );
    expect(settings.detection.failuresToDownCount).toBe(config.thresholds.failuresToDownCount);
    expect(settings.approval).toEqual(config.failover.approval);
  });
});
