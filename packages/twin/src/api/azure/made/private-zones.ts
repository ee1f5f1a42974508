import * as z from "zod";
import type { DnsRecord } from "../../../estate/names.ts";
import { recordKey } from "../../../world/dns/dns-state.ts";
import type { World } from "../../../world/world.ts";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { type ArmResource, armError, armOk, unparsable } from "../arm-answer.ts";
import { vnetAt } from "../subscription.ts";
import { Reference, Tags } from "./inputs.ts";
import { absent, type MadePlace, type MadeType, refused } from "./made-type.ts";
import { isSameId, putRecord, recordAt, recordsOf, removeRecord, shown } from "./records.ts";

export const ZONES = "Microsoft.Network/privateDnsZones";
export const LINKS = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";
const RECORD_SETS = "Microsoft.Network/privateDnsZones/recordSets";

const location = z.string().toLowerCase().pipe(z.literal("global"));
const ZoneInput = z.looseObject({ location, tags: Tags });

/** Zones that the VNets linked to them resolve. */
export const privateZones: MadeType<z.infer<typeof ZoneInput>> = {
  type: ZONES,
  input: ZoneInput,
  putMs: 30_000,
  deleteMs: 15_000,
  make: ({ id, name }, { tags }) =>
    name.includes(".")
      ? { resource: { id, name, type: ZONES, location: "global", tags, properties: {} } }
      : refused("InvalidPrivateDnsZoneName", `'${name}' must have two labels at least.`),
  done({ group, id, name }) {
    group.world.dns.zones.set(id.toLowerCase(), {
      id: id.toLowerCase(),
      cloud: "azure",
      accountId: group.subscriptionId,
      name,
    });
  },
  keeps({ group, id }) {
    const isNested = recordsOf(group.world, LINKS).some((link) => isPartOf(link, id));
    return isNested
      ? armError(
          409,
          "CannotDeleteResource",
          `Cannot delete ${id} while nested resources exist: virtual network links.`,
        )
      : undefined;
  },
  undone({ group: { world }, id }) {
    for (const set of recordsOf(world, RECORD_SETS)) if (isPartOf(set, id)) removeRecord(world, set);
    for (const part of [world.dns.zones, world.dns.records, world.dns.zoneLinks]) part.delete(id.toLowerCase());
  },
};

const LinkInput = z.looseObject({
  location,
  tags: Tags,
  properties: z.looseObject({ virtualNetwork: Reference, registrationEnabled: z.boolean().default(false) }),
});

/** What lets a VNet resolve a zone. */
export const zoneLinks: MadeType<z.infer<typeof LinkInput>> = {
  type: LINKS,
  input: LinkInput,
  putMs: 30_000,
  deleteMs: 15_000,
  make({ group: { world }, id, name, parentId }, { tags, properties }) {
    const zone = recordAt(world, ZONES, parentId);
    if (!zone) return refused("ParentResourceNotFound", `The zone ${parentId} was not found.`);
    const vnetId = properties.virtualNetwork.id;
    if (!vnetAt(world, vnetId)) return absent(vnetId, id);
    const clash = recordsOf(world, LINKS).find(
      (link) =>
        !isSameId(link.id, id) &&
        isSameId(vnetOf(link), vnetId) &&
        zoneNameOf(link.id).toLowerCase() === zone.name.toLowerCase(),
    );
    if (clash)
      return {
        refusal: armError(
          409,
          "Conflict",
          `A virtual network cannot be linked to multiple zones with overlapping namespaces: ${clash.id}.`,
        ),
      };
    return {
      resource: {
        id,
        name,
        type: LINKS,
        location: "global",
        tags,
        properties: {
          virtualNetwork: { id: vnetId },
          registrationEnabled: properties.registrationEnabled,
          virtualNetworkLinkState: "Completed",
        },
      },
    };
  },
  done({ group: { world }, id, parentId }, link) {
    const network = vnetAt(world, vnetOf(link) ?? "");
    if (!network) return;
    const links = world.dns.zoneLinks.get(parentId.toLowerCase()) ?? new Map<string, { id: string }>();
    links.set(network.id, { id });
    world.dns.zoneLinks.set(parentId.toLowerCase(), links);
  },
  undone({ group: { world }, parentId }, link) {
    const links = world.dns.zoneLinks.get(parentId.toLowerCase());
    const network = vnetAt(world, vnetOf(link) ?? "");
    if (network) links?.delete(network.id);
    if (links?.size === 0) world.dns.zoneLinks.delete(parentId.toLowerCase());
  },
};

const isPartOf = ({ id }: ArmResource, zoneId: string): boolean =>
  id.toLowerCase().startsWith(`${zoneId.toLowerCase()}/`);
const vnetOf = ({ properties }: ArmResource): string | undefined =>
  (properties.virtualNetwork as { id: string } | undefined)?.id;
const zoneNameOf = (linkId: string): string => /\/privateDnsZones\/([^/]+)\//i.exec(linkId)?.[1] ?? "";

/** Links of a zone, as a list shows them. */
export const linksOf = (world: World, zoneId: string): readonly ArmResource[] =>
  recordsOf(world, LINKS)
    .filter((link) => isPartOf(link, zoneId))
    .map((link) => shown(world, link));

const RecordInput = z.looseObject({
  properties: z.looseObject({
    ttl: z.int().min(1).max(2_147_483_647),
    metadata: z.record(z.string(), z.string()).default({}),
    aRecords: z.array(z.looseObject({ ipv4Address: z.ipv4() })).default([]),
    cnameRecord: z.looseObject({ cname: z.string().min(1) }).optional(),
  }),
});

const RECORD_TYPES: Readonly<Record<string, DnsRecord["type"]>> = { a: "A", cname: "CNAME" };
/** True for what is a type of record sets below a zone. */
export const isRecordType = (part: string): boolean => part.toLowerCase() in RECORD_TYPES;

/** Record sets of a zone that was made: written and removed at once, as Azure does. */
export function recordSet({ group: { world }, id, name, parentId }: MadePlace, request: RestRequest): RestAnswer {
  const word = id.split("/").at(-2) ?? "";
  const type = RECORD_TYPES[word.toLowerCase()] ?? "A";
  const zone = recordAt(world, ZONES, parentId);
  if (!zone) return armError(404, "ParentResourceNotFound", `The zone ${parentId} was not found.`);
  const before = recordAt(world, RECORD_SETS, id);
  const records = world.dns.records.get(parentId.toLowerCase()) ?? new Map<string, DnsRecord>();
  const fullName = name === "@" ? zone.name : `${name}.${zone.name}`;
  switch (request.method) {
    case "PUT": {
      const input = RecordInput.safeParse(request.body);
      if (!input.success) return unparsable(input.error);
      const { ttl, metadata, aRecords, cnameRecord } = input.data.properties;
      const values = type === "A" ? aRecords.map((one) => one.ipv4Address) : cnameRecord ? [cnameRecord.cname] : [];
      if (values.length === 0) return armError(400, "BadRequest", `The record set ${id} has no record.`);
      const resource: ArmResource = {
        id,
        name,
        type: RECORD_SETS,
        properties: {
          ttl,
          metadata,
          fqdn: `${fullName}.`,
          ...(type === "A" ? { aRecords } : { cnameRecord }),
        },
      };
      world.change(`${ZONES}/${type}/write`, () => {
        putRecord(world, resource);
        records.set(recordKey({ name: fullName, type }), { name: fullName, type, ttlSeconds: ttl, values });
        world.dns.records.set(parentId.toLowerCase(), records);
      });
      return { statusCode: before ? 200 : 201, body: typed(resource, type) };
    }
    case "DELETE":
      if (!before) return { statusCode: 204, body: undefined };
      world.change(`${ZONES}/${type}/delete`, () => {
        removeRecord(world, before);
        records.delete(recordKey({ name: fullName, type }));
        if (records.size === 0) world.dns.records.delete(parentId.toLowerCase());
      });
      return { statusCode: 200, body: undefined };
    default:
      return before
        ? armOk(typed(before, type))
        : armError(404, "NotFound", `The resource record '${name}' does not exist.`);
  }
}

const typed = (resource: ArmResource, type: string): ArmResource => ({ ...resource, type: `${ZONES}/${type}` });
