import { createHash } from "node:crypto";
import type { EstateGateway } from "../../estate/estate.ts";
import { circuitKey } from "../../world/select-oci.ts";
import type { World } from "../../world/world.ts";
import { vlanOf } from "../router-vlan.ts";
import { circuitId, drgId, remotePeeringId } from "./ids.ts";
import { common, endsAt, type Locality, nameOf, type OciEnd } from "./tenancy.ts";

const CIRCUITS: readonly string[] = ["fastconnect", "express-route", "interconnect", "direct-connect"];
const PEERINGS: readonly string[] = ["transit-peering", "peering"];

export const circuitEnds = (world: World, gateway: EstateGateway): readonly OciEnd[] =>
  endsAt(world, gateway.id).filter(({ connection }) => CIRCUITS.includes(connection.kind));
export const remotePeeringEnds = (world: World, gateway: EstateGateway): readonly OciEnd[] =>
  endsAt(world, gateway.id).filter(({ connection }) => PEERINGS.includes(connection.kind));

/** FastConnect virtual circuits; each has one BGP session. */
export const virtualCircuits = (here: Locality) =>
  here.gateways.flatMap((gateway) =>
    circuitEnds(here.world, gateway).map((end) => {
      const { connection, own, other } = end;
      const written = here.routing.circuits.get(circuitKey(gateway.id, connection.id));
      const farAsn = here.world.atlas.gateways.get(other.at)?.asn;
      return {
        ...common(here, written?.displayName ?? nameOf(connection), connection),
        id: circuitId(gateway, end),
        gatewayId: drgId(gateway),
        type: "PRIVATE",
        serviceType: "LAYER2",
        region: here.regionId.toUpperCase(),
        bandwidthShapeName: shapeOf(connection.bandwidthMbps),
        bgpManagement: "CUSTOMER_MANAGED",
        bgpAdminState: "ENABLED",
        bgpSessionState: here.world.conditionOf(connection).isSessionUp ? "UP" : "DOWN",
        isBfdEnabled: connection.bfd !== undefined,
        // Oracle's own side of every session is 31898; here it is what the estate's routers are told
        oracleBgpAsn: gateway.asn,
        ...(farAsn !== undefined && { customerAsn: farAsn }),
        crossConnectMappings: [
          {
            ...(own.peerIp !== undefined && { oracleBgpPeeringIp: `${own.peerIp}/30` }),
            ...(other.peerIp !== undefined && { customerBgpPeeringIp: `${other.peerIp}/30` }),
            vlan: vlanOf(here.world.atlas, connection),
          },
        ],
        ...(connection.carrier !== undefined && { providerName: connection.carrier, providerServiceName: "Layer 2" }),
        providerServiceKeyName: serviceKeyOf(here.world, end),
        ...(connection.sharedId !== undefined && { sharedConnectionUuid: connection.sharedId }),
        providerState: "ACTIVE",
        lifecycleState: "PROVISIONED",
        trafficMode: written?.trafficMode ?? "NORMAL",
      };
    }),
  );

/** Connections of a DRG with one elsewhere. */
export const remotePeeringConnections = (here: Locality) =>
  here.gateways.flatMap((gateway) =>
    remotePeeringEnds(here.world, gateway).map((end) => {
      const far = here.world.atlas.gateways.get(end.other.at);
      return {
        ...common(here, nameOf(end.connection), end.connection),
        id: remotePeeringId(gateway, end),
        drgId: drgId(gateway),
        ...(far?.cloud === "oci" && { peerId: remotePeeringId(far, end), peerRegionName: far.regionId }),
        isCrossTenancyPeering: (far?.accountId ?? here.tenancyId) !== here.tenancyId,
        peeringStatus: here.world.conditionOf(end.connection).isSessionUp ? "PEERED" : "REVOKED",
        lifecycleState: "AVAILABLE",
      };
    }),
  );

const shapeOf = (mbps: number): string => (mbps % 1_000 === 0 ? `${mbps / 1_000} Gbps` : `${mbps} Mbps`);

/** What the other side of the circuit calls it: Azure's service key, Google's pairing key, else the carrier's own number. */
function serviceKeyOf(world: World, { connection, other }: OciEnd): string {
  const far = world.atlas.gateways.get(other.at);
  switch (far?.cloud) {
    case "azure":
      return uuidOf(connection.id);
    case "gcp":
      return `${uuidOf(`pairing ${connection.id}`)}/${far.regionId}/1`;
    default:
      return uuidOf(`oci ${connection.id}`);
  }
}

const uuidOf = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
