import { createHash, randomBytes, randomUUID } from "node:crypto";
import { XMLBuilder, XMLParser } from "fast-xml-parser";
import type { PrivateZone } from "../../estate/names.ts";
import type { World } from "../../world/world.ts";
import { ApiError } from "../api-error.ts";
import { dropTags, putTags } from "../ec2/build/tags.ts";
import { begin, isUnderWay } from "../ec2/build/under-way.ts";
import type { XmlAnswer } from "../ec2/ec2.ts";
import { changeRecords } from "./records.ts";

/** A request to Route 53, which is one for all Regions. */
export interface Route53Request {
  readonly accountId: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly text: string;
  /** Operations the caller's policy denies, as `route53:CreateHostedZone`. */
  readonly deniedActions: readonly string[];
}

const builder = new XMLBuilder({ suppressEmptyNode: false, ignoreAttributes: false });
const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => ["Change", "ResourceRecord", "Tag"].includes(name),
});
const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
const ROOT = "/2013-04-01";

/** World time until a change has reached all of Route 53's servers; real ones take a minute. */
const SYNC_MS = 60_000;

/** What is kept of a zone besides its names. */
interface ZoneRecord {
  readonly callerReference: string;
  readonly comment: string;
}
const KIND = "aws:hosted-zone";

type Handler = (world: World, request: Route53Request, id: string) => { readonly root: string; readonly body: object };

const routes: readonly {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
  readonly run: Handler;
}[] = [
  { method: "POST", path: /^\/hostedzone$/, action: "CreateHostedZone", run: createZone },
  { method: "GET", path: /^\/hostedzonesbyvpc$/, action: "ListHostedZonesByVPC", run: listZonesByVpc },
  { method: "GET", path: /^\/hostedzone\/([A-Z0-9]+)$/, action: "GetHostedZone", run: getZone },
  { method: "DELETE", path: /^\/hostedzone\/([A-Z0-9]+)$/, action: "DeleteHostedZone", run: deleteZone },
  { method: "GET", path: /^\/hostedzone\/([A-Z0-9]+)\/rrset$/, action: "ListResourceRecordSets", run: listRecords },
  {
    method: "POST",
    path: /^\/hostedzone\/([A-Z0-9]+)\/rrset\/?$/,
    action: "ChangeResourceRecordSets",
    run: changeSets,
  },
  { method: "POST", path: /^\/tags\/hostedzone\/([A-Z0-9]+)$/, action: "ChangeTagsForResource", run: changeTags },
  { method: "GET", path: /^\/change\/([A-Z0-9]+)$/, action: "GetChange", run: getChange },
];

/** Route 53: private zones of VPCs and their records. XML over paths, errors in its own shape. */
export function callRoute53(world: World, request: Route53Request, isThrottled: boolean): XmlAnswer {
  const path = request.path.startsWith(ROOT) ? request.path.slice(ROOT.length) : "";
  const route = routes.find((one) => one.method === request.method && one.path.test(path));
  try {
    if (isThrottled) throw new ApiError("Throttling", "Rate exceeded");
    if (!route) throw new ApiError("UnknownOperationException", `${request.method} ${request.path}`, 404);
    if (request.deniedActions.includes(`route53:${route.action}`))
      throw new ApiError("AccessDenied", `User is not authorized to perform: route53:${route.action}`, 403);
    const { root, body } = route.run(world, request, route.path.exec(path)?.[1] ?? "");
    return { statusCode: 200, xml: document({ [root]: { "@_xmlns": NAMESPACE, ...body } }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { statusCode, code, message } = error;
    if (code === "InvalidChangeBatch")
      return {
        statusCode,
        xml: document({
          InvalidChangeBatch: { "@_xmlns": NAMESPACE, Messages: { Message: message }, RequestId: randomUUID() },
        }),
      };
    return {
      statusCode,
      xml: document({
        ErrorResponse: {
          "@_xmlns": NAMESPACE,
          Error: { Type: "Sender", Code: code, Message: message },
          RequestId: randomUUID(),
        },
      }),
    };
  }
}

const document = (body: object): string => `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(body)}`;

function createZone(world: World, { accountId, text }: Route53Request) {
  const asked = (parser.parse(text) as { CreateHostedZoneRequest?: CreateZone }).CreateHostedZoneRequest;
  const name = asked?.Name?.toLowerCase().replace(/\.$/, "");
  const reference = asked?.CallerReference;
  if (!name || !reference) throw new ApiError("InvalidInput", "Name and CallerReference are needed");
  if (!asked?.VPC) throw new ApiError("InvalidInput", "the twin has private zones only: say of which VPC");
  const network = networkOf(world, accountId, asked.VPC.VPCId, asked.VPC.VPCRegion);
  const isUsed = world.built.objects
    .values()
    .some(({ kind, data }) => kind === KIND && (data as ZoneRecord).callerReference === reference);
  if (isUsed)
    throw new ApiError(
      "HostedZoneAlreadyExists",
      "A hosted zone has already been created with the specified CallerReference.",
      409,
    );
  const isTaken = zonesOf(world, network.id).some((zone) => zone.name === name);
  if (isTaken)
    throw new ApiError(
      "ConflictingDomainExists",
      `The VPC ${asked.VPC.VPCId} has already been associated with a hosted zone of the same domain.`,
    );
  const zone: PrivateZone = { id: `Z${randomBytes(10).toString("hex").toUpperCase()}`, cloud: "aws", accountId, name };
  world.dns.zones.set(zone.id, zone);
  world.dns.records.set(zone.id, new Map());
  world.dns.zoneLinks.set(zone.id, new Map([[network.id, { id: `${zone.id}-${network.id}` }]]));
  const record: ZoneRecord = { callerReference: reference, comment: asked.HostedZoneConfig?.Comment ?? "" };
  world.built.objects.put(`${KIND}|${zone.id}`, { kind: KIND, id: zone.id, data: record });
  return {
    root: "CreateHostedZoneResponse",
    body: { HostedZone: shownZone(world, zone), ChangeInfo: beginChange(world), VPC: asked.VPC },
  };
}

interface CreateZone {
  readonly Name?: string;
  readonly CallerReference?: string;
  readonly VPC?: { readonly VPCId: string; readonly VPCRegion: string };
  readonly HostedZoneConfig?: { readonly Comment?: string };
}

function listZonesByVpc(world: World, { accountId, query }: Route53Request) {
  const network = networkOf(world, accountId, query.get("vpcid") ?? "", query.get("vpcregion") ?? "");
  const zones = zonesOf(world, network.id).filter((zone) => zone.cloud === "aws");
  return {
    root: "ListHostedZonesByVPCResponse",
    body: {
      HostedZoneSummaries: {
        HostedZoneSummary: zones.map((zone) => ({
          HostedZoneId: awsIdOf(zone),
          Name: `${zone.name}.`,
          Owner: { OwningAccount: zone.accountId ?? accountId },
        })),
      },
      MaxItems: 100,
    },
  };
}

function getZone(world: World, request: Route53Request, id: string) {
  return { root: "GetHostedZoneResponse", body: { HostedZone: shownZone(world, zoneIn(world, request, id)) } };
}

function deleteZone(world: World, request: Route53Request, id: string) {
  const zone = zoneIn(world, request, id);
  if ((world.dns.records.get(zone.id)?.size ?? 0) > 0)
    throw new ApiError(
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  world.dns.zones.delete(zone.id);
  world.dns.records.delete(zone.id);
  world.dns.zoneLinks.delete(zone.id);
  world.built.objects.remove(`${KIND}|${zone.id}`);
  dropTags(world, zone.id);
  return { root: "DeleteHostedZoneResponse", body: { ChangeInfo: beginChange(world) } };
}

function listRecords(world: World, request: Route53Request, id: string) {
  const { query } = request;
  const zone = zoneIn(world, request, id);
  const from = `${reversed((query.get("name") ?? "").replace(/\.$/, ""))}|${query.get("type") ?? ""}`;
  const sorted = [...(world.dns.records.get(zone.id)?.values() ?? [])]
    .map((record) => ({ record, key: `${reversed(record.name)}|${record.type}` }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .filter(({ key }) => key >= from);
  const page = sorted.slice(0, Number(query.get("maxitems") ?? "100"));
  return {
    root: "ListResourceRecordSetsResponse",
    body: {
      ResourceRecordSets: {
        ResourceRecordSet: page.map(({ record: { name, type, ttlSeconds, values } }) => ({
          Name: `${name}.`,
          Type: type,
          TTL: ttlSeconds,
          ResourceRecords: { ResourceRecord: values.map((Value) => ({ Value })) },
        })),
      },
      IsTruncated: page.length < sorted.length,
      MaxItems: page.length,
    },
  };
}

/** Route 53 sorts names by their labels from the right. */
const reversed = (name: string): string => name.split(".").reverse().join(".");

function changeSets(world: World, request: Route53Request, id: string) {
  const zone = zoneIn(world, request, id);
  const { ChangeResourceRecordSetsRequest: asked } = parser.parse(request.text) as {
    ChangeResourceRecordSetsRequest?: { ChangeBatch?: { Changes?: { Change?: readonly AskedChange[] } } };
  };
  const changes = (asked?.ChangeBatch?.Changes?.Change ?? []).map(({ Action, ResourceRecordSet: set }) => ({
    action: Action,
    record: {
      name: set.Name.toLowerCase().replace(/\.$/, ""),
      type: set.Type as "A" | "CNAME",
      ttlSeconds: Number(set.TTL),
      values: (set.ResourceRecords?.ResourceRecord ?? []).map(({ Value }) => Value.replace(/\.$/, "")),
    },
  }));
  if (changes.length === 0) throw new ApiError("InvalidInput", "a batch needs at least one change");
  changeRecords(world, zone.id, zone.name, changes);
  return { root: "ChangeResourceRecordSetsResponse", body: { ChangeInfo: beginChange(world) } };
}

interface AskedChange {
  readonly Action: string;
  readonly ResourceRecordSet: {
    readonly Name: string;
    readonly Type: string;
    readonly TTL: string;
    readonly ResourceRecords?: { readonly ResourceRecord?: readonly { readonly Value: string }[] };
  };
}

function changeTags(world: World, request: Route53Request, id: string) {
  const zone = zoneIn(world, request, id);
  const { ChangeTagsForResourceRequest: asked } = parser.parse(request.text) as {
    ChangeTagsForResourceRequest?: { AddTags?: { Tag?: readonly { readonly Key: string; readonly Value?: string }[] } };
  };
  const added = (asked?.AddTags?.Tag ?? []).map(({ Key, Value = "" }) => [Key, Value] as const);
  putTags(world, zone.id, Object.fromEntries(added));
  return { root: "ChangeTagsForResourceResponse", body: {} };
}

function getChange(world: World, _: Route53Request, id: string) {
  const Status = isUnderWay(world, id) ? "PENDING" : "INSYNC";
  return {
    root: "GetChangeResponse",
    body: { ChangeInfo: { Id: `/change/${id}`, Status, SubmittedAt: submittedAt(world) } },
  };
}

function beginChange(world: World): object {
  const id = `C${randomBytes(10).toString("hex").toUpperCase()}`;
  begin(world, id, SYNC_MS);
  return { Id: `/change/${id}`, Status: "PENDING", SubmittedAt: submittedAt(world) };
}
const submittedAt = ({ clock }: World): string => new Date(clock.nowMs()).toISOString();

const zonesOf = ({ dns }: World, networkId: string): readonly PrivateZone[] =>
  [...dns.zones.values()].filter(({ id }) => dns.zoneLinks.get(id)?.has(networkId));

function zoneIn({ dns }: World, { accountId }: Route53Request, id: string): PrivateZone {
  const zone = [...dns.zones.values()].find((one) => one.cloud === "aws" && awsIdOf(one) === id);
  if (zone && (zone.accountId ?? accountId) === accountId) return zone;
  throw new ApiError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
}

/** Zones of the estate have names of their own, and here the same id at each call. */
const awsIdOf = ({ id }: PrivateZone): string =>
  /^Z[A-Z0-9]+$/.test(id) ? id : `Z${createHash("sha256").update(id).digest("hex").slice(0, 20).toUpperCase()}`;

function networkOf({ atlas }: World, accountId: string, vpcId: string, regionId: string) {
  const network = atlas.estate.networks.find(
    (one) =>
      one.cloud === "aws" &&
      one.providerId === vpcId &&
      one.regionId === regionId &&
      (one.accountId ?? accountId) === accountId,
  );
  if (network) return network;
  throw new ApiError(
    "InvalidVPCId",
    `The VPC ${vpcId} in region ${regionId} that you provided is not authorized to make the association.`,
  );
}

function shownZone(world: World, zone: PrivateZone): object {
  const { callerReference, comment } = (world.built.objects.get(`${KIND}|${zone.id}`)?.data ?? {
    callerReference: zone.id,
    comment: "",
  }) as ZoneRecord;
  return {
    Id: `/hostedzone/${awsIdOf(zone)}`,
    Name: `${zone.name}.`,
    CallerReference: callerReference,
    Config: { Comment: comment, PrivateZone: true },
    ResourceRecordSetCount: world.dns.records.get(zone.id)?.size ?? 0,
  };
}
