import type { DnsRecord } from "../../estate/names.ts";
import { recordKey } from "../../world/dns/dns-state.ts";
import type { World } from "../../world/world.ts";
import { ApiError } from "../api-error.ts";

/** A change of one set of records, as it stands in a batch. */
export interface RecordChange {
  readonly action: string;
  readonly record: DnsRecord;
}

const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

/** All changes of a batch, or none. @throws ApiError InvalidChangeBatch as Route 53 words it */
export function changeRecords(
  { dns }: World,
  zoneId: string,
  zoneName: string,
  changes: readonly RecordChange[],
): void {
  const records = new Map(dns.records.get(zoneId));
  for (const { action, record } of changes) {
    const key = recordKey(record);
    const present = records.get(key);
    const said = `[name='${record.name}', type='${record.type}']`;
    if (record.name !== zoneName && !record.name.endsWith(`.${zoneName}`))
      throw refused(`RRSet with DNS name ${record.name}. is not permitted in zone ${zoneName}.`);
    if (!["A", "CNAME"].includes(record.type) || record.values.length === 0 || !(record.ttlSeconds > 0))
      throw refused(`Invalid Resource Record: ${said}`);
    if (record.type === "A" && !record.values.every((value) => IP.test(value)))
      throw refused(`Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address' ${said}`);
    if (record.type === "CNAME" && record.name === zoneName)
      throw refused(`RRSet of type CNAME with DNS name ${record.name}. is not permitted at apex in zone ${zoneName}.`);
    switch (action) {
      case "CREATE":
        if (present) throw refused(`Tried to create resource record set ${said} but it already exists`);
        records.set(key, record);
        break;
      case "UPSERT":
        records.set(key, record);
        break;
      case "DELETE":
        if (!present) throw refused(`Tried to delete resource record set ${said} but it was not found`);
        if (!isSame(present, record))
          throw refused(
            `Tried to delete resource record set ${said} but the values provided do not match the current values`,
          );
        records.delete(key);
        break;
      default:
        throw new ApiError("InvalidInput", `Invalid action ${action}`);
    }
  }
  dns.records.set(zoneId, records);
}

const isSame = (one: DnsRecord, other: DnsRecord): boolean =>
  one.ttlSeconds === other.ttlSeconds && [...one.values].sort().join() === [...other.values].sort().join();

const refused = (message: string): ApiError => new ApiError("InvalidChangeBatch", `[${message}]`);
