import type { MoveRequest } from "@skylane/core";
import { Estate, startTwin, type Twin } from "@skylane/twin";

export const PROJECT = "shop-prod";
/** A tunnel of the estate as a route names it. */
export const tunnel = (name: string) => `projects/${PROJECT}/regions/us-central1/vpnTunnels/${name}`;

/** A VPC network behind one Cloud Router: an Interconnect, an HA VPN and a Classic VPN to a data centre, two HA tunnels to AWS. */
export const googleEstate = () => {
  const link = (id: string, kind: string, i: number, far: object, hasSession = true) => ({
    id,
    kind,
    a: { at: "cr", ...(hasSession && { announces: ["10.4.0.0/16"], peerIp: `169.254.${i}.1` }) },
    b: { ...(hasSession && { peerIp: `169.254.${i}.2` }), ...far },
    bandwidthMbps: 1_000,
    latencyMs: 1,
  });
  const toAws = (id: string, i: number) =>
    link(id, "vpn", i, {
      at: "tgw",
      announces: ["10.1.0.0/16"],
      attachmentId: `tgw-attach-${id}`,
      propagatesTo: ["tgw-rtb-main"],
    });
  return Estate.parse({
    version: 1,
    name: "google",
    networks: [
      {
        id: "shop",
        cloud: "gcp",
        regionId: "us-central1",
        accountId: PROJECT,
        providerId: "prod",
        cidrs: ["10.4.0.0/16"],
        gatewayId: "cr",
      },
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
      {
        id: "vpc",
        cloud: "aws",
        regionId: "us-east-1",
        cidrs: ["10.1.0.0/16"],
        gatewayId: "tgw",
        attachmentId: "tgw-attach-vpc",
      },
    ],
    gateways: [
      {
        id: "cr",
        kind: "router",
        cloud: "gcp",
        regionId: "us-central1",
        accountId: PROJECT,
        providerId: "router-1",
        asn: 64_600,
      },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
      {
        id: "tgw",
        kind: "tgw",
        cloud: "aws",
        regionId: "us-east-1",
        providerId: "tgw-1",
        asn: 64_512,
        tables: ["tgw-rtb-main"],
      },
    ],
    connections: [
      link("ic", "interconnect", 0, { at: "r1", announces: ["10.9.0.0/16"] }),
      link("vpn", "vpn", 1, { at: "r1", announces: ["10.9.0.0/16"], med: 20_000 }),
      link("classic", "vpn", 2, { at: "r1" }, false),
      toAws("aws-1", 3),
      toAws("aws-2", 4),
    ],
    flows: [],
  });
};

/** A twin of that estate, and what tests ask of it. */
export interface GoogleTwin {
  readonly twin: Twin;
  /** What makes adapters talk to it. */
  readonly context: { readonly routerGatewayUrl: undefined; readonly endpoints: { readonly gcp: string } };
  temper(realism: object): Promise<unknown>;
  /** Ten packets of that way, sent now: the connections that counted all of them. */
  carriers(way: SteerCase["way"]): readonly string[];
}

/** A fresh one, without delays. */
export async function startGoogleTwin(): Promise<GoogleTwin> {
  const twin = await startTwin({ estate: googleEstate(), apiPort: 0, socksPort: 0, seed: 1 });
  const temper = (realism: object) =>
    fetch(`${twin.apiUrl}/lab/realism`, {
      method: "PUT",
      body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
    });
  await temper({});
  const countOf = (id: string): number => {
    const count = twin.world.counters.get(id);
    return (count?.forwardPackets ?? 0) + (count?.reversePackets ?? 0);
  };
  return {
    twin,
    context: { routerGatewayUrl: undefined, endpoints: { gcp: `${twin.apiUrl}/gcp` } },
    temper,
    carriers([from, to]) {
      const before = new Map([...twin.world.counters.keys()].map((id) => [id, countOf(id)]));
      for (let i = 0; i < 10; i += 1) twin.world.send(from, to, 100);
      return [...before].flatMap(([id, count]) => (countOf(id) - count === 10 ? [id] : []));
    },
  };
}

/** A move, and whose packets it moves. */
export interface SteerCase {
  readonly request: MoveRequest;
  /** Whose packets move, and over what before and after. */
  readonly way: readonly [from: string, to: string];
  readonly over: readonly [before: string, after: string];
}
/** By the MED that Google announces. */
export const towardsGoogle = (from: string, to: string, way: SteerCase["way"]): SteerCase => ({
  request: {
    groupId: "g",
    sideId: "site",
    prefixes: ["10.4.0.0/16"],
    settings: { projectId: PROJECT, regionId: "us-central1" },
    from: { routerName: "router-1", peerName: `bgp-${from}` },
    to: { routerName: "router-1", peerName: `bgp-${to}` },
  },
  way,
  over: [from, to],
});
/** By a static route of the VPC network. */
export const fromGoogle: SteerCase = {
  request: {
    groupId: "g",
    sideId: "cloud",
    prefixes: ["10.9.0.0/16"],
    settings: { projectId: PROJECT, networkName: "prod" },
    from: { nextHop: "bgp" },
    to: { nextHop: tunnel("classic") },
  },
  way: ["10.4.0.5", "10.9.0.5"],
  over: ["ic", "classic"],
};
export const onpremToGoogle = towardsGoogle("ic", "vpn", ["10.9.0.5", "10.4.0.5"]);
/** By the MED that Google takes what it hears for. */
export const byImport: SteerCase = {
  request: { ...onpremToGoogle.request, sideId: "cloud", prefixes: ["10.9.0.0/16"] },
  way: fromGoogle.way,
  over: ["ic", "vpn"],
};
