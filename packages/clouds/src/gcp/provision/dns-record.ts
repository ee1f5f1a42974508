import { isDeepStrictEqual } from "node:util";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { type GoogleObjects, nameTaken } from "./google-objects.ts";
import { absolute } from "./private-zone.ts";
import { unlessThere } from "./unless-there.ts";
import { ObjectName } from "./words.ts";

const Desired = z
  .strictObject({
    /** Name of the zone it is in. */
    zone: ObjectName,
    name: z.string().min(1).max(253),
    type: z.enum(["A", "CNAME"]),
    values: z.array(z.string().min(1)).min(1),
    ttlSeconds: z.int().min(0).max(86_400),
  })
  .refine(({ type, values }) => type !== "A" || values.every((value) => z.ipv4().safeParse(value).success), {
    error: "an A record needs IPv4 addresses",
  });
type Desired = z.infer<typeof Desired>;
const Record = z.looseObject({ rrdatas: z.array(z.string()).default([]), ttl: z.int().optional() });

/** A record of a zone of Cloud DNS. One that says something else is left alone: records bear no mark. */
export function dnsRecord(objects: GoogleObjects): Provisioner {
  const find = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const wanted = readDesired(Desired, step);
    const answer = await objects.get("dns/v1", recordOf(step, wanted));
    if (answer === undefined) return undefined;
    const { rrdatas, ttl } = Record.parse(answer);
    const isSame = isDeepStrictEqual([...rrdatas].sort(), [...dataOf(wanted)].sort());
    return seen(wanted, [...(isSame ? [] : ["values"]), ...(ttl === wanted.ttlSeconds ? [] : ["ttlSeconds"])]);
  };
  return {
    resource: "gcp.dns-record",
    desired: Desired,
    typicalMs: 5_000,
    observe: find,
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const found = await find(step);
      if (found && found.differs.length > 0)
        throw nameTaken(`DNS record ${wanted.name} ${wanted.type}`, found.differs, true);
      if (found) return found;
      const { name, type, ttlSeconds: ttl } = wanted;
      const body = { name: absolute(name), type, ttl, rrdatas: dataOf(wanted) };
      await unlessThere(
        () => objects.writeDns(`${zoneOf(step, wanted)}/rrsets`, { method: "POST", body }),
        () => find(step),
      );
      return seen(wanted, []);
    },
    async remove(step) {
      const wanted = readDesired(Desired, step);
      if (!(await find(step))) return "removed";
      await objects.writeDns(recordOf(step, wanted), { method: "DELETE" });
      return "pending";
    },
  };
}

const zoneOf = ({ accountId }: ResolvedStep, { zone }: Desired): string => `projects/${accountId}/managedZones/${zone}`;
const recordOf = (step: ResolvedStep, wanted: Desired): string =>
  `${zoneOf(step, wanted)}/rrsets/${encodeURIComponent(absolute(wanted.name))}/${wanted.type}`;
const dataOf = ({ type, values }: Desired): readonly string[] => (type === "A" ? values : values.map(absolute));

const seen = ({ zone, name, type }: Desired, differs: readonly string[]): ObservedResource => ({
  state: "ready",
  isOurs: true,
  ids: { zone, name, type },
  outputs: {},
  differs,
});
