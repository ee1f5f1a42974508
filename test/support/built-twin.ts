import type { Estate } from "@skylane/twin";
import type { TunnelEnd } from "../../packages/twin/src/world/built/tunnel-end.ts";
import { createWorld, type World } from "../../packages/twin/src/world/world.ts";
import { seededRandom } from "./seeded-random.ts";
import { smallEstate } from "./small-estate.ts";
import { virtualClock } from "./virtual-clock.ts";

/** The small estate with a VNet and a VPC of Google's beside it, to which nothing leads. */
export const islandEstate = (): Estate =>
  smallEstate((raw) => ({
    ...raw,
    networks: [
      ...raw.networks,
      { id: "vnet", cloud: "azure", regionId: "eastus", providerId: "vnet", cidrs: ["10.42.0.0/16"] },
      { id: "spoke", cloud: "azure", regionId: "eastus", providerId: "spoke", cidrs: ["10.44.0.0/16"] },
      { id: "gvpc", cloud: "gcp", regionId: "us-central1", cidrs: ["10.43.0.0/16"] },
    ],
  }));

export interface BuiltWorld extends World {
  advance(ms: number): void;
}

/** That estate alive, with a clock to move. */
export function islandWorld(estate = islandEstate()): BuiltWorld {
  const clock = virtualClock(1_000_000);
  const world = createWorld(estate, clock, seededRandom(1));
  return Object.assign(world, { advance: clock.advance });
}

const PROPOSALS = { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] } as const;

/** What AWS's side of the tunnel was told. */
export const awsEnd = (change: Partial<TunnelEnd> = {}): TunnelEnd => ({
  id: "aws-end",
  gatewayId: "tgw",
  localPublicIp: "52.0.0.1",
  remotePublicIp: "20.0.0.1",
  presharedKey: "not.a.secret.but.long.enough",
  ikeVersions: [2],
  phase1: PROPOSALS,
  phase2: PROPOSALS,
  bgp: {
    localIp: "169.254.21.1",
    peerIp: "169.254.21.2",
    localAsn: 64_512,
    peerAsn: 65_515,
    canInitiate: true,
    holdTimeSeconds: 30,
  },
  announces: { prefixes: [], isWithNetworks: false, tableId: "tgw-rtb-main" },
  bandwidthMbps: 1_250,
  attachmentId: "tgw-attach-built",
  ...change,
});

/** What Azure's side of it was told. */
export const azureEnd = (change: Partial<TunnelEnd> = {}): TunnelEnd => ({
  id: "azure-end",
  gatewayId: "vng",
  localPublicIp: "20.0.0.1",
  remotePublicIp: "52.0.0.1",
  presharedKey: "not.a.secret.but.long.enough",
  ikeVersions: [2],
  phase1: PROPOSALS,
  phase2: PROPOSALS,
  bgp: {
    localIp: "169.254.21.2",
    peerIp: "169.254.21.1",
    localAsn: 65_515,
    peerAsn: 64_512,
    canInitiate: false,
    holdTimeSeconds: 180,
  },
  announces: { prefixes: [], isWithNetworks: true },
  bandwidthMbps: 1_000,
  ...change,
});

/** All that a VPN between the VPC and the VNet takes besides the two ends. */
export function buildAround(world: World): void {
  world.change("test", () => {
    world.built.gateways.put("vng", {
      id: "vng",
      kind: "router",
      cloud: "azure",
      regionId: "eastus",
      providerId: "vng",
      asn: 65_515,
      selects: "azure",
      tables: [],
    });
    world.built.attachments.put("vnet", { networkId: "vnet", gatewayId: "vng" });
    world.routing.propagations.add("tgw-rtb-main|tgw-attach-built");
  });
}
