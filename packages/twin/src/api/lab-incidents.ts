import * as z from "zod";
import { mapByWorld } from "../world/kept-by-world.ts";
import { type Detour, detoursOf } from "../world/traffic/detours.ts";
import type { Surge } from "../world/traffic/traffic.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import { nearest } from "./nearest.ts";

const DAY_MS = 86_400_000;

/** Surges may have begun before: what metrics say of that time is another then. */
const startedAgoMs = z
  .number()
  .nonnegative()
  .max(60 * DAY_MS)
  .default(0);
const flowIds = z.array(z.string().min(1)).min(1).max(1_000);

/** What costs more than it should: a job that does not end, a slow growth, or a route that leads a dedicated link's flows over a VPN. */
export const IncidentInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("runaway"), flowIds, factor: z.number().gt(1).max(1_000), startedAgoMs }),
  z.strictObject({ kind: z.literal("creep"), flowIds, dailyFactor: z.number().gt(1).max(10), startedAgoMs }),
  z.strictObject({ kind: z.literal("misrouting"), connectionId: z.string().min(1) }),
]);
export type IncidentInput = z.infer<typeof IncidentInput>;

/** One that goes on. */
export interface LabIncident {
  readonly id: string;
  readonly kind: IncidentInput["kind"];
  readonly fromMs: number;
  readonly flowIds: readonly string[];
  readonly factor?: number;
  readonly dailyFactor?: number;
  /** Of a route: what flows crossed, what they cross now, and who is named in the log of changes. */
  readonly usualConnectionId?: string;
  readonly connectionId?: string;
  readonly by?: string;
}

interface Running {
  readonly incident: LabIncident;
  end(): void;
}

const runningIn = mapByWorld<Running>();
const countIn = mapByWorld<number>();

export const incidentsOf = (world: World): readonly LabIncident[] =>
  [...runningIn(world).values()].map(({ incident }) => incident);

/** Begins one at once. @throws ApiError if it names what there is not, or no route can lead there */
export function beginIncident(world: World, input: IncidentInput): LabIncident {
  const count = (countIn(world).get("all") ?? 0) + 1;
  const id = `incident-${count}`;
  const running = input.kind === "misrouting" ? misroute(world, id, input) : surge(world, id, input);
  countIn(world).set("all", count);
  runningIn(world).set(id, running);
  return running.incident;
}

/** Ends one: what it did before stays in the history. False if there is none. */
export function endIncident(world: World, id: string): boolean {
  const running = runningIn(world).get(id);
  running?.end();
  return runningIn(world).delete(id);
}

function surge(world: World, id: string, input: Exclude<IncidentInput, { kind: "misrouting" }>): Running {
  const known = world.atlas.estate.flows.map((flow) => flow.id);
  for (const flowId of input.flowIds) if (!known.includes(flowId)) throw unknown("flow", flowId, known);
  const own: Surge = {
    flowIds: input.flowIds,
    fromMs: world.clock.nowMs() - input.startedAgoMs,
    factor: input.kind === "runaway" ? input.factor : 1,
    dailyFactor: input.kind === "creep" ? input.dailyFactor : 1,
  };
  world.traffic.setSurges([...world.traffic.surges(), own]);
  const { startedAgoMs: _, ...said } = input;
  return {
    incident: { id, fromMs: own.fromMs, ...said },
    end() {
      const ended = { ...own, toMs: world.clock.nowMs() };
      world.traffic.setSurges(world.traffic.surges().map((one) => (one === own ? ended : one)));
    },
  };
}

function misroute(world: World, id: string, { connectionId }: Extract<IncidentInput, { kind: "misrouting" }>): Running {
  const { connections, flows } = world.atlas.estate;
  const connection = connections.find((one) => one.id === connectionId);
  if (!connection) {
    const possible = connections.filter((one) => detoursOf(world, one, []).length > 0).map((one) => one.id);
    throw unknown("connection", connectionId, possible);
  }
  const own = flows.filter(({ source, destination }) =>
    world.traceBetween(source, destination).crossings.some((crossing) => crossing.connection.id === connectionId),
  );
  const [detour] = detoursOf(world, connection, own) as readonly (Detour | undefined)[];
  if (!detour)
    throw new ApiError(
      "ERR_LAB_DETOUR_UNKNOWN",
      `no route leads what is on "${connectionId}" over a VPN: it must be a dedicated link of a transit gateway or of a Google network with a VPN beside it to the same place`,
      409,
    );
  detour.begin();
  return {
    incident: {
      id,
      kind: "misrouting",
      fromMs: world.clock.nowMs(),
      flowIds: detour.flowIds,
      usualConnectionId: detour.from.id,
      connectionId: detour.to.id,
      by: detour.by,
    },
    end: () => detour.end(),
  };
}

const unknown = (what: string, wanted: string, known: readonly string[]): ApiError =>
  new ApiError(
    "ERR_TARGET_UNKNOWN",
    `there is no ${what} "${wanted}"; the nearest are ${nearest(wanted, known).join(", ")}`,
    404,
  );
