import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { objectivesByPath, rtoByGroup } from "./slos.ts";

const withSlos = (slos: unknown) => aConfig((raw) => ({ ...raw, slos }));

describe("core/config/slos", () => {
  it("promises nothing where none are configured, and 99.95 % in four weeks where it is not said", () => {
    expect(objectivesByPath(aConfig()).size).toBe(0);

    const config = withSlos({});

    expect(config.slos).toEqual({ periodDays: 28, availabilityRatio: 0.9995, exceptions: [] });
    expect([...objectivesByPath(config)]).toEqual([
      ["dx", { availabilityRatio: 0.9995 }],
      ["vpn", { availabilityRatio: 0.9995 }],
    ]);
  });

  it("a path's own exception wins over its group's, field by field", () => {
    const config = withSlos({
      latencyP95Ms: 80,
      exceptions: [
        { groupId: "g", availabilityRatio: 0.999, latencyP95Ms: 60 },
        { pathId: "vpn", availabilityRatio: 0.99 },
      ],
    });

    expect(Object.fromEntries(objectivesByPath(config))).toEqual({
      dx: { availabilityRatio: 0.999, latencyP95Ms: 60 },
      vpn: { availabilityRatio: 0.99, latencyP95Ms: 60 },
    });
  });

  it("promises a time to recover to groups, each its own where it has one", () => {
    expect(rtoByGroup(aConfig()).size).toBe(0);
    expect(rtoByGroup(withSlos({})).size).toBe(0);
    expect([...rtoByGroup(withSlos({ rtoMs: "30 seconds" }))]).toEqual([["g", 30_000]]);
    const exceptions = [{ groupId: "g", rtoMs: "5 seconds" }];
    expect([...rtoByGroup(withSlos({ rtoMs: "30 seconds", exceptions }))]).toEqual([["g", 5_000]]);
    expect([...rtoByGroup(withSlos({ exceptions }))]).toEqual([["g", 5_000]]);
  });

  it.each([
    [{ availabilityRatio: 1 }, "slos.availabilityRatio"],
    [{ availabilityRatio: 0.9 }, "slos.availabilityRatio"],
    [{ periodDays: 31 }, "slos.periodDays"],
    [{ latency: 5 }, "latency"],
    [{ rtoMs: "0 seconds" }, "slos.rtoMs"],
    [{ exceptions: [{ pathId: "dx", rtoMs: "5 seconds" }] }, "is of groups"],
    [{ exceptions: [{ pathId: "dx" }] }, "says nothing"],
    [{ exceptions: [{ latencyP95Ms: 5 }] }, "must name a pathId or a groupId"],
    [{ exceptions: [{ pathId: "dx", groupId: "g", latencyP95Ms: 5 }] }, "must name a pathId or a groupId"],
    [{ exceptions: [{ pathId: "nope", latencyP95Ms: 5 }] }, 'names "nope", which is not declared'],
    [{ exceptions: [{ groupId: "dx", latencyP95Ms: 5 }] }, 'names "dx", which is not declared'],
    [
      {
        exceptions: [
          { pathId: "dx", latencyP95Ms: 5 },
          { pathId: "dx", latencyP95Ms: 6 },
        ],
      },
      '"dx" has two exceptions',
    ],
  ])("refuses %j", (slos, says) => {
    expect(() => withSlos(slos)).toThrow(says);
  });
});
