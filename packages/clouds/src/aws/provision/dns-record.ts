import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { DnsName, ZoneId } from "./aws-words.ts";
import { unlessGone } from "./take-away.ts";

const Desired = z
  .strictObject({
    zoneId: ZoneId,
    name: DnsName,
    type: z.enum(["A", "CNAME"]),
    values: z.array(z.string()).min(1).max(20),
    ttlSeconds: z.int().min(1).max(86_400),
  })
  .refine(({ type, values }) => values.every((value) => (type === "A" ? z.ipv4() : DnsName).safeParse(value).success), {
    path: ["values"],
    error: "must be IPv4 addresses for A, and names for CNAME",
  });
type Desired = z.infer<typeof Desired>;

/** A set of records of one name and type; of another one there before, the state is kept and put back. */
export function dnsRecord(aws: AwsBuilder): Provisioner {
  const look = async (step: ResolvedStep, { zoneId, name, type }: Desired): Promise<ResourceRecordSet | undefined> => {
    const { ResourceRecordSets = [] } = await aws.route53(placeOf(step), "ListResourceRecordSets", (client, sdk) =>
      client.send(
        new sdk.ListResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          StartRecordName: name,
          StartRecordType: type,
          MaxItems: 1,
        }),
      ),
    );
    return ResourceRecordSets.find((set) => set.Name === `${name}.` && set.Type === type);
  };
  const change = (
    step: ResolvedStep,
    { zoneId }: Desired,
    Action: "UPSERT" | "DELETE",
    set: ResourceRecordSet,
  ): Promise<unknown> =>
    aws.route53(placeOf(step), "ChangeResourceRecordSets", (client, sdk) =>
      client.send(
        new sdk.ChangeResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          ChangeBatch: { Changes: [{ Action, ResourceRecordSet: set }] },
        }),
      ),
    );
  return {
    resource: "aws.dns-record",
    desired: Desired,
    typicalMs: 60_000,
    async observe(step) {
      const wanted = readDesired(Desired, step);
      const found = await unlessGone(() => look(step, wanted));
      return found && isWanted(found, wanted) ? THERE : undefined;
    },
    async snapshot(step) {
      const found = await look(step, readDesired(Desired, step));
      return found ? { values: valuesOf(found).join(","), ttlSeconds: String(found.TTL) } : null;
    },
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const found = await look(step, wanted);
      if (!found || !isWanted(found, wanted))
        await change(step, wanted, "UPSERT", setOf(wanted, wanted.values, wanted.ttlSeconds));
      return THERE;
    },
    async remove(step, { before }) {
      const wanted = readDesired(Desired, step);
      const found = await unlessGone(() => look(step, wanted));
      // what somebody else has written meanwhile is theirs
      if (!found || !isWanted(found, wanted)) return "removed";
      const { values, ttlSeconds } = before ?? {};
      if (values === undefined) await change(step, wanted, "DELETE", found);
      else await change(step, wanted, "UPSERT", setOf(wanted, values.split(","), Number(ttlSeconds)));
      return "removed";
    },
  };
}

const THERE: ObservedResource = { state: "ready", isOurs: true, ids: {}, outputs: {}, differs: [] };

const valuesOf = ({ ResourceRecords = [] }: ResourceRecordSet): readonly string[] =>
  ResourceRecords.map(({ Value = "" }) => Value.replace(/\.$/, "")).sort();

const isWanted = (set: ResourceRecordSet, { values, ttlSeconds }: Desired): boolean =>
  set.TTL === ttlSeconds && valuesOf(set).join(",") === [...values].sort().join(",");

const setOf = ({ name, type }: Desired, values: readonly string[], TTL: number): ResourceRecordSet => ({
  Name: name,
  Type: type,
  TTL,
  ResourceRecords: values.map((Value) => ({ Value })),
});
