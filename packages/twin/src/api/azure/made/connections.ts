import * as z from "zod";
import type { TunnelEnd } from "../../../world/built/tunnel-end.ts";
import type { World } from "../../../world/world.ts";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { type ArmResource, armOk } from "../arm-answer.ts";
import { mbpsOf, virtualNetworkGateways } from "../gateways.ts";
import { gatewaysOf, groupsOf, type ResourceGroup } from "../subscription.ts";
import { builtGatewayId, gatewayLock } from "./gateways.ts";
import { located, Reference } from "./inputs.ts";
import { LOCAL_GATEWAYS } from "./local-gateways.ts";
import { absent, type MadePlace, type MadeType, refused } from "./made-type.ts";
import { isSameId, madeIn, recordAt } from "./records.ts";
import { IpsecPolicy, isConsistent, proposalsOf } from "./tunnel-policies.ts";

export const CONNECTIONS = "Microsoft.Network/connections";

const Input = z.looseObject({
  ...located,
  properties: z.looseObject({
    connectionType: z.literal("IPsec"),
    connectionProtocol: z.enum(["IKEv1", "IKEv2"]).default("IKEv2"),
    connectionMode: z.enum(["Default", "ResponderOnly", "InitiatorOnly"]).default("Default"),
    virtualNetworkGateway1: Reference,
    localNetworkGateway2: Reference,
    sharedKey: z.string().optional(),
    enableBgp: z.boolean().default(false),
    routingWeight: z.int().min(0).max(32_000).default(0),
    ipsecPolicies: z.array(IpsecPolicy).max(1).default([]),
    gatewayCustomBgpIpAddresses: z
      .array(z.looseObject({ ipConfigurationId: z.string().min(1), customBgpIpAddress: z.ipv4() }))
      .default([]),
  }),
});
type Input = z.infer<typeof Input>;

/** Tunnels of a gateway to what a local network gateway describes. */
export const connections: MadeType<Input> = {
  type: CONNECTIONS,
  input: Input,
  putMs: 2 * 60_000,
  deleteMs: 60_000,
  lockOf: ({ properties }) => gatewayLock((properties.virtualNetworkGateway1 as { id: string }).id),
  make(place, input) {
    const { group, id, name } = place;
    const { sharedKey: _, ...properties } = input.properties;
    const refusal = faultOf(place, input);
    if (refusal) return refusal;
    return {
      resource: {
        id,
        name,
        type: CONNECTIONS,
        location: group.regionId,
        tags: input.tags,
        properties: {
          virtualNetworkGateway1: { id: properties.virtualNetworkGateway1.id, properties: {} },
          localNetworkGateway2: { id: properties.localNetworkGateway2.id, properties: {} },
          connectionType: "IPsec",
          connectionProtocol: properties.connectionProtocol,
          connectionMode: properties.connectionMode,
          dpdTimeoutSeconds: 45,
          routingWeight: properties.routingWeight,
          enableBgp: properties.enableBgp,
          gatewayCustomBgpIpAddresses: properties.gatewayCustomBgpIpAddresses,
          ipsecPolicies: properties.ipsecPolicies,
          trafficSelectorPolicies: [],
          useLocalAzureIpAddress: false,
          usePolicyBasedTrafficSelectors: false,
          expressRouteGatewayBypass: false,
        },
      },
    };
  },
  done({ group: { world } }, resource, input) {
    const sharedKey = input.properties.sharedKey ?? keyOf(world, resource.id) ?? "";
    for (const end of endsOf(world, resource, input, sharedKey)) world.built.tunnelEnds.put(end.id, end);
  },
  undone({ group: { world } }, { id }) {
    for (const endId of endIds(world, id)) world.built.tunnelEnds.remove(endId);
  },
};

/** A gateway of an id, made or of the estate, as a read shows it. */
function gatewayAt(world: World, id: string) {
  const [, , subscriptionId = "", , groupName = ""] = id.split("/");
  const group = groupsOf(world, subscriptionId).find((one) => isSameId(one.name, groupName));
  const resource = group && virtualNetworkGateways(group).find((one) => isSameId(one.id, id));
  if (!resource) return undefined;
  const own = gatewaysOf(group).find(({ providerId }) => isSameId(providerId, resource.name));
  return { resource, worldId: own?.id ?? builtGatewayId(id) };
}

/** Of a gateway's instances: addresses outside and inside. */
const instancesOf = ({ properties }: ArmResource): readonly Instance[] =>
  (properties.bgpSettings as { bgpPeeringAddresses: readonly Instance[] }).bgpPeeringAddresses;
interface Instance {
  readonly ipconfigurationId: string;
  readonly defaultBgpIpAddresses: readonly string[];
  readonly customBgpIpAddresses: readonly string[];
  readonly tunnelIpAddresses: readonly string[];
}

function faultOf({ group: { world }, id }: MadePlace, { properties }: Input) {
  const gatewayId = properties.virtualNetworkGateway1.id;
  const gateway = gatewayAt(world, gatewayId);
  if (!gateway) return absent(gatewayId, id);
  if (gateway.resource.properties.provisioningState !== "Succeeded")
    return refused("GatewayNotProvisioned", `Gateway ${gatewayId} is not provisioned yet.`);
  const far = recordAt(world, LOCAL_GATEWAYS, properties.localNetworkGateway2.id);
  if (!far) return absent(properties.localNetworkGateway2.id, id);
  const sharedKey = properties.sharedKey ?? keyOf(world, id);
  if (sharedKey === undefined || !/^[!-,.-}]{1,128}$/.test(sharedKey))
    return refused(
      "VpnConnectionSharedKeyInvalid",
      `The shared key of ${id} must be 1 to 128 printable ASCII characters, and no space, hyphen or tilde.`,
    );
  if (!properties.ipsecPolicies.every(isConsistent))
    return refused("InvalidIpsecPolicy", `The IPsec policy of ${id}: GCMAES needs the integrity of the same name.`);
  if (properties.enableBgp && far.properties.bgpSettings === undefined)
    return refused("LocalNetworkGatewayHasNoBgp", `${far.id} has no BGP settings, which ${id} needs.`);
  const instances = instancesOf(gateway.resource);
  const stranger = properties.gatewayCustomBgpIpAddresses.find(
    ({ ipConfigurationId, customBgpIpAddress }) =>
      !instances.some(
        (one) =>
          isSameId(one.ipconfigurationId, ipConfigurationId) && one.customBgpIpAddresses.includes(customBgpIpAddress),
      ),
  );
  return (
    stranger &&
    refused(
      "InvalidGatewayCustomBgpIpAddress",
      `${stranger.customBgpIpAddress} is no custom BGP address of ${stranger.ipConfigurationId}.`,
    )
  );
}

/** Seconds that Azure holds a BGP session without a word. */
const HOLD_SECONDS = 180;
const APIPA = /^169\.254\./;

/** An end at each instance of the gateway; the far side usually knows one of them. */
function endsOf(world: World, { id }: ArmResource, { properties }: Input, presharedKey: string): readonly TunnelEnd[] {
  const gateway = gatewayAt(world, properties.virtualNetworkGateway1.id);
  const far = recordAt(world, LOCAL_GATEWAYS, properties.localNetworkGateway2.id)?.properties as
    | FarProperties
    | undefined;
  if (!gateway || !far) return [];
  const asn = (gateway.resource.properties.bgpSettings as { asn: number }).asn;
  return instancesOf(gateway.resource).map((instance, i): TunnelEnd => {
    const custom = properties.gatewayCustomBgpIpAddresses.find((one) =>
      isSameId(one.ipConfigurationId, instance.ipconfigurationId),
    )?.customBgpIpAddress;
    const localIp = custom ?? instance.defaultBgpIpAddresses[0];
    return {
      id: endId(id, i),
      gatewayId: gateway.worldId,
      localPublicIp: instance.tunnelIpAddresses[0] ?? "",
      remotePublicIp: far.gatewayIpAddress,
      presharedKey,
      ikeVersions: [properties.connectionProtocol === "IKEv1" ? 1 : 2],
      ...proposalsOf(properties.ipsecPolicies),
      ...(properties.enableBgp && far.bgpSettings && localIp !== undefined
        ? {
            bgp: {
              localIp,
              peerIp: far.bgpSettings.bgpPeeringAddress,
              localAsn: asn,
              peerAsn: far.bgpSettings.asn,
              // a gateway does not begin a session from such an address
              canInitiate: !APIPA.test(localIp),
              holdTimeSeconds: HOLD_SECONDS,
            },
          }
        : { remotePrefixes: far.localNetworkAddressSpace.addressPrefixes }),
      announces: { prefixes: [], isWithNetworks: true },
      bandwidthMbps: mbpsOf((gateway.resource.properties.sku as { name: string }).name),
    };
  });
}
interface FarProperties {
  readonly gatewayIpAddress: string;
  readonly localNetworkAddressSpace: { readonly addressPrefixes: readonly string[] };
  readonly bgpSettings?: { readonly asn: number; readonly bgpPeeringAddress: string };
}

const endId = (connectionId: string, instance: number): string => `${connectionId.toLowerCase()}|${instance}`;
const endIds = ({ built }: World, connectionId: string): readonly string[] =>
  built.tunnelEnds.ids().filter((id) => id.startsWith(`${connectionId.toLowerCase()}|`));
const keyOf = (world: World, connectionId: string): string | undefined =>
  world.built.tunnelEnds.get(endId(connectionId, 0))?.presharedKey;

/** Connections that were made, with what they live through. */
export const madeConnections = (group: ResourceGroup): readonly ArmResource[] =>
  madeIn(group, CONNECTIONS).map((resource) => ({
    ...resource,
    properties: { ...resource.properties, ...liveOf(group.world, resource) },
  }));

/** The connections of the world that a made one's tunnels are, while they are up, and whether its end is their first. */
export const tunnelsOf = (world: World, { id }: ArmResource) =>
  endIds(world, id).map((endId) => {
    const status = world.tunnelStatus(endId);
    const connectionId = status.state === "up" ? status.connectionId : undefined;
    // the end of the lesser id is the connection's first
    const isFirst = connectionId !== undefined && world.tunnelEndsOf(connectionId)?.[0].id === endId;
    return { endId, state: status.state, connectionId, isFirst };
  });

function liveOf(world: World, resource: ArmResource) {
  const { id, properties } = resource;
  const ends = tunnelsOf(world, resource).map(({ endId: one, state, connectionId, isFirst }) => {
    const count = connectionId === undefined ? undefined : world.counters.get(connectionId);
    const [egress = 0, ingress = 0] = isFirst
      ? [count?.forwardBytes, count?.reverseBytes]
      : [count?.reverseBytes, count?.forwardBytes];
    return {
      ip: world.built.tunnelEnds.get(one)?.localPublicIp ?? "",
      connectionStatus: state === "ike-down" ? "NotConnected" : "Connected",
      ingressBytesTransferred: ingress,
      egressBytesTransferred: egress,
    };
  });
  const sum = (of: "ingressBytesTransferred" | "egressBytesTransferred"): number =>
    ends.reduce((total, end) => total + end[of], 0);
  return {
    ...(properties.provisioningState !== "Succeeded" && { provisioningState: properties.provisioningState }),
    tunnelConnectionStatus: ends.map(({ ip, ...end }) => ({ tunnel: `${id.split("/").at(-1)}_${ip}`, ...end })),
    connectionStatus: ends.some((end) => end.connectionStatus === "Connected") ? "Connected" : "NotConnected",
    ingressBytesTransferred: sum("ingressBytesTransferred"),
    egressBytesTransferred: sum("egressBytesTransferred"),
  };
}

/** The only call that tells a pre-shared key. */
export function sharedKeyOf(
  { world }: ResourceGroup,
  { id }: ArmResource,
  request: RestRequest,
): RestAnswer | undefined {
  const value = request.method === "GET" ? keyOf(world, id) : undefined;
  return value === undefined ? undefined : armOk({ value });
}
