/** The lab's one drawing: every name, address and number that more than one part of it needs. */

/** A way between the two routers. `site` and `cloud` are its two ends. */
export interface LabPath {
  readonly id: "direct-connect" | "vpn";
  /** Interface on either router, short enough for Linux's 15 characters. */
  readonly interfaceName: string;
  readonly siteIp: string;
  readonly cloudIp: string;
  readonly delayMs: number;
  /** Local preference while nobody has moved anything; the higher one carries the traffic. */
  readonly localPreference: number;
  /** Announced over this path alone, in either direction: they stay where they are when the traffic moves. */
  readonly probeSourceIp: string;
  readonly probeTargetIp: string;
  /** Prefix of the names of its route-maps and prefix lists. */
  readonly tag: string;
}

export const DIRECT_CONNECT: LabPath = {
  id: "direct-connect",
  interfaceName: "dx0",
  siteIp: "169.254.10.1",
  cloudIp: "169.254.10.2",
  delayMs: 6,
  localPreference: 200,
  probeSourceIp: "10.254.9.1",
  probeTargetIp: "10.254.1.1",
  tag: "SKY-DX",
};
export const VPN: LabPath = {
  id: "vpn",
  interfaceName: "vpn0",
  siteIp: "169.254.20.1",
  cloudIp: "169.254.20.2",
  delayMs: 12.5,
  localPreference: 100,
  probeSourceIp: "10.254.9.2",
  probeTargetIp: "10.254.1.2",
  tag: "SKY-VPN",
};
export const LAB_PATHS = [DIRECT_CONNECT, VPN] as const;

/** One of the two autonomous systems. */
export interface LabRouter {
  readonly id: "site" | "cloud";
  readonly asn: number;
  readonly lan: string;
  readonly lanIp: string;
  readonly hostIp: string;
}
export const SITE: LabRouter = { id: "site", asn: 65_010, lan: "10.9.0.0/24", lanIp: "10.9.0.1", hostIp: "10.9.0.2" };
export const CLOUD: LabRouter = { id: "cloud", asn: 64_512, lan: "10.1.0.0/24", lanIp: "10.1.0.1", hostIp: "10.1.0.2" };
export const LAB_ROUTERS = [SITE, CLOUD] as const;

/** The application's server on the cloud's host, and what answers probes on the cloud's router. */
export const STREAM_PORT = 7_000;
export const PROBE_PORT = 7;

/** Machines of the lab, each a network namespace. */
export const LAB_HOSTS = ["client", "site", "wire", "cloud", "server"] as const;
export type LabHost = (typeof LAB_HOSTS)[number];

/** The other end of a path and this one, as a router sees them. */
export const endsOf = (router: LabRouter, path: LabPath) =>
  router.id === "site"
    ? { ownIp: path.siteIp, neighborIp: path.cloudIp, ownProbeIp: path.probeSourceIp }
    : { ownIp: path.cloudIp, neighborIp: path.siteIp, ownProbeIp: path.probeTargetIp };

/** The router at the other end. */
export const peerOf = (router: LabRouter): LabRouter => (router.id === "site" ? CLOUD : SITE);
