import { listByWorld } from "../../world/kept-by-world.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError } from "./arm-answer.ts";
import { expressRouteName } from "./gateways.ts";
import { startOperation } from "./long-operations.ts";
import { startWrite } from "./start-write.ts";
import { endsOf, type GatewayEnd, gatewaysOf, networkId, type ResourceGroup } from "./subscription.ts";

interface TestRecord {
  readonly gatewayName: string;
  readonly peeringLocation: string;
  readonly testGuid: string;
  readonly startedAtMs: number;
  readonly ends: readonly GatewayEnd[];
  endedAtMs: number | undefined;
}

const recordsOf = listByWorld<TestRecord>();

/** A real one takes a minute or two. */
const WRITE_MS = 200;
const bad = (message: string): RestAnswer => armError(400, "SiteFailoverTestNotAllowed", message);

/** Failover tests of an ExpressRoute gateway's sites; `undefined` for any other action. */
export function siteFailoverTest(
  group: ResourceGroup,
  found: ArmResource,
  action: string,
  request: RestRequest,
): RestAnswer | undefined {
  switch (action.toLowerCase()) {
    case "startsitefailovertest":
      return start(group, found, request);
    case "stopsitefailovertest":
      return stop(group, found, request);
    case "getfailoveralltestsdetails":
      return startOperation(group.world, request, group, detailsOf(group, found));
    default:
      return undefined;
  }
}

function start(group: ResourceGroup, found: ArmResource, request: RestRequest): RestAnswer {
  const { world } = group;
  const all = circuitsOf(group, found);
  const wanted = request.query.get("peeringLocation") ?? "";
  const ends = all.filter((end) => isAt(end, wanted));
  if (ends.length === 0) return bad(`The gateway '${found.name}' has no connection in peering location '${wanted}'.`);
  if (ends.length === all.length)
    return bad(`The gateway '${found.name}' needs connections in two peering locations or more.`);
  if (running(world, found.name)) return bad(`A failover test of gateway '${found.name}' is in progress.`);
  const commit = (): void => {
    const startedAtMs = world.clock.nowMs();
    const testGuid = `00000000-0000-4000-9000-${recordsOf(world).length.toString(16).padStart(12, "0")}`;
    recordsOf(world).push({
      gatewayName: found.name,
      peeringLocation: wanted,
      testGuid,
      startedAtMs,
      ends,
      endedAtMs: undefined,
    });
    for (const { connection } of ends) world.beginSessionTest(connection.id, undefined);
  };
  return write(group, found, request, "startSiteFailoverTest", commit);
}

function stop(group: ResourceGroup, found: ArmResource, request: RestRequest): RestAnswer {
  const { world } = group;
  const { peeringLocation: wanted } = (request.body ?? {}) as { readonly peeringLocation?: unknown };
  const record = running(world, found.name);
  if (!record || typeof wanted !== "string" || wanted.toLowerCase() !== record.peeringLocation.toLowerCase())
    return bad(`No failover test of peering location '${String(wanted)}' is in progress.`);
  const commit = (): void => {
    record.endedAtMs = world.clock.nowMs();
    for (const { connection } of record.ends) world.endSessionTest(connection.id);
  };
  return write(group, found, request, "stopSiteFailoverTest", commit);
}

const write = (group: ResourceGroup, found: ArmResource, request: RestRequest, action: string, commit: () => void) =>
  startWrite(group, request, {
    resourceId: `${found.id}/${action}`,
    wanted: action,
    lock: found.id,
    action: `Microsoft.Network/virtualNetworkGateways/${action}/action`,
    durationMs: WRITE_MS,
    commit,
  });

const running = (world: World, gatewayName: string): TestRecord | undefined =>
  recordsOf(world).find((record) => record.gatewayName === gatewayName && record.endedAtMs === undefined);

const isAt = ({ connection }: GatewayEnd, location: string): boolean =>
  connection.location?.toLowerCase() === location.toLowerCase();

/** The ExpressRoute connections of a gateway object. */
const circuitsOf = (group: ResourceGroup, found: ArmResource): readonly GatewayEnd[] =>
  gatewaysOf(group)
    .filter((gateway) => gateway.providerId === found.name || expressRouteName(gateway) === found.name)
    .flatMap((gateway) => endsOf(group.world, gateway))
    .filter(({ type }) => type === "ExpressRoute");

const detailsOf = (group: ResourceGroup, found: ArmResource): readonly unknown[] =>
  recordsOf(group.world)
    .filter(({ gatewayName }) => gatewayName === found.name)
    .map(({ peeringLocation, testGuid, startedAtMs, endedAtMs, ends }) => ({
      peeringLocation,
      testGuid,
      testType: "SingleSiteFailover",
      status: endedAtMs === undefined ? "Running" : "Completed",
      startTime: new Date(startedAtMs).toISOString(),
      ...(endedAtMs !== undefined && { endTime: new Date(endedAtMs).toISOString() }),
      connections: ends.map((end) => ({
        name: end.name,
        nrpResourceUri: networkId(group.world, end.gateway, "connections", end.name),
        status: group.world.conditionOf(end.connection).isSessionUp ? "Connected" : "Disconnected",
      })),
      issues: [],
    }));
