import { describe, expect, it } from "vitest";
import { aLink, places } from "../../../../../test/support/topologies.ts";
import { withRedundancy } from "./redundancy.ts";

const { aws, azure, dc } = places;
const redundancyOf = (...links: ReturnType<typeof aLink>[]) =>
  Object.fromEntries(withRedundancy(links).map(({ id, redundancy }) => [id, redundancy]));
const dx = aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", carrier: "acme", location: "EqDC2" });
const vpn = aLink({ id: "vpn", from: dc, to: aws, carrier: "internet" });

describe("engine/topology/join/redundancy", () => {
  it("names what could carry the traffic instead, whichever end comes first, and whether it shares the carrier", () => {
    expect(redundancyOf(dx, vpn, aLink({ id: "er", from: azure, to: dc }))).toEqual({
      dx: { alternativeIds: ["vpn"], isDiverse: true },
      vpn: { alternativeIds: ["dx"], isDiverse: true },
      er: { alternativeIds: [], isDiverse: false },
    });
  });

  it("does not take for an alternative what is down, carries nothing or is open internet", () => {
    expect(
      redundancyOf(
        dx,
        { ...vpn, status: "down" },
        aLink({ id: "idle", from: aws, to: dc, reaches: [[], []] }),
        aLink({ id: "line", from: aws, to: dc, kind: "internet" }),
      ).dx,
    ).toEqual({ alternativeIds: [], isDiverse: false });
  });

  it("does not call diverse what shares carrier or building, and says nothing where a carrier is not known", () => {
    const other = (more: object) => redundancyOf(dx, { ...dx, id: "dx2", ...more }).dx?.isDiverse;

    expect(other({ location: "elsewhere" })).toBe(false);
    expect(other({ carrier: "other" })).toBe(false);
    expect(other({ carrier: "other", location: "elsewhere" })).toBe(true);
    expect(other({ carrier: undefined, location: undefined })).toBeUndefined();
  });

  it("does not take one peering for another of the same Region", () => {
    const peering = (id: string, to: string) =>
      aLink({ id, from: ["aws/vpc-1", "aws/vpc-1"], to: [to, to], kind: "peering" });

    expect(redundancyOf(peering("p1", "aws/vpc-2"), peering("p2", "aws/vpc-3")).p1?.alternativeIds).toEqual([]);
  });
});
