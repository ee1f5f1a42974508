import * as z from "zod";

/**
 * The parts of Compute Engine's answers that discovery reads. All other fields are dropped here, secrets among them. Enums
 * are open: the cloud adds values without notice.
 */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const list = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .nullish()
    .transform((all) => all ?? []);
const text = maybe(z.string());
const labels = maybe(z.record(z.string(), z.string()));
const named = {
  name: z.string().min(1),
  selfLink: z.string().min(1),
  creationTimestamp: text,
  description: text,
  labels,
};

export const Network = z.object({
  ...named,
  peerings: list(z.object({ name: z.string().min(1), network: z.string().min(1), state: text })),
});
export type Network = z.infer<typeof Network>;

export const Subnetwork = z.object({
  ...named,
  network: z.string(),
  ipCidrRange: text,
  secondaryIpRanges: list(z.object({ ipCidrRange: text })),
});
export type Subnetwork = z.infer<typeof Subnetwork>;

const address = maybe(z.ipv4());

export const Instance = z.object({
  name: text,
  selfLink: z.string(),
  description: text,
  labels,
  status: text,
  machineType: text,
  tags: maybe(z.object({ items: list(z.string().min(1)) })),
  networkInterfaces: list(
    z.object({
      network: text,
      subnetwork: text,
      networkIP: address,
      accessConfigs: list(z.object({ natIP: text })),
    }),
  ),
});
export type Instance = z.infer<typeof Instance>;

/** A database of Cloud SQL, as its Admin API shows it. */
export const SqlInstance = z.object({
  name: z.string().min(1),
  region: text,
  databaseVersion: text,
  dnsName: text,
  ipAddresses: list(z.object({ type: text, ipAddress: address })),
  settings: maybe(
    z.object({
      userLabels: labels,
      ipConfiguration: maybe(z.object({ ipv4Enabled: maybe(z.boolean()), privateNetwork: text })),
    }),
  ),
});
export type SqlInstance = z.infer<typeof SqlInstance>;

export const VpnGateway = z.object({
  ...named,
  network: text,
  vpnInterfaces: list(z.object({ id: maybe(z.number()), ipAddress: text, interconnectAttachment: text })),
});
export type VpnGateway = z.infer<typeof VpnGateway>;

/** A Classic VPN gateway: its address is that of a forwarding rule. */
export const TargetVpnGateway = z.object({ ...named, network: text });
export type TargetVpnGateway = z.infer<typeof TargetVpnGateway>;

export const ExternalVpnGateway = z.object({
  ...named,
  interfaces: list(z.object({ id: maybe(z.number()), ipAddress: text })),
});
export type ExternalVpnGateway = z.infer<typeof ExternalVpnGateway>;

export const VpnTunnel = z.object({
  ...named,
  status: text,
  peerIp: text,
  vpnGateway: text,
  vpnGatewayInterface: maybe(z.number()),
  targetVpnGateway: text,
  peerGcpGateway: text,
  peerExternalGateway: text,
  peerExternalGatewayInterface: maybe(z.number()),
  router: text,
});
export type VpnTunnel = z.infer<typeof VpnTunnel>;

const BgpPeer = z.object({
  name: z.string(),
  interfaceName: text,
  ipAddress: text,
  peerIpAddress: text,
  peerAsn: maybe(z.number()),
  bfd: maybe(z.object({ sessionInitializationMode: text })),
});
export const Router = z.object({
  ...named,
  network: text,
  bgp: maybe(z.object({ asn: maybe(z.number()) })),
  interfaces: list(
    z.object({ name: z.string(), ipRange: text, linkedVpnTunnel: text, linkedInterconnectAttachment: text }),
  ),
  bgpPeers: list(BgpPeer),
  nats: list(z.object({ name: text })),
});
export type Router = z.infer<typeof Router>;

export const Route = z.object({
  name: text,
  network: text,
  destRange: z.string(),
  routeType: text,
  routeStatus: text,
  nextHopGateway: text,
  nextHopNetwork: text,
  nextHopPeering: text,
  nextHopVpnTunnel: text,
  nextHopInterconnectAttachment: text,
  nextHopInstance: text,
  nextHopIp: text,
  nextHopIlb: text,
  nextHopHub: text,
});
export type Route = z.infer<typeof Route>;

export const RouterStatus = z.object({
  bestRoutes: list(Route),
  bgpPeerStatus: list(
    z.object({
      name: z.string(),
      status: text,
      numLearnedRoutes: maybe(z.number()),
      advertisedRoutes: list(z.object({ destRange: text })),
    }),
  ),
});
export type RouterStatus = z.infer<typeof RouterStatus>;

export const BgpRoute = z.object({ destination: maybe(z.object({ prefix: text })) });

export const Interconnect = z.object({
  ...named,
  location: text,
  linkType: text,
  requestedLinkCount: maybe(z.number()),
  provisionedLinkCount: maybe(z.number()),
  macsecEnabled: maybe(z.boolean()),
});
export type Interconnect = z.infer<typeof Interconnect>;

export const Attachment = z.object({
  ...named,
  router: text,
  interconnect: text,
  type: text,
  state: text,
  operationalStatus: text,
  bandwidth: text,
  encryption: text,
  /** A secret: leaves this adapter as a hash only. */
  pairingKey: text,
  partnerAsn: maybe(z.union([z.string(), z.number()])),
  partnerMetadata: maybe(z.object({ partnerName: text, interconnectName: text })),
  vlanTag8021q: maybe(z.number()),
  cloudRouterIpAddress: text,
  customerRouterIpAddress: text,
});
export type Attachment = z.infer<typeof Attachment>;

export const TimeSeries = z.object({
  metric: maybe(z.object({ labels: labels })),
  resource: maybe(z.object({ labels: labels })),
  points: list(
    z.object({
      interval: maybe(z.object({ startTime: text, endTime: text })),
      value: maybe(z.object({ int64Value: maybe(z.union([z.string(), z.number()])), doubleValue: maybe(z.number()) })),
    }),
  ),
});
export type TimeSeries = z.infer<typeof TimeSeries>;

/** Bytes of a point. */
export const bytesOf = ({ value }: TimeSeries["points"][number]): number =>
  Number(value?.int64Value ?? value?.doubleValue ?? Number.NaN);
