import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { armId } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { armRest } from "./arm-rest.ts";
import { differing, isOf } from "./owner.ts";
import { DnsName, PRIVATE_DNS_VERSION } from "./private-zone.ts";

const common = {
  zoneId: armId("Microsoft.Network/privateDnsZones"),
  /** Relative to the zone; `@` is the zone itself. */
  name: z.union([DnsName, z.literal("@")]),
  ttlSeconds: z.int().min(1).max(2_147_483_647),
};
const Desired = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("A"), values: z.array(z.ipv4()).min(1) }),
  z.strictObject({ ...common, type: z.literal("CNAME"), values: z.tuple([DnsName]) }),
]);
type Desired = z.infer<typeof Desired>;

const RecordSet = z.looseObject({
  properties: z.looseObject({
    ttl: z.number().optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    aRecords: z.array(z.looseObject({ ipv4Address: z.string() })).default([]),
    cnameRecord: z.looseObject({ cname: z.string() }).optional(),
  }),
});

/** A record set of a private zone. Its tags are kept as its metadata. */
export function dnsRecord(azure: AzureWriter): Provisioner {
  const arm = armRest(azure, PRIVATE_DNS_VERSION);
  return armProvisioner<Desired, z.infer<typeof RecordSet> & { readonly provisioningState?: string }>({
    resource: "azure.dns-record",
    typicalMs: 5_000,
    desired: Desired,
    idOf: ({ zoneId, type, name }) => `${zoneId}/${type}/${name}`,
    async read(id) {
      const answer = await arm.get(id);
      return answer === undefined ? undefined : RecordSet.parse(answer);
    },
    describe: ({ properties }, { ttlSeconds, values }, step) => ({
      isOurs: isOf(step, properties.metadata),
      outputs: {},
      differs: differing({
        values: isSameSet(valuesOf(properties), values),
        ttlSeconds: properties.ttl === ttlSeconds,
      }),
    }),
    write: (id, { type, values, ttlSeconds }, { tags }) =>
      arm.put(id, {
        properties: {
          ttl: ttlSeconds,
          metadata: tags,
          ...(type === "A"
            ? { aRecords: values.map((ipv4Address) => ({ ipv4Address })) }
            : { cnameRecord: { cname: values[0] } }),
        },
      }),
    remove: (id) => arm.delete(id),
  });
}

const valuesOf = ({ aRecords, cnameRecord }: z.infer<typeof RecordSet>["properties"]): readonly string[] => [
  ...aRecords.map(({ ipv4Address }) => ipv4Address),
  ...(cnameRecord ? [cnameRecord.cname] : []),
];
const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value));
