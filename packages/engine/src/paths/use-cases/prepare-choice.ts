import type { Topology } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { loadSolver } from "../optimise/load-solver.ts";
import { type EstateFacts, estateFacts } from "../plan/estate-facts.ts";
import { type Choice, choosePathsTogether, type PlanRequest } from "../plan/session.ts";
import { type MeasuredLinks, wayPerformance } from "../plan/way-performance.ts";

type ChoiceDeps = Pick<Deps, "config" | "clock" | "estimates" | "performance" | "topologies">;

/** The last look at the estate with what was measured since, and the choice of paths for it; `undefined` before the first look. */
export async function prepareChoice(
  deps: ChoiceDeps,
  request: PlanRequest,
): Promise<{ readonly topology: Topology; readonly facts: EstateFacts; readonly choice: Choice } | undefined> {
  const { config, clock, estimates, topologies } = deps;
  const topology = (await topologies.latest())?.topology;
  if (!topology) return undefined;
  const nowMs = clock.nowMs();
  const [measured, solver] = await Promise.all([measuredLinks(deps, nowMs), loadSolver()]);
  const facts = estateFacts(
    topology,
    config,
    estimates,
    wayPerformance(topology, config.networks, estimates, measured),
    new Date(nowMs).toISOString().slice(0, 10),
  );
  return { topology, facts, choice: choosePathsTogether(facts, solver, request) };
}

/** What the probes have learnt of each connection; where several vantages probe it, the one that saw most. */
async function measuredLinks({ config, performance }: ChoiceDeps, nowMs: number): Promise<MeasuredLinks> {
  const connectionOf = new Map(
    config.groups.flatMap(({ paths }) =>
      paths.map(({ id, connectionId }) => [id as string, connectionId as string] as const),
    ),
  );
  const byConnection = new Map<string, Awaited<ReturnType<typeof performance.list>>[number]>();
  const sentOf = ({ days }: { readonly days: readonly { readonly sentCount: number }[] }): number =>
    days.reduce((sum, { sentCount }) => sum + sentCount, 0);
  for (const record of await performance.list()) {
    const connectionId = connectionOf.get(record.pathId);
    const known = connectionId === undefined ? undefined : byConnection.get(connectionId);
    if (connectionId !== undefined && (!known || sentOf(record) > sentOf(known)))
      byConnection.set(connectionId, record);
  }
  return { byConnection, ageing: { nowMs } };
}
