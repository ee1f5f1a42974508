import type { CloudId, SeenNetwork } from "@skylane/core";
import type { Ends } from "./ends.ts";
import { resourceGroupOf } from "./hubs.ts";
import { nameFor } from "./naming.ts";
import type { StepBook } from "./step-book.ts";

/** A resolver asks again after a minute: an address that is replaced is found soon. */
export const TTL_SECONDS = 60;

/** Networks that a private zone is linked with, by the zone's key; shared, because a zone is made once. */
export type ZoneNetworks = Map<string, string[]>;

/** A name of two labels or more that every cloud takes for a zone. */
const ZONE_NAME = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Clouds in whose networks a zone can be made. */
const HAS_ZONES: ReadonlySet<CloudId> = new Set<CloudId>(["aws", "azure", "gcp"]);

/** Names the zone of one host in a network over all plans. Azure's are linked with many networks, one in each resource group. */
export const hostZoneKey = (network: SeenNetwork, host: string): string =>
  network.cloud === "azure"
    ? azureZoneKey(network, host)
    : `${network.cloud}/private-zone/${network.key.slice(-200)}/${host.slice(0, 150)}`;

/** Names the record in it. */
export const hostRecordKey = (zoneKey: string): string => `${zoneKey}/a`;

export const azureZoneKey = (network: SeenNetwork, zone: string): string =>
  `azure/private-zone/${network.accountId}/${resourceGroupOf(network.nativeId) ?? ""}/${zone}`;

/**
 * Makes a zone named as one host, with its address, that the source's network alone asks: no other name is taken along. `what` =
 * where it leads, in words. `undefined` = done; else what people must do.
 */
export function wantHostZone(
  book: StepBook,
  { id, source }: Pick<Ends, "id" | "source">,
  host: string,
  { ip, what }: { readonly ip: string; readonly what: string },
  zoneNetworks: ZoneNetworks,
): string | undefined {
  if (!HAS_ZONES.has(source.cloud))
    return `the resolver of ${source.cloud} ${source.regionId} is not Skylane's to change: there ${host.slice(0, 120)} must lead to ${what}`;
  if (!ZONE_NAME.test(host)) return `${host.slice(0, 120)} cannot be a zone: clients must use the address`;
  const at = { cloud: source.cloud, accountId: source.accountId, regionId: source.regionId };
  const key = hostZoneKey(source, host);
  const cloud = source.cloud as "aws" | "azure" | "gcp";
  const zone = book.want(
    {
      resource: `${cloud}.private-zone`,
      at,
      key,
      desired: zoneDesired[cloud](source, host, key, zoneNetworks),
      summary: `Private zone for ${host.slice(0, 120)} alone`,
    },
    [id],
  );
  const inZone = {
    aws: { zoneId: zone.output("zoneId"), name: host },
    azure: { zoneId: zone.output("zoneId"), name: "@" },
    gcp: { zone: zone.output("zone"), name: host },
  };
  book.want(
    {
      resource: `${cloud}.dns-record`,
      at,
      key: hostRecordKey(key),
      desired: { ...inZone[cloud], type: "A", values: [ip], ttlSeconds: TTL_SECONDS },
      summary: `${host.slice(0, 120)} leads to ${what}, for the source's network alone`,
    },
    [id],
  );
  return undefined;
}

const zoneDesired = {
  aws: ({ nativeId }: SeenNetwork, name: string) => ({ name, vpcId: nativeId }),
  azure: (source: SeenNetwork, name: string, key: string, zoneNetworks: ZoneNetworks) => ({
    resourceGroup: resourceGroupOf(source.nativeId) ?? "",
    name,
    vnetIds: linkedWith(zoneNetworks, key, [source.nativeId]),
  }),
  gcp: ({ nativeId }: SeenNetwork, dnsName: string, key: string) => ({
    name: nameFor(dnsName, key),
    dnsName,
    networks: [nativeId],
  }),
} as const;

/** The list of a zone's networks, with these. */
export function linkedWith(zones: ZoneNetworks, key: string, ids: readonly string[]): string[] {
  const list = zones.get(key) ?? [];
  zones.set(key, list);
  for (const id of ids) if (!list.includes(id)) list.push(id);
  return list;
}
