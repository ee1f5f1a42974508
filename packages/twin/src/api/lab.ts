import * as z from "zod";
import { type Applications, TelemetryTarget } from "../applications/create-applications.ts";
import type { EstateConnection } from "../estate/estate.ts";
import { isOnTarget } from "../world/atlas.ts";
import { FaultInput } from "../world/faults.ts";
import type { World } from "../world/world.ts";
import { stateHash, worldState } from "../world/world-state.ts";
import { ApiError } from "./api-error.ts";
import { beginIncident, endIncident, IncidentInput, incidentsOf } from "./lab-incidents.ts";
import { nearest } from "./nearest.ts";
import { Realism } from "./realism.ts";

/** A call of the lab API. */
export interface LabCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const After = z.coerce.number("must be a number").int().min(0).default(0);
const Moment = z.coerce.number("must be milliseconds since 1970").int().min(1);
const Port = z.coerce.number("must be a number").int().min(1).max(65_535).optional();
const Cause = z.enum(["command", "world", "all"]).default("command");

/** The lab: look at the world from outside, and break it. */
export function callLab(
  world: World,
  realism: { current: Realism },
  applications: Applications,
  { method, path, query, body }: LabCall,
): unknown {
  const call = `${method} ${path}`;
  const faultId = /^DELETE \/lab\/faults\/([\w-]+)$/.exec(call)?.[1];
  if (faultId !== undefined) {
    if (!world.removeFault(faultId))
      throw new ApiError("ERR_FAULT_UNKNOWN", `there is no fault ${faultId}; GET /lab/faults lists them`, 404);
    return {};
  }
  const incidentId = /^DELETE \/lab\/incidents\/([\w-]+)$/.exec(call)?.[1];
  if (incidentId !== undefined) {
    if (!endIncident(world, incidentId))
      throw new ApiError(
        "ERR_LAB_INCIDENT_UNKNOWN",
        `there is no incident ${incidentId}; GET /lab/incidents lists them`,
        404,
      );
    return {};
  }
  switch (call) {
    case "GET /lab/health":
      return { status: "ok", estate: world.atlas.estate.name };
    case "GET /lab/estate":
      return summary(world);
    case "GET /lab/certificate-authority":
      return { pem: world.certificates.pem };
    case "GET /lab/links":
      return {
        links: world.atlas.estate.connections.map((connection) => ({
          id: connection.id,
          kind: connection.kind,
          ends: [connection.a.at, connection.b.at],
          isDeclared: connection.isDeclared,
          isBuilt: isBuilt(world, connection),
          state: stateOf(world, connection),
          condition: world.conditionOf(connection),
          faultIds: world
            .faults()
            .filter(({ target }) => isOnTarget(target, connection, world.atlas))
            .map(({ id }) => id),
          counters: world.counters.get(connection.id),
        })),
        tunnelEnds: world.built.tunnelEnds.values().map(({ id, gatewayId, localPublicIp, remotePublicIp }) => ({
          id,
          gatewayId,
          localPublicIp,
          remotePublicIp,
          status: world.tunnelStatus(id),
        })),
      };
    case "GET /lab/faults":
      return { faults: world.faults() };
    case "POST /lab/faults":
      return world.addFault(checkTarget(world, parse(FaultInput, body)));
    case "DELETE /lab/faults":
      for (const fault of [...world.faults()]) world.removeFault(fault.id);
      return {};
    case "GET /lab/incidents":
      return { incidents: incidentsOf(world) };
    case "POST /lab/incidents":
      return beginIncident(world, parse(IncidentInput, body));
    case "DELETE /lab/incidents":
      for (const { id } of incidentsOf(world)) endIncident(world, id);
      return {};
    case "GET /lab/traffic": {
      const [fromMs, toMs] = [parse(Moment, query.get("fromMs")), parse(Moment, query.get("toMs"))];
      return { connections: trafficIn(world, fromMs, toMs) };
    }
    case "GET /lab/changes": {
      const after = parse(After, query.get("after") ?? undefined);
      const cause = parse(Cause, query.get("cause") ?? undefined);
      return {
        changes: world.changes().filter((one) => one.sequence > after && (cause === "all" || one.cause === cause)),
      };
    }
    case "GET /lab/trace": {
      const ip = z.ipv4("must be an IPv4 address");
      const [from, to] = [parse(ip, query.get("from")), parse(ip, query.get("to"))];
      const describe = (one: string, other: string) => {
        const way = world.traceBetween(one, other);
        return {
          kind: way.kind,
          over: way.crossings.map(({ connection }) => connection.id),
          ...(way.kind !== "delivered" && { at: way.at }),
        };
      };
      const port = parse(Port, query.get("port") ?? undefined);
      return {
        forward: describe(from, to),
        reverse: describe(to, from),
        ...(port !== undefined && { rules: world.admits({ from, to, port, protocol: "tcp" }) }),
      };
    }
    case "GET /lab/provisioning":
      return world.provisioning.sofar();
    case "GET /lab/state":
      return worldState(world);
    case "GET /lab/state-hash":
      return stateHash(world);
    case "PUT /lab/realism":
      realism.current = parse(Realism, body);
      world.provisioning.setSpeed(realism.current.provisioningSpeed);
      world.traffic.setLateness(realism.current.metricsLateMs);
      return realism.current;
    case "GET /lab/applications":
      return applications.counts();
    case "PUT /lab/applications/telemetry":
      applications.sendTo(parse(TelemetryTarget, body));
      return {};
    case "DELETE /lab/applications/telemetry":
      applications.sendTo(undefined);
      return {};
    case "POST /lab/reset":
      realism.current = Realism.parse({});
      world.reset();
      return {};
    default:
      throw new ApiError("ERR_LAB_UNKNOWN", `the lab has no ${call}`, 404);
  }
}

/** Bytes of each flow on each connection in that time: what there was to be counted. */
const trafficIn = ({ atlas, traffic }: World, fromMs: number, toMs: number) =>
  atlas.estate.connections.flatMap(({ id }) => {
    const [forward, reverse] = [true, false].map((isForward) =>
      Object.fromEntries(
        [...traffic.bytesByFlow(id, isForward, fromMs, toMs)].map(([flowId, bytes]) => [flowId, Math.round(bytes)]),
      ),
    );
    return Object.keys({ ...forward, ...reverse }).length === 0 ? [] : [{ id, forward, reverse }];
  });

/** `down`: its BGP session is; `impaired`: packets suffer while routing sees nothing; `up`. */
function stateOf(world: World, connection: EstateConnection): "up" | "impaired" | "down" {
  const { isSessionUp, isDroppingForward, isDroppingReverse, lossRatio, addedMs } = world.conditionOf(connection);
  if (!isSessionUp) return "down";
  const isSuffering = isDroppingForward || isDroppingReverse || lossRatio > connection.lossRatio || addedMs > 0;
  return isSuffering ? "impaired" : "up";
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    "ERR_LAB_INVALID",
    parsed.error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`).join("; "),
  );
}

function checkTarget(world: World, fault: FaultInput): FaultInput {
  const { connectionId, regionId, carrier } = fault.target;
  const { connections, networks } = world.atlas.estate;
  const check = (what: string, wanted: string | undefined, known: readonly string[]): void => {
    if (wanted === undefined || known.includes(wanted)) return;
    throw new ApiError(
      "ERR_TARGET_UNKNOWN",
      `there is no ${what} "${wanted}"; the nearest are ${nearest(wanted, known).join(", ")}`,
      404,
    );
  };
  check(
    "connection",
    connectionId,
    connections.map(({ id }) => id),
  );
  check("region", regionId, [...new Set(networks.map((network) => network.regionId))]);
  check("carrier", carrier, [...new Set(connections.flatMap((connection) => connection.carrier ?? []))]);
  return fault;
}

/** True of tunnels and peerings that API calls made. */
const isBuilt = (world: World, { id }: EstateConnection): boolean =>
  world.built.peerings.has(id) || world.tunnelEndsOf(id) !== undefined;

function summary(world: World) {
  const { estate } = world.atlas;
  const resources = new Map<string, number>();
  for (const { cloud, resourceCount } of estate.networks)
    resources.set(cloud, (resources.get(cloud) ?? 0) + resourceCount);
  return {
    name: estate.name,
    networkCount: estate.networks.length,
    resourceCounts: Object.fromEntries(resources),
    connectionCount: estate.connections.length,
    undeclaredCount: estate.connections.filter(({ isDeclared }) => !isDeclared).length,
    zombieCount: estate.connections.filter(({ isZombie }) => isZombie).length,
    flowCount: estate.flows.length,
    builtCounts: {
      gateways: world.built.gateways.ids().length,
      peerings: world.built.peerings.ids().length,
      tunnelEnds: world.built.tunnelEnds.ids().length,
      tunnelsUp: estate.connections.filter(({ id }) => world.tunnelEndsOf(id) !== undefined).length,
    },
  };
}
