import { type AskedName, nameNeed } from "./asked-name.ts";
import type { EndpointPlan, Ends } from "./ends.ts";
import {
  azureZoneKey,
  hostRecordKey,
  hostZoneKey,
  linkedWith,
  TTL_SECONDS,
  wantHostZone,
  type ZoneNetworks,
} from "./host-zone.ts";
import { resourceGroupOf } from "./hubs.ts";
import { slugOf } from "./naming.ts";
import type { StepBook, StepHandle } from "./step-book.ts";

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
  const azureZone = azureZoneKey(destination, plan.kind.zone);
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
  if (source.cloud === "azure") return undefined;
  return wantHostZone(book, ends, dnsName, { ip: endpoint.output("ip"), what: "the endpoint" }, zoneNetworks);
}

/**
 * Makes the name that the request says lead to the destination where the source's resolver does not know it so. Answers what a
 * person should know: what the zone hides, or what they must do themselves.
 */
export function wantAskedName(
  book: StepBook,
  ends: Ends,
  name: AskedName,
  zoneNetworks: ZoneNetworks,
): string | undefined {
  const { source, destination, destinationIp: ip } = ends;
  const { host, addresses = [] } = name;
  // what nobody could ask of a network's own resolver it is taken to know
  if (source.key === destination.key && name.addresses === undefined) return undefined;
  const where = `${source.cloud} ${source.regionId}`;
  const need = nameNeed(name, ip);
  const key = hostZoneKey(source, host);
  // what another run has made is kept as long as somebody needs it
  const stands = book.isMade(key);
  if (need.kind === "known" && !stands) return undefined;
  const taken = book.desiredOf(hostRecordKey(key))?.values;
  if (taken !== undefined && String(taken) !== ip)
    return `${host.slice(0, 120)} leads to ${String(taken)} in ${where} for another connection: clients of this one must use ${ip}`;
  const undone = wantHostZone(book, ends, host, { ip, what: ip }, zoneNetworks);
  if (undone !== undefined || stands || need.kind === "known" || need.hides === undefined) return undone;
  return need.hides === "an answer"
    ? `${host.slice(0, 120)} leads to ${addresses.slice(0, 4).join(", ")} in ${where} today, and to ${ip} then: a zone of its own hides the other answer there`
    : `nobody could ask the resolver of ${where} for ${host.slice(0, 120)}: if the world is told that name, a zone of its own hides it there`;
}
