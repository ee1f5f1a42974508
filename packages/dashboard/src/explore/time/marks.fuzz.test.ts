import { topologyChanges } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyView } from "../../../../../test/support/estate-views.ts";
import { indexEstate, stillThere } from "../estate-index.ts";
import { layOut } from "../graph/lay-out.ts";
import { commonMark, marksOf, markText, withGone } from "./marks.ts";

const nothing: ReadonlySet<string> = new Set();

describe("dashboard/explore/time/marks", () => {
  it("draws what is there and what went, and counts only what is there, whatever two looks found", () => {
    fc.assert(
      fc.property(anyView, anyView, (before, after) => {
        const marks = marksOf(topologyChanges(before.topology, after.topology));
        const index = indexEstate(withGone(after, before.topology, marks), marks);

        const there = stillThere(index.topology.connections, index).map(({ id }) => id);
        expect(there).toEqual(after.topology.connections.map(({ id }) => id));
        const ids = new Set(index.topology.connections.map(({ id }) => id));
        for (const { id } of before.topology.connections) expect(ids.has(id)).toBe(true);
        expect(ids.size).toBe(index.topology.connections.length);
        const drawn = layOut(index, nothing).edges.flatMap(({ connections }) => connections);
        expect(drawn).toHaveLength(ids.size);
      }),
      { numRuns: 60 },
    );
  });

  it("finds nothing between a look and itself, and says of a look from nothing that all came", () => {
    fc.assert(
      fc.property(anyView, ({ topology }) => {
        expect(topologyChanges(topology, topology)).toEqual([]);
        const empty = { ...topology, networks: [], gateways: [], connections: [] };
        const marks = marksOf(topologyChanges(empty, topology));
        const things = [...topology.networks, ...topology.gateways].map(({ key }) => key);
        expect([...marks.keys()].sort()).toEqual([...things, ...topology.connections.map(({ id }) => id)].sort());
        expect(new Set(marks.values())).toEqual(marks.size === 0 ? new Set() : new Set(["came"]));
      }),
      { numRuns: 40 },
    );
  });

  it("says of a Region that could not be seen this time nothing of what went", () => {
    const [[before]] = [fc.sample(anyView, { numRuns: 1, seed: 7 })];
    if (!before) throw new Error("nothing was drawn");
    const clouds = [...new Set([...before.topology.networks, ...before.topology.gateways].map(({ cloud }) => cloud))];
    const after = {
      ...before.topology,
      networks: [],
      gateways: [],
      gaps: clouds.map((cloud) => ({ cloud, reason: "denied" as const, detail: "" })),
    } as unknown as typeof before.topology;

    expect(topologyChanges(before.topology, after).filter(({ what }) => what !== "connection")).toEqual([]);
  });

  it("writes one sign for one thing, and counts for several", () => {
    const marks = new Map([
      ["a", "came"],
      ["b", "came"],
      ["c", "went"],
    ] as const);

    expect(markText(["a"], marks)).toBe("+");
    expect(markText(["a", "b", "c", "d"], marks)).toBe("+2 −1");
    expect(markText(["d"], marks)).toBe("");
    expect(commonMark(["a", "b"], marks)).toBe("came");
    expect(commonMark(["a", "d"], marks)).toBe("changed");
    expect(commonMark(["d", "e"], marks)).toBeUndefined();
  });
});
