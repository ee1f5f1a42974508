import { gatewaySku } from "../api/azure/gateways.ts";
import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import { regionCode } from "./region-codes.ts";
import {
  azureGateway,
  type BilledCloud,
  type BilledResource,
  resourceOf,
  serviceResource,
  storeResource,
} from "./resources.ts";
import { aws, azure, gcp, oci, type Sku, serviceSku, storeSkus } from "./tariff.ts";

/** A month that storage is billed by. */
const MONTH_MS = 730 * 3_600_000;

/** Something that is counted and billed: hours that it stands, bytes, or bytes that lie there for a month. */
export interface Meter {
  readonly cloud: BilledCloud;
  readonly accountId: string;
  readonly regionId: string;
  readonly resource: BilledResource;
  readonly sku: Sku;
  readonly tags: Readonly<Record<string, string>>;
  /** Bytes in that time; absent = it is billed by the hour. */
  bytes?(fromMs: number, toMs: number): number;
}

type Place = EstateGateway | EstateNetwork;

/** A connection as the cloud at one of its ends sees it. */
export interface BilledEnd {
  readonly connection: EstateConnection;
  readonly place: Place;
  readonly own: EstateEnd;
  readonly far: Place | undefined;
}

/** Everything of an estate that its clouds bill, each by the side that pays. */
export function metersOf(world: World): readonly Meter[] {
  const { estate, gateways, networks } = world.atlas;
  const placeAt = (id: string): Place | undefined => gateways.get(id) ?? networks.get(id);
  const ends = estate.connections.flatMap((connection): readonly BilledEnd[] =>
    [[connection.a, connection.b] as const, [connection.b, connection.a] as const].flatMap(([own, other]) => {
      const place = placeAt(own.at);
      return place && isCloud(place.cloud) ? [{ connection, place, own, far: placeAt(other.at) }] : [];
    }),
  );
  return [
    ...ends.flatMap((end) => linkSkus(end).map(({ sku, part, ...counted }) => meterOf(world, end, sku, part, counted))),
    ...azureGateways(world, ends),
    ...estate.services.flatMap((service): Meter[] => {
      const sku = serviceSku(service);
      if (!sku || !isCloud(service.cloud)) return [];
      const { cloud, regionId, accountId = "" } = service;
      return [{ cloud, accountId, regionId, resource: serviceResource(world, service), sku, tags: service.tags }];
    }),
    ...estate.stores.map((store): Meter => {
      const { cloud, accountId, regionId, tags, gb } = store;
      return {
        cloud,
        accountId,
        regionId,
        resource: storeResource(world, store),
        sku: storeSkus[cloud],
        tags,
        bytes: (fromMs, toMs) => Math.round((gb * 1e9 * (toMs - fromMs)) / MONTH_MS),
      };
    }),
  ];
}

const isCloud = (cloud: string): cloud is BilledCloud => cloud !== "onprem";

interface Counted {
  /** Which directions count, as the end sees it; none = hours. */
  readonly isOut?: true;
  readonly isIn?: true;
}
interface LinkSku extends Counted {
  readonly sku: Sku;
  readonly part: "link" | "port" | "attachment";
}

function meterOf(world: World, end: BilledEnd, sku: Sku, part: LinkSku["part"], { isOut, isIn }: Counted): Meter {
  const { connection, place, own } = end;
  const isA = own === connection.a;
  const { cloud, regionId, accountId = "" } = place;
  return {
    cloud: cloud as BilledCloud,
    accountId,
    regionId,
    resource: resourceOf(world, end, part),
    sku,
    tags: connection.tags,
    ...((isOut || isIn) && {
      bytes: (fromMs: number, toMs: number) =>
        (isOut ? Math.round(world.traffic.bytes(connection.id, isA, fromMs, toMs)) : 0) +
        (isIn ? Math.round(world.traffic.bytes(connection.id, !isA, fromMs, toMs)) : 0),
    }),
  };
}

function linkSkus(end: BilledEnd): readonly LinkSku[] {
  const { place } = end;
  switch (place.cloud) {
    case "aws":
      return awsSkus(end);
    case "azure":
      return azureSkus(end);
    case "gcp":
      return gcpSkus(end);
    default:
      return ociSkus(end);
  }
}

function awsSkus({ connection, place, own, far }: BilledEnd): readonly LinkSku[] {
  const isSameRegion = far?.cloud === "aws" && far.regionId === place.regionId;
  // who owns the attachment pays for what it sends into the gateway: VPCs send what goes out, the link what comes in
  const attached: readonly LinkSku[] =
    own.attachmentId === undefined || !("kind" in place) || place.kind !== "tgw"
      ? []
      : [
          { sku: aws.attachment, part: "attachment" },
          connection.kind === "transit-peering"
            ? { sku: aws.processing, part: "attachment", isOut: true }
            : { sku: aws.processing, part: "attachment", isOut: true, isIn: true },
        ];
  switch (connection.kind) {
    case "vpn":
      return [{ sku: aws.vpn, part: "link" }, { sku: aws.internet, part: "link", isOut: true }, ...attached];
    case "direct-connect":
      return [
        { sku: aws.port(connection.bandwidthMbps), part: "port" },
        { sku: aws.direct, part: "port", isOut: true },
        ...attached,
      ];
    case "transit-peering":
      return isSameRegion
        ? attached
        : [{ sku: aws.interRegion(regionCode(far?.regionId ?? "")), part: "attachment", isOut: true }, ...attached];
    case "internet":
      return [{ sku: aws.internet, part: "link", isOut: true }];
    default:
      return [];
  }
}

function azureSkus({ connection, place, far }: BilledEnd): readonly LinkSku[] {
  const isSameRegion = far?.cloud === "azure" && far.regionId === place.regionId;
  switch (connection.kind) {
    case "vpn":
    case "internet":
      return [{ sku: azure.internet, part: "link", isOut: true }];
    case "express-route":
      return [
        { sku: azure.circuit(connection.bandwidthMbps), part: "port" },
        { sku: azure.express, part: "port", isOut: true },
      ];
    case "transit-peering":
      return isSameRegion ? [] : [{ sku: azure.interRegion, part: "link", isOut: true }];
    case "peering":
      return isSameRegion
        ? [
            { sku: azure.peeringOutHere, part: "link", isOut: true },
            { sku: azure.peeringInHere, part: "link", isIn: true },
          ]
        : [
            { sku: azure.peeringOut, part: "link", isOut: true },
            { sku: azure.peeringIn, part: "link", isIn: true },
          ];
    default:
      return [];
  }
}

function gcpSkus({ connection, far }: BilledEnd): readonly LinkSku[] {
  switch (connection.kind) {
    case "vpn":
      return [
        { sku: gcp.tunnel, part: "link" },
        { sku: gcp.internet, part: "link", isOut: true },
      ];
    case "transit-peering":
      return [
        { sku: gcp.tunnel, part: "link" },
        { sku: far?.cloud === "gcp" ? gcp.interRegion : gcp.internet, part: "link", isOut: true },
      ];
    case "interconnect":
      return [
        { sku: gcp.circuit(connection.bandwidthMbps), part: "port" },
        { sku: gcp.attachment, part: "link" },
        { sku: gcp.dedicated, part: "link", isOut: true },
      ];
    case "internet":
      return [{ sku: gcp.internet, part: "link", isOut: true }];
    default:
      return [];
  }
}

function ociSkus({ connection }: BilledEnd): readonly LinkSku[] {
  switch (connection.kind) {
    case "fastconnect":
      return [{ sku: oci.port(connection.bandwidthMbps), part: "link" }];
    case "vpn":
    case "internet":
    case "transit-peering":
      return [{ sku: oci.outbound, part: "link", isOut: true }];
    default:
      return [];
  }
}

/** Gateways that stand by themselves, with or without links: Azure's are paid by the hour for each kind of link. */
function azureGateways(world: World, ends: readonly BilledEnd[]): readonly Meter[] {
  const byGateway = Map.groupBy(
    ends.filter(({ place }) => place.cloud === "azure" && "kind" in place && place.applianceIp === undefined),
    ({ place }) => place as EstateGateway,
  );
  return [...byGateway].flatMap(([gateway, own]) => {
    const tunnels = own.filter(({ connection }) => connection.kind === "vpn" || connection.kind === "transit-peering");
    const circuits = own.filter(({ connection }) => connection.kind === "express-route");
    const isHub = gateway.service === "virtual-hub";
    const { regionId, accountId = "" } = gateway;
    const meter = (kind: "vpn" | "express-route", sku: Sku): Meter => ({
      cloud: "azure",
      accountId,
      regionId,
      resource: azureGateway(world, gateway, kind),
      sku,
      tags: {},
    });
    const size = gatewaySku(Math.max(0, ...tunnels.map(({ connection }) => connection.bandwidthMbps))).name;
    return [
      ...(tunnels.length > 0 ? [meter("vpn", isHub ? azure.hubVpn : azure.gateway(size))] : []),
      ...(circuits.length > 0
        ? [meter("express-route", isHub ? azure.hubExpressRoute : azure.expressRouteGateway)]
        : []),
    ];
  });
}
