import * as z from "zod";
import type { DnsRecord, PrivateZone } from "../../estate/names.ts";
import { recordKey } from "../../world/dns/dns-state.ts";
import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { understood } from "./buildable.ts";
import { description, madeAt, Name, networkAt, pathIn, putMade, removeMade } from "./built-objects.ts";
import { denied, googleError, invalid, notFound } from "./google-error.ts";
import { type GcpProject, networkPath } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { lacking } from "./writes.ts";

const Absolute = z
  .string()
  .regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+$/, "must be a name that ends in a dot");
const Zone = z.strictObject({
  name: Name,
  dnsName: Absolute,
  description: description,
  visibility: z.literal("private"),
  privateVisibilityConfig: z.strictObject({
    networks: z.array(z.looseObject({ networkUrl: z.string().min(1).transform(pathIn) })).min(1),
  }),
});
const RecordSet = z
  .strictObject({
    name: Absolute,
    type: z.enum(["A", "CNAME"]),
    ttl: z.int().min(1).max(86_400),
    rrdatas: z.array(z.string().min(1)).min(1),
  })
  .refine(
    ({ type, rrdatas }) => rrdatas.every((data) => (type === "A" ? z.ipv4() : Absolute).safeParse(data).success),
    {
      error: "must be addresses, or a name that ends in a dot",
      path: ["rrdatas"],
    },
  );

type Ask = Pick<RestRequest, "method" | "body">;

/** Cloud DNS v1: private zones and their records. Changes are there as soon as they are answered. */
export function dnsApi(
  world: World,
  project: GcpProject,
  [collection = "", zoneName, part, ...rest]: readonly string[],
  ask: Ask,
  realism: Realism,
): RestAnswer {
  const [noun, verb] = [part === undefined ? "managedZones" : "resourceRecordSets", VERBS[ask.method] ?? ""];
  const isOne = part === undefined ? zoneName !== undefined : rest.length > 0;
  const permission = `dns.${noun}.${verb === "get" && !isOne ? "list" : verb}`;
  if (lacking([permission], realism) !== undefined) return denied(permission, `projects/${project.id}/${collection}`);
  if (collection !== "managedZones") return notFound(collection);
  if (zoneName === undefined)
    return ask.method === "POST" ? insertZone(world, project, ask.body) : listZones(world, project);
  const zone = zoneAt(world, project, zoneName);
  if (!zone) return zoneMissing(zoneName);
  if (part === undefined)
    return ask.method === "DELETE" ? deleteZone(world, project, zone) : ok(shown(world, project, zone));
  if (part !== "rrsets") return notFound(part);
  return recordSets(world, zone, rest, ask);
}

const VERBS: Readonly<Record<string, string>> = { GET: "get", POST: "create", PATCH: "update", DELETE: "delete" };
const ok = (body: unknown): RestAnswer => ({ statusCode: 200, body });
const zoneMissing = (name: string): RestAnswer =>
  googleError(404, "NOT_FOUND", "notFound", `The 'parameters.managedZone' resource named '${name}' does not exist.`);

const idOf = ({ id }: GcpProject, name: string): string => `gcp:${id}:${name}`;
const nameOf = ({ id }: PrivateZone): string => id.slice(id.lastIndexOf(":") + 1);

const zonesOf = ({ dns }: World, { id }: GcpProject): readonly PrivateZone[] =>
  [...dns.zones.values()].filter(({ cloud, accountId }) => cloud === "gcp" && accountId === id);

const zoneAt = (world: World, project: GcpProject, name: string): PrivateZone | undefined =>
  zonesOf(world, project).find((zone) => nameOf(zone) === name);

const listZones = (world: World, project: GcpProject): RestAnswer =>
  ok({
    kind: "dns#managedZonesListResponse",
    managedZones: zonesOf(world, project).map((zone) => shown(world, project, zone)),
  });

const zonePath = ({ id }: GcpProject, name: string): string => `projects/${id}/managedZones/${name}`;

function shown(world: World, project: GcpProject, zone: PrivateZone) {
  const name = nameOf(zone);
  const linked = [...(world.dns.zoneLinks.get(zone.id)?.keys() ?? [])].flatMap(
    (id) => world.atlas.networks.get(id) ?? [],
  );
  return {
    kind: "dns#managedZone",
    id: resource("zone", zonePath(project, name)).id,
    name,
    dnsName: `${zone.name}.`,
    description: madeAt(world, "dns-zone", zonePath(project, name))?.description ?? "",
    visibility: "private",
    privateVisibilityConfig: {
      networks: linked.map((network) => ({ networkUrl: selfLink(networkPath(network)) })),
    },
  };
}

function insertZone(world: World, project: GcpProject, body: unknown): RestAnswer {
  const read = understood(Zone, body);
  if (!("value" in read)) return read;
  const { name, dnsName, description: text, privateVisibilityConfig } = read.value;
  if (zoneAt(world, project, name))
    return googleError(
      409,
      "ALREADY_EXISTS",
      "alreadyExists",
      `The resource 'entity.managedZone' named '${name}' already exists`,
    );
  const networks = privateVisibilityConfig.networks.map(({ networkUrl }) => networkAt(project, networkUrl));
  if (networks.some((network) => network === undefined))
    return invalid("Invalid value for 'entity.managedZone.privateVisibilityConfig.networks': no such network.");
  const zone: PrivateZone = {
    id: idOf(project, name),
    cloud: "gcp",
    accountId: project.id,
    name: dnsName.replace(/\.$/, ""),
  };
  world.change("dns.managedZones.create", () => {
    putMade(world, "dns-zone", zonePath(project, name), { description: text });
    world.dns.zones.set(zone.id, zone);
    world.dns.records.set(zone.id, new Map());
    world.dns.zoneLinks.set(
      zone.id,
      new Map(networks.flatMap((network) => (network ? [[network.id, { id: `${zone.id}-${network.id}` }]] : []))),
    );
  });
  return ok(shown(world, project, zone));
}

function deleteZone(world: World, project: GcpProject, { id, ...zone }: PrivateZone): RestAnswer {
  const name = nameOf({ id, ...zone });
  if ((world.dns.records.get(id)?.size ?? 0) > 0)
    return googleError(400, "INVALID_ARGUMENT", "containerNotEmpty", `The managed zone '${name}' is not empty.`);
  world.change("dns.managedZones.delete", () => {
    removeMade(world, "dns-zone", zonePath(project, name));
    for (const map of [world.dns.zones, world.dns.records, world.dns.zoneLinks] as Map<string, unknown>[])
      map.delete(id);
  });
  return { statusCode: 204, body: undefined };
}

const asShown = ({ name, type, ttlSeconds, values }: DnsRecord) => ({
  kind: "dns#resourceRecordSet",
  name: `${name}.`,
  type,
  ttl: ttlSeconds,
  rrdatas: type === "A" ? values : values.map((value) => `${value}.`),
});

function recordSets(world: World, zone: PrivateZone, rest: readonly string[], { method, body }: Ask): RestAnswer {
  const records = world.dns.records.get(zone.id) ?? new Map<string, DnsRecord>();
  const [name, type] = rest;
  if (name === undefined) {
    if (method !== "POST")
      return ok({ kind: "dns#resourceRecordSetsListResponse", rrsets: [...records.values()].map(asShown) });
    const read = understood(RecordSet, body);
    if (!("value" in read)) return read;
    const { value } = read;
    const bare = value.name.replace(/\.$/, "");
    if (bare !== zone.name && !bare.endsWith(`.${zone.name}`))
      return invalid(`Invalid value for 'entity.name': '${value.name}' is not in the zone '${zone.name}.'.`);
    const record: DnsRecord = {
      name: bare,
      type: value.type,
      ttlSeconds: value.ttl,
      values: value.type === "A" ? value.rrdatas : value.rrdatas.map((data) => data.replace(/\.$/, "")),
    };
    if (records.has(recordKey(record)))
      return googleError(
        409,
        "ALREADY_EXISTS",
        "alreadyExists",
        `The resource record set '${value.name}' already exists`,
      );
    world.change("dns.rrsets.create", () => world.dns.records.set(zone.id, records.set(recordKey(record), record)));
    return ok(asShown(record));
  }
  const key = `${name.replace(/\.$/, "")}|${type}`;
  const found = records.get(key);
  if (!found) return notFound(`rrsets/${name}/${type}`);
  if (method !== "DELETE") return ok(asShown(found));
  world.change("dns.rrsets.delete", () => records.delete(key));
  return ok({});
}
