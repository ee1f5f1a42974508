import { describe, expect, it } from "vitest";
import { aDrillRun } from "../../../../../test/support/drills.ts";
import { closeRun } from "./close-run.ts";

const base = aDrillRun({});
const { measured, restored } = base;
const open = { ...restored, isAsBefore: false, open: ["the official test still runs"] };
const closed = (change: object, end = { failure: "" } as Parameters<typeof closeRun>[1]) =>
  closeRun(aDrillRun({ status: "running", reason: "", endedAtMs: undefined, ...change }), end, 9_000);

describe("engine/failover/drill/close-run", () => {
  it.each([
    ["within the target", {}, "passed", "800 ms without an answer, 5000 ms allowed"],
    ["beyond it", { targetRtoMs: 799 }, "failed", "800 ms without an answer, 799 ms allowed"],
    [
      "traffic never seen on the backup",
      { measured: { ...measured, rtoMs: undefined } },
      "failed",
      "traffic was not seen",
    ],
    [
      "another path than the plan's",
      { measured: { ...measured, actualPathId: "spare" } },
      "failed",
      "traffic took spare, not vpn",
    ],
    [
      "something left on, however good the time",
      { restored: open },
      "failed",
      "not as before: the official test still runs",
    ],
    ["broken off", { reason: "the kill switch is on" }, "aborted", "the kill switch is on"],
    ["broken off, and something left on", { reason: "r", restored: open }, "aborted", "r; not as before"],
    ["nothing measured at all", { measured: undefined }, "aborted", "nothing was measured"],
  ])("%s", (_, change, status, reason) => {
    expect(closed(change)).toMatchObject({ status, reason: expect.stringContaining(reason), endedAtMs: 9_000 });
  });

  it("names the guard that refused it, and the failure of a step", () => {
    expect(closed({ measured: undefined }, { refusedBy: "not-clean", failure: "vpn is down" })).toMatchObject({
      status: "refused",
      reason: "not-clean: vpn is down",
    });
    expect(closed({}, { failure: "ERR_X: no" })).toMatchObject({ status: "aborted", reason: "ERR_X: no" });
  });

  it("leaves a run that is closed as it is", () => {
    expect(closeRun(base, { failure: "late" }, 9_000)).toBe(base);
  });
});
