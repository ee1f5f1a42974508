import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestApi } from "../rest-api.ts";
import { bigQueryApi } from "./bigquery/index.ts";
import { dnsApi } from "./dns.ts";
import { denied, googleError, invalid, notFound, throttled, unauthenticated } from "./google-error.ts";
import { aggregatedListOf, listAnswer, listOf, pageOf } from "./lists.ts";
import { globalLookups, regionsOf, scopedLookups } from "./lookups.ts";
import { filtered } from "./operations.ts";
import { type GcpProject, projectOf } from "./project.ts";
import { bgpRoutesOf, routerStatusOf } from "./routers.ts";
import { gatewayStatusOf } from "./show-built.ts";
import { sqlInstancesOf } from "./sql-instances.ts";
import { timeSeriesOf } from "./time-series.ts";
import { policyOf } from "./write-policy.ts";
import { lacking, writeOf } from "./writes.ts";

/** The part of Compute Engine v1, Cloud Monitoring v3 and BigQuery that shows a project's network, and the writes that steer it. */
export const gcpApi: RestApi = {
  prefix: "gcp",
  call(world, { method, path, query, headers, body }, { realism, isThrottled }) {
    const refused = unauthenticated(headers.authorization);
    if (refused) return refused;
    if (isThrottled) return throttled();
    const bigQuery = /^\/bigquery\/v2\/(.+)$/.exec(path)?.[1];
    if (bigQuery !== undefined) return bigQueryApi(world, bigQuery, { method, query, body }, realism);
    const isWait = method === "POST" && WAIT.test(path);
    const [, api = "", projectId = "", rest = ""] =
      /^\/(compute\/v1|monitoring\/v3|dns\/v1|sqladmin\/v1)\/projects\/([^/]+)\/(.+)$/.exec(
        isWait ? path.replace(WAIT, "") : path,
      ) ?? [];
    const parts = decoded([projectId, ...rest.split("/")]);
    const project = projectOf(world, parts[0] ?? "");
    if (!project) return notFound(`projects/${projectId}`);
    if (api === "dns/v1") return dnsApi(world, project, parts.slice(1), { method, body }, realism);
    if (api === "sqladmin/v1" && method === "GET") return sqlApi(world, project, rest, realism);
    if (method !== "GET" && !isWait)
      return (
        (api === "compute/v1"
          ? writeOf(world, project, parts.slice(1), { method, query, body }, realism)
          : undefined) ?? googleError(405, "UNIMPLEMENTED", "httpMethodNotAllowed", "This cannot be changed here.")
      );
    const needed = api === "monitoring/v3" ? ["monitoring.timeSeries.list"] : readPermissions(parts.slice(1));
    const permission = lacking(needed, realism);
    if (permission !== undefined) return denied(permission, parts.slice(1).join("/"));
    const look: Look = { world, project, query, hiddenRegions: hiddenRegionsOf(project, realism) };
    if (api === "monitoring/v3")
      return rest === "timeSeries" ? timeSeriesOf(world, project, query, look.hiddenRegions) : notFound(path);
    return compute(look, parts.slice(1));
  },
};

function sqlApi(world: World, project: GcpProject, rest: string, realism: Realism): RestAnswer {
  const permission = lacking(["cloudsql.instances.list"], realism);
  if (permission !== undefined) return denied(permission, `projects/${project.id}`);
  return rest === "instances" ? sqlInstancesOf(world, project) : notFound(rest);
}

/** What a read needs the permission for: an object, its list, or what is asked of it. */
const readPermissions = (parts: readonly string[]): readonly string[] => {
  const [place = "", name = "", collection = "", id, verb] = parts;
  const [kind, one, last] = place === "regions" || place === "zones" ? [collection, id, verb] : [name, collection, id];
  const operations = place === "global" ? "globalOperations" : "regionOperations";
  const action = last === undefined || last === "getRouterStatus" ? (one ? "get" : "list") : last;
  return [`compute.${kind === "operations" ? operations : kind}.${action}`];
};

/** To wait for an operation is to read it once it is done. */
const WAIT = /(?<=\/operations\/[^/]+)\/wait$/;

/** The segments of a path; none if one of them is not encoded as it must be. */
function decoded(segments: readonly string[]): readonly string[] {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return [];
  }
}

interface Look {
  readonly world: World;
  readonly project: GcpProject;
  readonly query: URLSearchParams;
  readonly hiddenRegions: readonly string[];
}

const hiddenRegionsOf = ({ regions }: GcpProject, { deniedScopes }: Realism): readonly string[] =>
  regions.filter((region) => deniedScopes.includes(`gcp:${region}`));

function compute(look: Look, [place = "", name = "", collection = "", id, verb]: readonly string[]): RestAnswer {
  const { project } = look;
  const root = `projects/${project.id}`;
  if (place === "regions" && name === "")
    return listOf("regionList", `${root}/regions`, regionsOf(project), look.query);
  if (place === "global") return globalOf(look, name, collection);
  if (place === "aggregated") return aggregatedOf(look, name);
  if (place !== "regions" && place !== "zones") return notFound([root, place, name].join("/"));
  const region = place === "zones" ? name.replace(/-[a-z]$/, "") : name;
  if (!project.regions.includes(region)) return notFound(`${root}/${place}/${name}`);
  if (look.hiddenRegions.includes(region))
    return denied(
      `compute.${collection === "" ? "regions" : collection}.${id === undefined ? "list" : "get"}`,
      `${root}/${place}/${name}`,
    );
  if (collection === "") return { statusCode: 200, body: regionsOf(project).find((one) => one.name === region) };
  if (collection === "routers" && id !== undefined && verb !== undefined) return routerVerb(look, region, id, verb);
  if (collection === "vpnGateways" && id !== undefined && verb === "getStatus")
    return {
      statusCode: 200,
      body: gatewayStatusOf(look.world, project, `${root}/regions/${region}/vpnGateways/${id}`),
    };
  return scopedOf(look, `${place}/${name}`, collection, id);
}

function globalOf({ world, project, query }: Look, collection: string, name: string): RestAnswer {
  const lookup = globalLookups[collection];
  const path = `projects/${project.id}/global/${collection}`;
  if (!lookup) return notFound(path);
  const all =
    collection === "operations"
      ? filtered(lookup.all(world, project), query.get("filter"))
      : lookup.all(world, project);
  if ("statusCode" in all) return all;
  return name === "" ? listOf(`${lookup.kind}List`, path, all, query) : one(all, path, name);
}

function scopedOf({ world, project, query }: Look, scope: string, collection: string, name = ""): RestAnswer {
  const lookup = scopedLookups[collection];
  const path = `projects/${project.id}/${scope}/${collection}`;
  if (!lookup) return notFound(path);
  const all = lookup.all(world, project).filter((found) => found.scope === scope);
  if (name !== "")
    return one(
      all.map(({ item }) => item()),
      path,
      name,
    );
  if (collection === "operations") {
    const wanted = filtered(
      all.map(({ item }) => item()),
      query.get("filter"),
    );
    return "statusCode" in wanted ? wanted : listOf(`${lookup.kind}List`, path, wanted, query);
  }
  const page = pageOf(all, query);
  if ("statusCode" in page) return page;
  return listAnswer(`${lookup.kind}List`, path, { ...page, items: page.items.map(({ item }) => item()) });
}

function one(all: readonly unknown[], path: string, name: string): RestAnswer {
  const body = all.find((found) => (found as { readonly name?: unknown }).name === name);
  return body ? { statusCode: 200, body } : notFound(`${path}/${name}`);
}

function aggregatedOf({ world, project, query, hiddenRegions }: Look, field: string): RestAnswer {
  const lookup = scopedLookups[field];
  const path = `projects/${project.id}/aggregated/${field}`;
  if (!lookup) return notFound(path);
  const scopesOf = (regions: readonly string[]) =>
    regions.flatMap((region) =>
      field === "instances" ? ["b", "c", "d"].map((letter) => `zones/${region}-${letter}`) : [`regions/${region}`],
    );
  return aggregatedListOf(
    { kind: `${lookup.kind}AggregatedList`, field, path },
    scopesOf(project.regions),
    scopesOf(hiddenRegions),
    lookup.all(world, project),
    query,
  );
}

function routerVerb({ world, project, query }: Look, region: string, name: string, verb: string): RestAnswer {
  const path = `projects/${project.id}/regions/${region}/routers/${name}`;
  const gateway = project.gateways.find(({ regionId, providerId }) => regionId === region && providerId === name);
  if (!gateway) return notFound(path);
  if (verb === "getRouterStatus") return { statusCode: 200, body: routerStatusOf(world, project, gateway) };
  if (verb === "getRoutePolicy") {
    const policy = query.get("policy") ?? "";
    const found = world.routing.routePolicies.get(gateway.id)?.get(policy);
    return found
      ? { statusCode: 200, body: { resource: policyOf(found) } }
      : notFound(`${path}/routePolicies/${policy}`);
  }
  if (verb !== "listBgpRoutes") return notFound(`${path}/${verb}`);
  const peer = query.get("peer") ?? "";
  const routeType = query.get("routeType") ?? "LEARNED";
  if (routeType !== "LEARNED" && routeType !== "ADVERTISED")
    return invalid(`Invalid value for field 'routeType': '${routeType}'.`);
  const routes = bgpRoutesOf(world, project, gateway, peer, routeType, query.get("policyApplied") === "true");
  if (!routes) return invalid(`Invalid value for field 'peer': '${peer}'. The router has no such BGP peer.`);
  const { statusCode, body, ...more } = listOf("routersListBgpRoutes", `${path}/listBgpRoutes`, routes, query);
  if (statusCode !== 200) return { statusCode, body, ...more };
  const { items, ...answer } = body as { items?: unknown };
  return { statusCode, body: { ...answer, ...(items !== undefined && { result: items }) } };
}
