import type { ConnectPlan, PlannedWay } from "@skylane/core";
import { wayGraph } from "../../topology/index.ts";
import { designConnections } from "../design/design-connections.ts";
import { exposureOf } from "../design/public-endpoint.ts";
import type { ConnectWorld, NamedIntent } from "../design/world.ts";
import { judgeIntents } from "../policy/judge-intents.ts";
import { findProver } from "../provision/find-prover.ts";
import { expectedDurationMs } from "./duration.ts";
import { planCost } from "./plan-cost.ts";
import { reachEffects } from "./reach-effects.ts";
import { riskOf } from "./risk.ts";
import { replacedRoutes, routeEffects } from "./route-effects.ts";
import { securityEffects } from "./security-effects.ts";
import { sha256Of } from "./sha256.ts";
import { worldHashOf } from "./world-hash.ts";

/**
 * The plan for these intents: designed together, judged, and shown before anything is made; pure. The same intents in the same
 * world give the same hash, in whatever order they come.
 */
export function planConnections(intents: readonly NamedIntent[], world: ConnectWorld): ConnectPlan {
  const design = designConnections(intents, world);
  const { steps, joins, notes } = design;
  const graph = wayGraph(world.topology, world.config);
  const cost = planCost(design, world);
  const reach = reachEffects(world.topology, graph, design);
  const violations = judgeIntents(intents, design, world);
  const unwantedReachCount = reach.filter(({ isWanted }) => !isWanted).length;
  const unproven = intents.flatMap(({ id, intent }) => {
    const found = findProver(intent, world.config);
    return found.kind === "none" ? [{ id, because: found.because }] : [];
  });
  const body: Omit<ConnectPlan, "hash" | "madeAtMs"> = {
    intentIds: intents.map(({ id }) => id).sort(),
    worldHash: worldHashOf(intents, design, world),
    ways: [...design.ways],
    steps: [...steps],
    routes: [...routeEffects(world.topology, steps, joins)],
    reach: [...reach],
    security: [...securityEffects(steps)],
    cost,
    expectedDurationMs: expectedDurationMs(steps, world.typicalMs),
    risk: riskOf(
      {
        knownMonthlyUsd: cost.lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
        unknownCosts: cost.unknown,
        resourceCount: steps.length,
        newReachCount: reach.length,
        unwantedReachCount,
        notes: [...notes, ...replacedRoutes(world.topology, steps), ...new Set(unproven.map(({ because }) => because))],
        exposures: [...design.publicEnds.values()].map(exposureOf),
        violations,
      },
      world.config.intents,
    ),
    ...(unproven.length > 0 && { unprovenIntentIds: unproven.map(({ id }) => id).sort() }),
    issues: [...design.issues],
    violations: [...violations],
    orders: [...design.orders],
    undo: steps.map(({ summary }) => `Take back: ${summary}`).reverse(),
  };
  return { ...body, madeAtMs: world.nowMs, hash: sha256Of({ ...body, ways: body.ways.map(withoutMeasures) }) };
}

/** Round trips are measured anew by the minute: a plan that takes the same ways and makes the same is the same. */
const withoutMeasures = ({ expectedRttMs: _, rttFrom: __, notChosen: ___, ...way }: PlannedWay) => way;
