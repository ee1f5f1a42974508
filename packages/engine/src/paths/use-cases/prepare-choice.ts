import type { Topology } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { loadSolver } from "../optimise/load-solver.ts";
import { type EstateFacts, estateFacts } from "../plan/estate-facts.ts";
import { type Choice, choosePathsTogether, type PlanRequest } from "../plan/session.ts";
import { measuredWays } from "./measured-ways.ts";

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
  const [ways, solver] = await Promise.all([measuredWays(deps, topology), loadSolver()]);
  const facts = estateFacts(topology, config, estimates, ways, new Date(nowMs).toISOString().slice(0, 10));
  return { topology, facts, choice: choosePathsTogether(facts, solver, request) };
}
