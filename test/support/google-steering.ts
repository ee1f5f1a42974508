import type { MoveRequest } from "@skylane/core";
import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, vi } from "vitest";
import { type SteeredTwin, startSteeredTwin } from "./steered-twin.ts";

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
export interface GoogleTwin extends SteeredTwin {
  /** What makes adapters talk to it. */
  readonly context: { readonly routerGatewayUrl: undefined; readonly endpoints: { readonly gcp: string } };
}

/** A fresh one, without delays. */
export async function startGoogleTwin(): Promise<GoogleTwin> {
  const steered = await startSteeredTwin(googleEstate());
  const endpoints = { gcp: `${steered.twin.apiUrl}/gcp` };
  return { ...steered, context: { routerGatewayUrl: undefined, endpoints } };
}

/** A fresh one for each test of a file, with a token to ask it by. */
export function googleTwinForEachTest(): () => GoogleTwin {
  let google: GoogleTwin;
  beforeEach(async () => {
    google = await startGoogleTwin();
    vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await google.twin.close();
  });
  return () => google;
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
