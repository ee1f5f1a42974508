import {
  type ConnectPlan,
  chargeOf,
  type IntentRun,
  type ProvisionStep,
  type SeenService,
  type Topology,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { measuredWays } from "../../paths/index.ts";
import type { NamedIntent } from "../design/index.ts";
import { intentError } from "../errors.ts";
import { planConnections } from "../preview/index.ts";
import { approvedSettings } from "./approved-settings.ts";
import { askNames } from "./ask-names.ts";

/** What a design is made from. */
export type DesignDeps = Pick<
  Deps,
  "clock" | "config" | "estimates" | "ids" | "intents" | "made" | "names" | "performance" | "rights" | "topologies"
>;

const STANDING: ReadonlySet<IntentRun["status"]> = new Set([
  "approved",
  "provisioning",
  "proving",
  "fulfilled",
  "undoing",
  "stuck",
]);
const RUNS_LOOKED_AT = 1_000;

/** The estate as it was seen last. @throws ERR_TOPOLOGY_MISSING */
export async function latestTopology({ topologies }: Pick<Deps, "topologies">): Promise<Topology> {
  const latest = await topologies.latest();
  if (latest) return latest.topology;
  throw intentError(
    "ERR_TOPOLOGY_MISSING",
    'nobody has looked at the estate yet; wait for the first discovery, or order one with "skylane discover"',
  );
}

/** What can be connected. */
export const inventoryOf = (topology: Topology): readonly SeenService[] => topology.services ?? [];

/** The joint plan of a run's intents on the world of now; `undefined` where one of them is not understood. */
export async function designRun(
  deps: DesignDeps,
  run: IntentRun,
  topology: Topology,
): Promise<ConnectPlan | undefined> {
  const { clock, estimates } = deps;
  if (run.intents.some(({ understanding }) => understanding.kind !== "understood")) return undefined;
  const config = { ...deps.config, intents: await approvedSettings(deps) };
  const names = await askNames(deps, run, topology);
  const intents = run.intents.flatMap(({ id, understanding }): NamedIntent[] =>
    understanding.kind === "understood"
      ? [{ id, intent: understanding.intent, name: names.get(id), costCentre: chargeOf(run, id).costCentre }]
      : [],
  );
  const nowMs = clock.nowMs();
  return planConnections(intents, {
    topology,
    config,
    estimates,
    performance: await measuredWays(deps, topology),
    made: await standingSteps(deps, run.id),
    typicalMs: (resource) => estimates.provisioningMs(resource),
    nowMs,
    today: new Date(nowMs).toISOString().slice(0, 10),
  });
}

/** Steps of other runs whose objects stand or are under way: what they make is used, and not made twice. */
async function standingSteps(
  { intents, made }: Pick<Deps, "intents" | "made">,
  ownId: string,
): Promise<readonly ProvisionStep[]> {
  const steps: ProvisionStep[] = [];
  for (const { id, status } of await intents.list(RUNS_LOOKED_AT)) {
    if (id === ownId || !STANDING.has(status)) continue;
    const gone = new Set((await made.list(id)).filter(({ state }) => state === "removed").map(({ stepId }) => stepId));
    steps.push(...((await intents.find(id))?.plan?.steps ?? []).filter((step) => !gone.has(step.id)));
  }
  return steps;
}
