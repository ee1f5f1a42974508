import type { DnsRecord } from "../../estate/names.ts";
import type { ServicesState } from "../services/services-state.ts";

/** Names that are for use inside of a network only (ICANN resolution 2024.07.29.06). */
const PRIVATE_DOMAIN = ".internal";
const TTL_SECONDS = 300;

/**
 * What all the world is told of a name: nothing of `.internal`. A service with an approved private endpoint is called by its
 * name below `privatelink`, which the networks that have the endpoint know better than the world.
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns (read 2026-11)
 */
export function publicRecord(state: ServicesState, name: string): DnsRecord | undefined {
  if (name.endsWith(PRIVATE_DOMAIN)) return undefined;
  const record = (type: DnsRecord["type"], value: string): DnsRecord => ({
    name,
    type,
    ttlSeconds: TTL_SECONDS,
    values: [value],
  });
  for (const { id, cloud, dnsName, address, publicAddress } of state.services.values()) {
    const known = publicAddress ?? address;
    if (dnsName === undefined || known === undefined) continue;
    const linked = cloud === "azure" && hasPrivateEndpoint(state, id) ? privateLinkName(dnsName) : undefined;
    if (name === dnsName) return linked === undefined ? record("A", known) : record("CNAME", linked);
    if (name === linked) return record("A", known);
  }
  return undefined;
}

/** `orderdb.database.windows.net` → `orderdb.privatelink.database.windows.net`. */
const privateLinkName = (name: string): string => name.replace(".", ".privatelink.");

const hasPrivateEndpoint = ({ privateEndpoints }: ServicesState, serviceId: string): boolean =>
  [...privateEndpoints.values()].some((one) => one.serviceId === serviceId && one.status === "approved");
