import type { PathStateName, ProbeEvidence } from "@skylane/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeEvidence } from "./probe-evidence.ts";

const ok = (atMs: number): ProbeEvidence => ({ atMs, outcome: "ok", rttMs: 5 });
const lost = (atMs: number): ProbeEvidence => ({ atMs, outcome: "timeout" });

describe("engine/health/probe-evidence", () => {
  it.each<[string, readonly ProbeEvidence[], PathStateName, readonly number[]]>([
    ["a path that went down: its lost probes", [ok(1), ok(2), lost(3), lost(4), lost(5)], "down", [3, 4, 5]],
    ["a path that came up: its answers", [lost(1), lost(2), ok(3), ok(4)], "up", [3, 4]],
    ["a path that came up: none from before it failed", [ok(1), ok(2), lost(3), ok(4), ok(5)], "up", [4, 5]],
    ["a path that went down: none of an earlier dip", [lost(1), ok(2), lost(3), lost(4)], "down", [3, 4]],
    ["a path that loses some: those", [lost(1), ok(2), lost(3), ok(4)], "degraded", [1, 3]],
    ["a path that is slow: its last five", [1, 2, 3, 4, 5, 6, 7].map(ok), "degraded", [3, 4, 5, 6, 7]],
    ["a vantage that sees nothing: its failures", [{ atMs: 1, outcome: "vantage-error" }], "unknown", [1]],
    ["a burst that has just begun: nothing", [], "down", []],
  ])("shows of %s", (_, samples, to, expected) => {
    expect(probeEvidence(samples, to).map(({ atMs }) => atMs)).toEqual(expected);
  });

  it("shows nothing that was not told, in its order, and something of all that was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 10 }),
        fc.constantFrom<PathStateName>("up", "down", "degraded", "unknown"),
        (answered, to) => {
          const told = answered.map((isOk, atMs) => (isOk ? ok(atMs) : lost(atMs)));

          const shown = probeEvidence(told, to);

          expect(told.filter((sample) => shown.includes(sample))).toEqual(shown);
          const isSign = to === "up" ? answered.at(-1) === true : answered.at(-1) === false;
          if (isSign) expect(shown).toContain(told.at(-1));
        },
      ),
    );
  });
});
