import { describe, expect, it } from "vitest";
import { awsEnd, azureEnd, type BuiltWorld, buildAround, islandWorld } from "../../../../../test/support/built-twin.ts";
import { FaultInput } from "../faults.ts";
import type { TunnelEnd } from "./tunnel-end.ts";

const SESSION_MS = 7_000 / 600;

function withTunnel(aws: Partial<TunnelEnd> = {}, azure: Partial<TunnelEnd> = {}): BuiltWorld {
  const world = islandWorld();
  buildAround(world);
  world.change("test", () => {
    world.built.tunnelEnds.put("aws-end", awsEnd(aws));
    world.built.tunnelEnds.put("azure-end", azureEnd(azure));
  });
  world.advance(SESSION_MS + 1);
  return world;
}
const over = (world: BuiltWorld, from: string, to: string): readonly string[] =>
  world.traceBetween(from, to).crossings.map(({ connection }) => connection.id);
const tunnelIn = (world: BuiltWorld): string => {
  const status = world.tunnelStatus("aws-end");
  if (status.state !== "up") throw new Error(`the tunnel is ${status.state}: ${status.reason}`);
  return status.connectionId;
};

describe("twin/world/built tunnels", () => {
  it("carries packets both ways once both ends agree, and not a moment before", () => {
    const world = islandWorld();
    buildAround(world);
    world.change("test", () => world.built.tunnelEnds.put("aws-end", awsEnd()));
    expect(world.tunnelStatus("aws-end")).toEqual({ state: "ike-down", reason: "no-peer" });

    world.change("test", () => world.built.tunnelEnds.put("azure-end", azureEnd()));
    expect(world.tunnelStatus("aws-end")).toEqual({ state: "ike-down", reason: "starting" });
    expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).toBe("no-route");
    world.advance(2_000 / 600 + 0.1);
    expect(world.tunnelStatus("azure-end")).toMatchObject({ state: "bgp-down", reason: "starting" });
    world.advance(5_000 / 600);

    expect(world.tunnelStatus("azure-end").state).toBe("up");
    const id = tunnelIn(world);
    expect([over(world, "10.1.0.5", "10.42.0.5"), over(world, "10.42.0.5", "10.1.0.5")]).toEqual([[id], [id]]);
    expect(world.send("10.1.0.5", "10.42.0.5", 100)).toMatchObject({ kind: "arrives" });
    expect(world.counters.get(id)).toMatchObject({ forwardPackets: 1, forwardBytes: 100 });
  });

  it.each<[string, Partial<TunnelEnd>, object]>([
    ["another key", { presharedKey: "another" }, { state: "ike-down", reason: "psk-mismatch" }],
    ["another version", { ikeVersions: [1] }, { state: "ike-down", reason: "version-mismatch" }],
    [
      "another group for the keys",
      { phase1: { ...azureEnd().phase1, dhGroups: [14] } },
      { state: "ike-down", reason: "no-proposal" },
    ],
    [
      "no forward secrecy on one side",
      { phase2: { ...azureEnd().phase2, dhGroups: [] } },
      { state: "ike-down", reason: "no-proposal" },
    ],
    ["another address", { remotePublicIp: "52.0.0.9" }, { state: "ike-down", reason: "no-peer" }],
    ["a gateway that is not there", { gatewayId: "nowhere" }, { state: "ike-down", reason: "no-peer" }],
  ])("with %s there is no tunnel, and it says why", (_, wrong, status) => {
    const world = withTunnel({}, wrong);

    expect(world.tunnelStatus("aws-end")).toEqual(status);
    expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).toBe("no-route");
  });

  it.each<[string, Partial<TunnelEnd>, string]>([
    ["another inside address", { bgp: { ...bgpOfAzure(), localIp: "169.254.21.6" } }, "address-mismatch"],
    ["another AS number than the peer expects", { bgp: { ...bgpOfAzure(), localAsn: 65_001 } }, "asn-mismatch"],
    ["the AS number of its peer", { bgp: { ...bgpOfAzure(), localAsn: 64_512 } }, "same-asn"],
  ])("with %s IPsec is up and BGP is not", (_, wrong, reason) => {
    expect(withTunnel({}, wrong).tunnelStatus("aws-end")).toMatchObject({ state: "bgp-down", reason });
  });

  it("has no BGP where neither side begins, or only one speaks it", () => {
    const silent = withTunnel({ bgp: { ...bgpOfAws(), canInitiate: false } });
    const { bgp: _, ...withoutBgp } = azureEnd();
    const alone = islandWorld();
    buildAround(alone);
    alone.built.tunnelEnds.put("aws-end", awsEnd());
    alone.built.tunnelEnds.put("azure-end", withoutBgp);
    alone.advance(SESSION_MS + 1);

    expect(silent.tunnelStatus("aws-end")).toMatchObject({ reason: "no-initiator" });
    expect(alone.tunnelStatus("aws-end")).toMatchObject({ reason: "no-bgp-peer" });
  });

  it("announces what is attached, as it is at each moment", () => {
    const world = withTunnel();
    expect(world.traceBetween("10.1.0.5", "10.44.0.5").kind).toBe("no-route");

    world.change("test", () => world.built.attachments.put("spoke", { networkId: "spoke", gatewayId: "vng" }));
    expect(world.traceBetween("10.1.0.5", "10.44.0.5").kind).toBe("delivered");
    world.change("test", () => world.built.ranges.put("more", { networkId: "vnet", cidr: "10.45.0.0/16" }));

    expect(world.traceBetween("10.1.0.5", "10.45.0.5").kind).toBe("delivered");
    expect(world.viewOf("vng").links[0]?.other.announces).toEqual(["10.1.0.0/16", "10.255.1.0/24"]);
  });

  it("announces static routes of its table that lead elsewhere, and nothing it heard", () => {
    const world = withTunnel();

    world.change("test", () => {
      world.routing.staticRoutes.set(
        "tgw-rtb-main",
        new Map([
          ["10.200.0.0/16", "tgw-attach-vpc"],
          ["10.201.0.0/16", "tgw-attach-built"],
          ["10.202.0.0/16", "blackhole"],
        ]),
      );
    });

    expect(world.viewOf("vng").links[0]?.other.announces).toEqual(["10.1.0.0/16", "10.255.1.0/24", "10.200.0.0/16"]);
  });

  it("routes by what each side was told is behind the other where there is no BGP", () => {
    const world = islandWorld();
    buildAround(world);
    const [{ bgp: _, ...aws }, { bgp: __, ...azure }] = [awsEnd(), azureEnd()];
    world.change("test", () => {
      world.built.tunnelEnds.put("aws-end", { ...aws, remotePrefixes: ["10.42.0.0/16"] });
      world.built.tunnelEnds.put("azure-end", { ...azure, remotePrefixes: ["10.1.0.0/16"] });
    });
    world.advance(SESSION_MS + 1);

    expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).toBe("delivered");
    expect(world.traceBetween("10.42.0.5", "10.1.0.5").kind).toBe("delivered");
  });

  it("is a link like any other: faults take it down and it comes back", () => {
    const world = withTunnel();
    const id = tunnelIn(world);
    const upAtMs = world.sessionChangedAtMs(id);

    const { id: faultId } = world.addFault(FaultInput.parse({ kind: "cut", target: { connectionId: id } }));
    expect(world.send("10.1.0.5", "10.42.0.5", 1).kind).toBe("lost");
    world.advance(30_001);
    expect(world.tunnelStatus("aws-end")).toEqual({ state: "ike-down", reason: "no-answer" });
    expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).toBe("no-route");
    world.removeFault(faultId);

    expect(world.tunnelStatus("aws-end").state).toBe("up");
    expect(world.sessionChangedAtMs(id)).toBeGreaterThan(upAtMs);
  });

  it("logs its coming as the world's, and its end as the doing of whoever took it away", () => {
    const world = withTunnel();
    const id = tunnelIn(world);
    const came = world.changes().filter(({ to }) => to === id);

    world.change("DeleteVpnConnection", () => world.built.tunnelEnds.remove("aws-end"));
    const went = world.changes().filter(({ from }) => from === id);

    expect(came.map(({ cause }) => cause)).toEqual(came.map(() => "world"));
    expect(came.length).toBeGreaterThan(0);
    expect(went).toMatchObject(came.map(() => ({ by: "DeleteVpnConnection", cause: "command" })));
  });

  it("begins anew with another key, and goes on with another announcement", () => {
    const world = withTunnel();
    world.change("test", () =>
      world.built.tunnelEnds.put(
        "azure-end",
        azureEnd({ announces: { prefixes: ["10.99.0.0/16"], isWithNetworks: true } }),
      ),
    );
    expect(world.tunnelStatus("aws-end").state).toBe("up");
    world.change("test", () => {
      world.built.tunnelEnds.put("aws-end", awsEnd({ presharedKey: "rotated" }));
      world.built.tunnelEnds.put("azure-end", azureEnd({ presharedKey: "rotated" }));
    });

    expect(world.tunnelStatus("aws-end")).toEqual({ state: "ike-down", reason: "starting" });
    world.advance(SESSION_MS + 1);
    expect(world.tunnelStatus("aws-end").state).toBe("up");
  });

  it("leads a VPC of Google's by what its Cloud Router hears, without a route of its own", () => {
    const world = islandWorld();
    world.change("test", () => {
      world.built.gateways.put("router", {
        id: "router",
        kind: "router",
        cloud: "gcp",
        regionId: "us-central1",
        providerId: "router",
        asn: 65_515,
        tables: [],
      });
      world.built.attachments.put("gvpc", { networkId: "gvpc", gatewayId: "router" });
      world.routing.propagations.add("tgw-rtb-main|tgw-attach-built");
      world.built.tunnelEnds.put("aws-end", awsEnd());
      world.built.tunnelEnds.put("azure-end", azureEnd({ gatewayId: "router" }));
    });
    expect(world.traceBetween("10.43.0.5", "10.1.0.5").kind).toBe("no-route");
    world.advance(SESSION_MS + 1);

    expect(world.traceBetween("10.43.0.5", "10.1.0.5").kind).toBe("delivered");
    expect(world.traceBetween("10.1.0.5", "10.43.0.5").kind).toBe("delivered");
    expect(world.traceBetween("10.43.0.5", "10.99.0.5").kind).toBe("no-route");
  });

  it("of two tunnels on one attachment uses the one that is up", () => {
    const world = withTunnel();
    const first = tunnelIn(world);
    world.change("test", () => {
      const addresses = { localPublicIp: "52.0.0.2", remotePublicIp: "20.0.0.2" };
      const [aws, azure] = [
        { ...bgpOfAws(), localIp: "169.254.22.1", peerIp: "169.254.22.2" },
        { ...bgpOfAzure(), localIp: "169.254.22.2", peerIp: "169.254.22.1" },
      ];
      world.built.tunnelEnds.put("aws-end-2", awsEnd({ id: "aws-end-2", ...addresses, bgp: aws }));
      world.built.tunnelEnds.put(
        "azure-end-2",
        azureEnd({ id: "azure-end-2", localPublicIp: "20.0.0.2", remotePublicIp: "52.0.0.2", bgp: azure }),
      );
      world.routing.staticRoutes.set("tgw-rtb-main", new Map([["10.42.0.0/16", "tgw-attach-built"]]));
    });
    world.advance(SESSION_MS + 1);

    world.addFault(FaultInput.parse({ kind: "cut", target: { connectionId: first } }));
    world.advance(30_001);

    expect(over(world, "10.1.0.5", "10.42.0.5")).not.toContain(first);
    expect(world.traceBetween("10.1.0.5", "10.42.0.5").kind).toBe("delivered");
  });
});

function bgpOfAzure() {
  return azureEnd().bgp as NonNullable<TunnelEnd["bgp"]>;
}
function bgpOfAws() {
  return awsEnd().bgp as NonNullable<TunnelEnd["bgp"]>;
}
