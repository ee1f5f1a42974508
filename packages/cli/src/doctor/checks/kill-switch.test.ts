import { describe, expect, it } from "vitest";
import { judgeKillSwitch } from "./kill-switch.ts";

describe("cli/doctor/checks/kill-switch", () => {
  it("says who stopped everything, why, and how it goes on", () => {
    expect(judgeKillSwitch({ isStopped: true, by: "ann", reason: "change freeze" })).toMatchObject({
      outcome: "warning",
      seen: "on, by ann: change freeze; nothing is moved",
      todo: expect.stringContaining("kill-switch off"),
    });
    expect(judgeKillSwitch({ isStopped: false }).outcome).toBe("ok");
  });
});
