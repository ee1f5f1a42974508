import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awsEnd, azureEnd, buildAround, islandWorld } from "../../../../../test/support/built-twin.ts";
import type { TunnelBgp, TunnelEnd } from "./tunnel-end.ts";

const address = fc.ipV4();
const asn = fc.integer({ min: 1, max: 4_294_967_295 });
const proposals = fc.record({
  encryption: fc.constant(["aes-128-cbc"] as const),
  integrity: fc.constant(["sha1"] as const),
  dhGroups: fc.subarray([2, 14, 19, 24], { minLength: 1 }),
});

/** One thing that an end can be told wrong, each value of which no other end agrees with. */
const mistakes: fc.Arbitrary<(end: TunnelEnd) => TunnelEnd> = fc.oneof(
  fc.string().map((presharedKey) => (end: TunnelEnd) => ({ ...end, presharedKey })),
  address.map((localPublicIp) => (end: TunnelEnd) => ({ ...end, localPublicIp })),
  address.map((remotePublicIp) => (end: TunnelEnd) => ({ ...end, remotePublicIp })),
  fc.constantFrom<readonly (1 | 2)[]>([], [1]).map((ikeVersions) => (end: TunnelEnd) => ({ ...end, ikeVersions })),
  proposals.map((phase1) => (end: TunnelEnd) => ({ ...end, phase1 })),
  proposals.map((phase2) => (end: TunnelEnd) => ({ ...end, phase2 })),
  fc.constant((end: TunnelEnd) => ({ ...end, gatewayId: "nowhere" })),
  fc.constant(({ bgp: _, ...end }: TunnelEnd) => end),
  fc
    .oneof(
      fc.record({ localIp: address }),
      fc.record({ peerIp: address }),
      fc.record({ localAsn: asn }),
      fc.record({ peerAsn: asn }),
    )
    .map((wrong) => (end: TunnelEnd) => ({ ...end, bgp: { ...(end.bgp as TunnelBgp), ...wrong } })),
);

describe("twin/world/built tunnels", () => {
  it("a tunnel with any one field of one end wrong is never up", () => {
    fc.assert(
      fc.property(mistakes, fc.boolean(), (spoil, isAws) => {
        const [right, other] = isAws ? [awsEnd(), azureEnd()] : [azureEnd(), awsEnd()];
        const wrong = spoil(right);
        fc.pre(JSON.stringify(wrong) !== JSON.stringify(right));
        const world = islandWorld();
        buildAround(world);
        for (const end of [wrong, other]) world.built.tunnelEnds.put(end.id, end);
        world.advance(3_600_000);

        expect([world.tunnelStatus(right.id).state, world.tunnelStatus(other.id).state]).not.toContain("up");
        expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).not.toBe("delivered");

        world.built.tunnelEnds.put(right.id, right);
        world.advance(3_600_000);
        expect(world.tunnelStatus(right.id).state).toBe("up");
      }),
      { numRuns: 200 },
    );
  });
});
