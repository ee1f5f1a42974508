import { expressRouteName } from "../api/azure/gateways.ts";
import { hubVpnGatewayName } from "../api/azure/hub-ids.ts";
import { endsOf, groupsOf, networkId } from "../api/azure/subscription.ts";
import { instanceIdOf } from "../api/ec2/describe-instances.ts";
import { instanceNumber, zoneOf } from "../api/gcp/networks.ts";
import { projectIdOf, projectOf } from "../api/gcp/project.ts";
import { circuitId, ipsecId, remotePeeringId } from "../api/oci/ids.ts";
import { instanceOcid } from "../api/oci/instances.ts";
import { ocid } from "../api/oci/ocid.ts";
import type { EstateGateway, EstateService, EstateStore } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import type { BilledEnd } from "./meters.ts";

export type BilledCloud = "aws" | "azure" | "gcp" | "oci";

/** What a charge is for, as its cloud calls it. */
export interface BilledResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** Of a connection at one end: the link itself, the port it comes in by, or its attachment to a gateway. */
export function resourceOf(world: World, end: BilledEnd, part: "link" | "port" | "attachment"): BilledResource {
  switch (end.place.cloud) {
    case "aws":
      return awsResource(end, part);
    case "azure":
      return azureResource(world, end);
    case "gcp":
      return gcpResource(world, end, part);
    default:
      return ociResource(end);
  }
}

function awsResource({ connection, place, own }: BilledEnd, part: string): BilledResource {
  const { regionId, accountId = "" } = place;
  const id = connection.providerId ?? connection.id;
  const [service, kind, resourceId, type] =
    part === "attachment"
      ? ["ec2", "transit-gateway-attachment", own.attachmentId ?? id, "Transit Gateway Attachment"]
      : part === "port"
        ? ["directconnect", "dxcon", id, "Direct Connect Connection"]
        : connection.kind === "internet"
          ? ["ec2", "vpc", place.providerId ?? place.id, "VPC"]
          : ["ec2", "vpn-connection", id, "VPN Connection"];
  return {
    id: `arn:aws:${service}:${regionId}:${accountId}:${kind}/${resourceId}`,
    name: part === "attachment" ? resourceId : connection.id,
    type,
  };
}

function azureResource(world: World, { connection, place, own }: BilledEnd): BilledResource {
  if (!("kind" in place)) {
    const vnet = networkId(world, place, "virtualNetworks", place.providerId ?? place.id);
    return { id: vnet, name: place.providerId ?? place.id, type: "microsoft.network/virtualnetworks" };
  }
  const name =
    endsOf(world, place).find((end) => end.connection === connection && end.own === own)?.name ?? connection.id;
  if (connection.kind === "express-route")
    return {
      id: networkId(world, place, "expressRouteCircuits", name),
      name,
      type: "microsoft.network/expressroutecircuits",
    };
  return place.service === "virtual-hub"
    ? azureGateway(world, place, "vpn")
    : { id: networkId(world, place, "connections", name), name, type: "microsoft.network/connections" };
}

/** A gateway of Azure for tunnels or for circuits. */
export function azureGateway(world: World, gateway: EstateGateway, kind: "vpn" | "express-route"): BilledResource {
  const isHub = gateway.service === "virtual-hub";
  const [type, name] =
    kind === "vpn"
      ? isHub
        ? ["vpnGateways", hubVpnGatewayName(gateway)]
        : ["virtualNetworkGateways", gateway.providerId]
      : [isHub ? "expressRouteGateways" : "virtualNetworkGateways", expressRouteName(gateway)];
  return { id: networkId(world, gateway, type, name), name, type: `microsoft.network/${type.toLowerCase()}` };
}

function gcpResource(world: World, { connection, place, own }: BilledEnd, part: string): BilledResource {
  const projectId = projectIdOf(place);
  const project = projectOf(world, projectId);
  const link = [...(project?.tunnels ?? []), ...(project?.attachments ?? [])].find(
    (one) => one.connection === connection && one.own === own,
  );
  const name = link?.name ?? connection.providerId ?? connection.id;
  const [kind, type] =
    connection.kind !== "interconnect"
      ? [`regions/${place.regionId}/vpnTunnels`, "compute.googleapis.com/VpnTunnel"]
      : part === "port"
        ? ["global/interconnects", "compute.googleapis.com/Interconnect"]
        : [`regions/${place.regionId}/interconnectAttachments`, "compute.googleapis.com/InterconnectAttachment"];
  return { id: `//compute.googleapis.com/projects/${projectId}/${kind}/${name}`, name, type };
}

function ociResource(end: BilledEnd): BilledResource {
  const { connection, place } = end;
  const name = connection.providerId ?? connection.id;
  if (connection.kind === "fastconnect") return { id: circuitId(place, end), name, type: "VirtualCircuit" };
  return connection.kind === "transit-peering"
    ? { id: remotePeeringId(place, end), name, type: "RemotePeeringConnection" }
    : { id: ipsecId(place, end), name, type: "IPSecConnection" };
}

/** A bucket or storage account. */
export function storeResource(world: World, store: EstateStore): BilledResource {
  const { cloud, name, accountId, regionId } = store;
  switch (cloud) {
    case "aws":
      return { id: `arn:aws:s3:::${name}`, name, type: "S3 Bucket" };
    case "azure": {
      const { name: group = "" } = groupsOf(world, accountId).find((one) => one.regionId === regionId) ?? {};
      const type = "Microsoft.Storage/storageAccounts";
      return {
        id: `/subscriptions/${accountId}/resourceGroups/${group}/providers/${type}/${name}`,
        name,
        type: type.toLowerCase(),
      };
    }
    default:
      return { id: `//storage.googleapis.com/projects/_/buckets/${name}`, name, type: "storage.googleapis.com/Bucket" };
  }
}

/** One of the estate's services. */
export function serviceResource(world: World, service: EstateService): BilledResource {
  const { id, name, kind, cloud, regionId, accountId = "" } = service;
  switch (cloud) {
    case "aws":
      return kind === "rds"
        ? { id: `arn:aws:rds:${regionId}:${accountId}:db:${name.toLowerCase()}`, name, type: "RDS DB Instance" }
        : { id: `arn:aws:ec2:${regionId}:${accountId}:instance/${instanceIdOf(service)}`, name, type: "EC2 Instance" };
    case "azure": {
      const type = kind === "azure-sql" ? "Microsoft.Sql/servers" : "Microsoft.Compute/virtualMachines";
      const group = networkId(world, service, "x", "y").split("/providers/")[0];
      return { id: `${group}/providers/${type}/${name}`, name, type: type.toLowerCase() };
    }
    case "gcp":
      return kind === "cloud-sql"
        ? {
            id: `//cloudsql.googleapis.com/projects/${accountId}/instances/${id}`,
            name,
            type: "sqladmin.googleapis.com/Instance",
          }
        : {
            id: `//compute.googleapis.com/projects/${accountId}/zones/${zoneOf(service)}/instances/${instanceNumber(service)}`,
            name,
            type: "compute.googleapis.com/Instance",
          };
    default:
      return kind === "oci-db"
        ? { id: ocid("dbsystem", regionId, id), name, type: kind }
        : { id: instanceOcid(service), name, type: kind };
  }
}
