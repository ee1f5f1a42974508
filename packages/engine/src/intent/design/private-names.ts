import type { SeenNetwork } from "@skylane/core";
import type { EndpointPlan, Ends } from "./ends.ts";
import { resourceGroupOf } from "./hubs.ts";
import { nameFor, slugOf } from "./naming.ts";
import type { StepBook, StepHandle } from "./step-book.ts";

/** A resolver asks again after a minute: an endpoint that is replaced is found soon. */
const TTL_SECONDS = 60;

/** Networks that a private zone is linked with, by the zone's key; shared, because a zone is made once. */
export type ZoneNetworks = Map<string, string[]>;

/**
 * Makes a service's own name lead to its endpoint: in Azure by the zone of its kind, in the source's network by a zone for exactly
 * this name, so that TLS finds the name it expects and no other name is taken along. `undefined` = done; else what people must do.
 */
export function wantNames(
  book: StepBook,
  ends: Ends,
  plan: EndpointPlan,
  endpoint: StepHandle,
  zoneNetworks: ZoneNetworks,
): string | undefined {
  const { id, intent, source, destination } = ends;
  const dnsName = intent.destination.dnsName?.toLowerCase();
  if (dnsName === undefined)
    return `${intent.destination.kind} has no host name that was seen: clients must use its address`;
  const linked = source.cloud === "azure" ? [destination, source] : [destination];
  const azureZone = zoneKeyOf(destination, plan.kind.zone);
  const vnetIds = linkedWith(
    zoneNetworks,
    azureZone,
    linked.map(({ nativeId }) => nativeId),
  );
  const at = { cloud: "azure", accountId: destination.accountId, regionId: destination.regionId } as const;
  const zone = book.want(
    {
      resource: "azure.private-zone",
      at,
      key: azureZone,
      desired: { resourceGroup: resourceGroupOf(destination.nativeId) ?? "", name: plan.kind.zone, vnetIds },
      summary: `Private zone ${plan.kind.zone}, linked with ${vnetIds.length === 1 ? "its VNet" : "its VNets"}`,
    },
    [id],
  );
  const [label = dnsName] = dnsName.split(".");
  book.want(
    {
      resource: "azure.dns-record",
      at,
      key: `${azureZone}/${label}`,
      desired: {
        zoneId: zone.output("zoneId"),
        name: label,
        type: "A",
        values: [endpoint.output("ip")],
        ttlSeconds: TTL_SECONDS,
      },
      summary: `${slugOf(label, 60)} in ${plan.kind.zone} leads to the endpoint`,
    },
    [id],
  );
  return wantNameAtSource(book, ends, dnsName, endpoint);
}

function wantNameAtSource(
  book: StepBook,
  { id, source }: Ends,
  dnsName: string,
  endpoint: StepHandle,
): string | undefined {
  const at = { cloud: source.cloud, accountId: source.accountId, regionId: source.regionId };
  const key = `${source.cloud}/private-zone/${source.key.slice(-200)}/${dnsName.slice(0, 150)}`;
  const record = { type: "A", values: [endpoint.output("ip")], ttlSeconds: TTL_SECONDS };
  const summary = `${dnsName.slice(0, 120)} leads to the endpoint, for the source's network alone`;
  switch (source.cloud) {
    case "azure":
      return undefined;
    case "aws": {
      const zone = book.want(
        {
          resource: "aws.private-zone",
          at,
          key,
          desired: { name: dnsName, vpcId: source.nativeId },
          summary: `Private zone for ${dnsName.slice(0, 120)} alone`,
        },
        [id],
      );
      book.want(
        {
          resource: "aws.dns-record",
          at,
          key: `${key}/a`,
          desired: { zoneId: zone.output("zoneId"), name: dnsName, ...record },
          summary,
        },
        [id],
      );
      return undefined;
    }
    case "gcp": {
      const zone = book.want(
        {
          resource: "gcp.private-zone",
          at,
          key,
          desired: { name: nameFor(dnsName, key), dnsName, networks: [source.nativeId] },
          summary: `Private zone for ${dnsName.slice(0, 120)} alone`,
        },
        [id],
      );
      book.want(
        {
          resource: "gcp.dns-record",
          at,
          key: `${key}/a`,
          desired: { zone: zone.output("zone"), name: dnsName, ...record },
          summary,
        },
        [id],
      );
      return undefined;
    }
    default:
      return `the resolver of ${source.cloud} ${source.regionId} is not Skylane's to change: there ${dnsName.slice(0, 120)} must lead to the endpoint's address`;
  }
}

const zoneKeyOf = (network: SeenNetwork, zone: string): string =>
  `azure/private-zone/${network.accountId}/${resourceGroupOf(network.nativeId) ?? ""}/${zone}`;

function linkedWith(zones: ZoneNetworks, key: string, ids: readonly string[]): string[] {
  const list = zones.get(key) ?? [];
  zones.set(key, list);
  for (const id of ids) if (!list.includes(id)) list.push(id);
  return list;
}
