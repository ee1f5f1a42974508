import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestApi, RestRequest } from "../rest-api.ts";
import { attachmentInfos, drgAttachments } from "./attachments.ts";
import { remotePeeringConnections, virtualCircuits } from "./circuits.ts";
import { costReports } from "./cost-reports.ts";
import { drgs } from "./drgs.ts";
import { drgId } from "./ids.ts";
import { instances, privateIpsIn } from "./instances.ts";
import { cpes, endOfIpsec, ipsecConnections, tunnelRoutes, tunnels } from "./ipsec.ts";
import { summarizeMetrics } from "./metrics.ts";
import { internetGateways, localPeeringGateways, routeTables, subnets, vcns, vnicAttachments } from "./networks.ts";
import { invalid, notAuthenticated, notFound, ociError, ociOk, ociPage, throttled } from "./oci-answer.ts";
import { isDenied } from "./permissions.ts";
import { readCircuit, readRouting } from "./read-routing.ts";
import {
  compartmentId,
  compartmentOf,
  type Locality,
  localityOf,
  regionSubscriptions,
  regionsOf,
  tenanciesOf,
} from "./tenancy.ts";
import { takesWrites, writeOf } from "./writes.ts";

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

type DrgAttachment = ReturnType<typeof drgAttachments>[number];

/** Lists by compartment; each of their rows can also be had alone, as `/<list>/<id>`. */
const lists: Readonly<Record<string, (here: Locality) => readonly Row[]>> = {
  vcns,
  subnets,
  routeTables,
  internetGateways,
  localPeeringGateways,
  vnicAttachments,
  instances,
  drgs,
  drgAttachments,
  cpes,
  ipsecConnections,
  virtualCircuits,
  remotePeeringConnections,
};
/** Query parameters that narrow a list to rows with that value. */
const FILTERS = ["vcnId", "drgId", "subnetId", "cpeId", "displayName", "lifecycleState"];

/**
 * Oracle's Core Services, Identity, the byte counters of Monitoring and the cost reports in Object Storage. What can be written are traffic modes of virtual circuits, static rules of DRG route
 * tables and statements of import distributions; reads of these may lag behind. Oracle has a host for each Region; behind the
 * one address here the Region is the first segment: `/<region>/20160918/vcns?compartmentId=…`.
 */
export const ociApi: RestApi = {
  prefix: "oci",
  call(world, request, { realism, isThrottled }) {
    if (!/^Signature .*keyId="[^"]+"/.test(request.headers.authorization ?? "")) return notAuthenticated();
    if (isThrottled) return throttled();
    const [regionId = "", version, ...path] = request.path.split("/").filter(Boolean).map(decoded);
    if (version === "n") return costReports(world, regionId, path, request, realism);
    const isMonitoring = version === "20180401" && path.join("/") === "metrics/actions/summarizeMetricsData";
    if (version !== "20160918" && !isMonitoring) return notFound();
    const [collection = "", id] = path;
    if (collection === "tenancies" || collection === "compartments") return identity(world, path, request);
    const tenancyId = tenanciesOf(world).find((tenancy) => regionsOf(world, tenancy).includes(regionId));
    if (tenancyId === undefined) return notAuthenticated();
    if (realism.deniedScopes.includes(`oci:${regionId}`)) return notFound();
    if (isDenied(request.method, path, realism)) return notFound();
    if (isMonitoring) return request.method === "POST" ? summarizeMetrics(world, regionId, request) : readOnly();
    if (id === undefined && Object.hasOwn(lists, collection))
      return listed(world, regionId, collection, request, realism);
    const isWrite = request.method !== "GET" && path.at(-1) !== "getAllDrgAttachments";
    const seen = isWrite ? world.routing : world.routingAsOf(realism.consistencyMs);
    const answers = tenanciesOf(world).map((tenancy) => {
      const here = localityOf(world, tenancy, regionId, seen);
      return isWrite ? writeOf(here, path, request) : inside(here, path, request);
    });
    return (
      answers.find((answer) => answer !== undefined) ?? (isWrite && !takesWrites(collection) ? readOnly() : notFound())
    );
  },
};

function identity(world: World, [collection, id, child]: readonly string[], request: RestRequest): RestAnswer {
  const { query, path } = request;
  if (request.method !== "GET") return readOnly();
  if (collection === "tenancies") {
    if (id === undefined || child !== "regionSubscriptions" || !tenanciesOf(world).includes(id)) return notFound();
    return ociOk(regionSubscriptions(world, id));
  }
  if (id !== undefined) {
    const found = tenanciesOf(world).find((tenancy) => compartmentId(tenancy) === id);
    return found === undefined ? notFound() : ociOk(compartmentOf(found));
  }
  const parent = query.get("compartmentId");
  if (parent === null) return missingCompartment();
  if (tenanciesOf(world).includes(parent)) return ociPage([compartmentOf(parent)], query, path);
  if (tenanciesOf(world).some((tenancy) => compartmentId(tenancy) === parent))
    return query.get("compartmentIdInSubtree") === "true"
      ? invalid("compartmentIdInSubtree may be true only for the tenancy")
      : ociPage([], query, path);
  return notFound();
}

function listed(
  world: World,
  regionId: string,
  collection: string,
  request: RestRequest,
  realism: Realism,
): RestAnswer {
  const { query, path } = request;
  if (request.method !== "GET") return readOnly();
  const asked = query.get("compartmentId");
  if (asked === null) return missingCompartment();
  const tenancyId = tenanciesOf(world).find((tenancy) => tenancy === asked || compartmentId(tenancy) === asked);
  if (tenancyId === undefined) return notFound();
  const here = localityOf(world, tenancyId, regionId, world.routingAsOf(realism.consistencyMs));
  const rows = asked === tenancyId ? [] : (lists[collection]?.(here) ?? []);
  const filters = FILTERS.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name, value }];
  });
  const type = query.get("attachmentType") ?? "VCN"; // Oracle's default
  const isOfType = (row: Row): boolean =>
    collection !== "drgAttachments" || type === "ALL" || (row as DrgAttachment).networkDetails.type === type;
  return ociPage(
    rows.filter((row) => isOfType(row) && filters.every(({ name, value }) => row[name] === value)),
    query,
    path,
  );
}

/** What is under one object, or the object; `undefined` if it is not there. */
function inside(here: Locality, path: readonly string[], request: RestRequest): RestAnswer | undefined {
  const [collection = "", id = "", child, childId, grandchild] = path;
  const { query } = request;
  if (collection === "drgs" && child === "actions" && childId === "getAllDrgAttachments") {
    if (request.method !== "POST") return undefined;
    const gateway = here.gateways.find((one) => drgId(one) === id);
    return (
      gateway && ociPage(attachmentInfos(here, gateway, query.get("attachmentType") ?? "VCN"), query, request.path)
    );
  }
  if (collection === "drgRouteTables" || collection === "drgRouteDistributions")
    return readRouting(here, collection, path.slice(1), request);
  if (collection === "ipsecConnections" && child === "tunnels") {
    const end = endOfIpsec(here, id);
    if (!end) return undefined;
    const own = tunnels(here, end);
    if (childId === undefined) return ociPage(own, query, request.path);
    const tunnel = own.find((one) => one.id === childId);
    if (!tunnel || (grandchild !== undefined && grandchild !== "routes")) return undefined;
    if (grandchild === undefined) return ociOk(tunnel);
    const advertiser = query.get("advertiser");
    const routes = tunnelRoutes(here, end).filter((route) => advertiser === null || route.advertiser === advertiser);
    return ociPage(routes, query, request.path);
  }
  // asked by subnet, never by compartment
  if (collection === "privateIps" && id === "") {
    const rows = privateIpsIn(here, query.get("subnetId"));
    return rows.length > 0 ? ociPage(rows, query, request.path) : undefined;
  }
  if (collection === "virtualCircuits" && child === undefined) return readCircuit(here, id);
  const found = child === undefined && Object.hasOwn(lists, collection) ? lists[collection]?.(here) : undefined;
  const row = found?.find((one) => one.id === id);
  return row && ociOk(row);
}

const missingCompartment = (): RestAnswer => ociError(400, "MissingParameter", "Missing compartmentId");
const readOnly = (): RestAnswer => ociError(405, "MethodNotAllowed", "This tenancy is read only.");

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
