import type { DiscoveryGap } from "@skylane/core";
import * as z from "zod";

/**
 * What Oracle's API answers, as much of it as is used. The SDK passes on whatever came; here a field of an odd type counts as
 * absent, and a row without what names it is left out. Moments are texts, whatever the SDK's types say.
 */
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const texts = z.array(z.string()).optional().catch(undefined);
const id = z.string().min(1).max(500);
/** An id of something else. */
const other = id.optional().catch(undefined);
const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape).optional().catch(undefined);
/** The items that are of the shape. */
const some = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) =>
      all.flatMap((one): z.output<T>[] => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    );
const common = {
  id,
  displayName: text,
  lifecycleState: text,
  timeCreated: text,
  freeformTags: z.record(z.string(), z.unknown()).optional().catch(undefined),
  definedTags: z.record(z.string(), z.record(z.string(), z.unknown())).optional().catch(undefined),
};

export const RegionSubscription = z.object({ regionName: id, status: text });
export const Compartment = z.object({ id, lifecycleState: text });
export const Vcn = z.object({ ...common, cidrBlock: text, cidrBlocks: texts, ipv6CidrBlocks: texts });
export const Subnet = z.object({ id, vcnId: other, lifecycleState: text, prohibitPublicIpOnVnic: flag });
export const RouteTable = z.object({
  id,
  vcnId: id,
  lifecycleState: text,
  routeRules: some(
    z.object({ destination: text, cidrBlock: text, destinationType: text, networkEntityId: other, routeType: text }),
  ),
});
export const VnicAttachment = z.object({ id, subnetId: other, instanceId: other, vnicId: other, lifecycleState: text });
export const Instance = z.object({
  ...common,
  shape: text,
  shapeConfig: object({ ocpus: number, memoryInGBs: number }),
});
export const PrivateIp = z.object({
  id,
  vnicId: other,
  ipAddress: z.ipv4().optional().catch(undefined),
  isPrimary: flag,
});
export const Drg = z.object(common);
export const DrgAttachment = z.object({
  id,
  drgId: other,
  vcnId: other,
  lifecycleState: text,
  networkDetails: object({ id: other, type: text }),
});
export const DrgAttachmentInfo = z.object({ id });
export const DrgRouteTable = z.object({ id, lifecycleState: text });
export const DrgRouteRule = z.object({
  destination: text,
  destinationType: text,
  nextHopDrgAttachmentId: other,
  routeType: text,
  isConflict: flag,
  isBlackhole: flag,
});
export const Cpe = z.object({ id, ipAddress: text, lifecycleState: text });
export const IpsecConnection = z.object({ ...common, drgId: id, cpeId: other, transportType: text });
export const Tunnel = z.object({
  id,
  vpnIp: text,
  cpeIp: text,
  status: text,
  routing: text,
  lifecycleState: text,
  timeStatusUpdated: text,
  bgpSessionInfo: object({
    oracleBgpAsn: z.union([z.string(), z.number()]).optional().catch(undefined),
    customerBgpAsn: z.union([z.string(), z.number()]).optional().catch(undefined),
    oracleInterfaceIp: text,
    customerInterfaceIp: text,
    bgpState: text,
  }),
});
export const TunnelRoute = z.object({ prefix: text, advertiser: text });
export const VirtualCircuit = z.object({
  ...common,
  type: text,
  gatewayId: other,
  bandwidthShapeName: text,
  bgpSessionState: text,
  isBfdEnabled: flag,
  oracleBgpAsn: number,
  customerAsn: number,
  customerBgpAsn: number,
  crossConnectMappings: some(
    z.object({
      oracleBgpPeeringIp: text,
      customerBgpPeeringIp: text,
      vlan: z.int().optional().catch(undefined),
    }),
  ),
  providerName: text,
  providerServiceKeyName: text,
  sharedConnectionUuid: text,
});
const peering = { ...common, peerId: other, peeringStatus: text };
export const RemotePeering = z.object({ ...peering, drgId: id });
export const LocalPeering = z.object({ ...peering, vcnId: id, peerAdvertisedCidrDetails: texts });

export type Vcn = z.infer<typeof Vcn>;
export type Subnet = z.infer<typeof Subnet>;
export type RouteTable = z.infer<typeof RouteTable>;
export type Instance = z.infer<typeof Instance>;
export type PrivateIp = z.infer<typeof PrivateIp>;
export type VnicAttachment = z.infer<typeof VnicAttachment>;
export type Drg = z.infer<typeof Drg>;
export type DrgAttachment = z.infer<typeof DrgAttachment>;
export type DrgRouteRule = z.infer<typeof DrgRouteRule>;
export type Cpe = z.infer<typeof Cpe>;
export type IpsecConnection = z.infer<typeof IpsecConnection>;
export type Tunnel = z.infer<typeof Tunnel>;
export type TunnelRoute = z.infer<typeof TunnelRoute>;
export type VirtualCircuit = z.infer<typeof VirtualCircuit>;
export type RemotePeering = z.infer<typeof RemotePeering>;
export type LocalPeering = z.infer<typeof LocalPeering>;

/** The rows of an answer that are of the shape; none where it is no list. */
export const rowsOf = <T extends z.ZodType>(schema: T, answer: unknown): readonly z.output<T>[] =>
  some(schema).parse(answer);

/** A tunnel with its routes; `undefined` where they could not be read. */
export interface TunnelAnswer {
  readonly tunnel: Tunnel;
  readonly routes: readonly TunnelRoute[] | undefined;
}

/** What one Region of a tenancy answered, without what is terminated. */
export interface RegionAnswers {
  readonly tenancyId: string;
  readonly regionId: string;
  readonly vcns: readonly Vcn[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly vnicAttachments: readonly VnicAttachment[];
  readonly instances: readonly Instance[];
  /** Of the subnets that instances have interfaces in. */
  readonly privateIps: readonly PrivateIp[];
  readonly drgs: readonly Drg[];
  readonly drgAttachments: readonly DrgAttachment[];
  readonly drgRoutes: readonly { readonly drgId: string; readonly tableId: string; readonly rule: DrgRouteRule }[];
  readonly cpes: readonly Cpe[];
  readonly ipsecConnections: readonly IpsecConnection[];
  /** By the connection's OCID. */
  readonly tunnels: ReadonlyMap<string, readonly TunnelAnswer[]>;
  readonly virtualCircuits: readonly VirtualCircuit[];
  readonly remotePeerings: readonly RemotePeering[];
  readonly localPeerings: readonly LocalPeering[];
  /** Rows that were not understood and left out. */
  readonly oddities: readonly DiscoveryGap[];
}
