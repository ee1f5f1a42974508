import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { findWay, longestMatch, wayGraph } from "./index.ts";

const { aws, azure, dc } = places;
const wayOf = (
  connections: Parameters<typeof aTopology>[0],
  flow = aFlow("f", "aws", "dc"),
  {
    policies = [],
    dead = [],
    isPolicyKept = true,
  }: { policies?: object[]; dead?: string[]; isPolicyKept?: boolean } = {},
) => {
  const graph = wayGraph(aTopology(connections), anInventory({ flows: [flow], policies }));
  const [placed] = graph.flows;
  return (
    placed &&
    findWay(graph, placed, { isDead: ({ connection }) => dead.includes(connection.id), isPolicyKept })?.map(
      ({ connection }) => connection.id,
    )
  );
};
const vpn = aLink({ id: "vpn", from: aws, to: dc });
const dx = aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" });

describe("engine/topology/ways", () => {
  it("takes a circuit before a tunnel, whatever order they are found in", () => {
    expect(wayOf([vpn, dx])).toEqual(["dx"]);
    expect(wayOf([dx, vpn])).toEqual(["dx"]);
  });

  it("takes the longest prefix before the preferred kind, as routers do", () => {
    const specific = { ...vpn, reaches: [["10.3.2.0/24"], ["10.1.0.0/16"]] as [string[], string[]] };

    expect(wayOf([dx, specific])).toEqual(["vpn"]);
  });

  it("takes the other one when the best is gone, and none when both are", () => {
    expect(wayOf([dx, vpn], undefined, { dead: ["dx"] })).toEqual(["vpn"]);
    expect(wayOf([dx, vpn], undefined, { dead: ["dx", "vpn"] })).toBeUndefined();
    expect(wayOf([{ ...dx, status: "down" }, vpn])).toEqual(["vpn"]);
  });

  it("does not take a link that the answers cannot come back over", () => {
    expect(wayOf([{ ...dx, reaches: [["10.3.0.0/16"], []] }])).toBeUndefined();
  });

  it("goes over a third place where no link is direct", () => {
    const legs = [
      aLink({ id: "leg1", from: aws, to: azure, reaches: [["10.2.0.0/16", "10.3.0.0/16"], ["10.1.0.0/16"]] }),
      aLink({ id: "leg2", from: azure, to: dc, reaches: [["10.3.0.0/16"], ["10.1.0.0/16", "10.2.0.0/16"]] }),
    ];

    expect(wayOf(legs)).toEqual(["leg1", "leg2"]);
  });

  it("does not take a peering as transit", () => {
    const legs = [
      aLink({ id: "leg1", from: aws, to: azure, kind: "peering", reaches: [["10.3.0.0/16"], ["10.1.0.0/16"]] }),
      aLink({ id: "leg2", from: azure, to: dc, reaches: [["10.3.0.0/16"], ["10.1.0.0/16"]] }),
    ];

    expect(wayOf(legs)).toBeUndefined();
  });

  it("never falls back on the open internet, and says what routing does today if policy is not asked", () => {
    const line = aLink({ id: "line", from: aws, to: dc, kind: "internet", isEncrypted: false, isPublic: true });

    expect(wayOf([line])).toBeUndefined();
    expect(wayOf([line], undefined, { isPolicyKept: false })).toEqual(["line"]);
  });

  it("keeps to the flow's policy", () => {
    const policies = [{ id: "strict", forbidPublicInternet: true }];
    const flow = aFlow("f", "aws", "dc", { policyId: "strict" });

    expect(wayOf([{ ...vpn, isPublic: true }], flow, { policies })).toBeUndefined();
    expect(wayOf([{ ...vpn, isPublic: true }, dx], flow, { policies })).toEqual(["dx"]);
  });

  it("finds the longest of the prefixes that hold an address", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 32 }), { minLength: 1 }), fc.nat(2 ** 32 - 1), (lengths, ip) => {
        const dotted = [24, 16, 8, 0].map((shift) => (ip / 2 ** shift) & 255).join(".");

        expect(
          longestMatch(
            lengths.map((length) => `${dotted}/${length}`),
            ip,
          ),
        ).toBe(Math.max(...lengths));
      }),
    );
  });
});
