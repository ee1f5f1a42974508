import type { Flow, IntentRun, ProofEvidence, SkylaneConfig, Topology, TopologyConnection } from "@skylane/core";
import { chargeOf, FlowId } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { discoverClouds, findWay, type WayGraph, wayGraph } from "../../topology/index.ts";
import { egressOf } from "../design/egress.ts";
import { type Judging, judgeIntent } from "../policy/index.ts";
import { judgeEgress, judgeLinks, judgeOpenWay, judgePath } from "../provision/judge-proof.ts";
import { endsOf, type KnownEnds, type ProofEnds } from "../provision/proof-ends.ts";
import type { ProvisionOrder } from "./advance-provisioning.ts";
import { approvedSettings } from "./approved-settings.ts";
import { inPhase, saveRun } from "./load-run.ts";
import { measureProof } from "./measure-proof.ts";

type ProveDeps = Pick<
  Deps,
  | "clock"
  | "config"
  | "estimates"
  | "ids"
  | "intents"
  | "log"
  | "made"
  | "proofRequests"
  | "provers"
  | "publisher"
  | "rights"
  | "surveyor"
  | "topologies"
>;

/** What the proof says: all proven, look again, or some are not and are undone. */
export type Proven =
  | { readonly kind: "proven" }
  | { readonly kind: "again"; readonly seconds: number }
  | { readonly kind: "undo"; readonly reason: string };

/** Routes and rules take this long to be everywhere; what does not work by then does not work. */
const SETTLE_MS = 180_000;
const AGAIN_SECONDS = 2;

/**
 * Proves each connection of a run by traffic from its source, which provers in the sources' networks send; and by a fresh look at the
 * clouds which links routing uses, there and back, and what they are. Whoever proves nothing is undone; the others stand.
 */
export async function proveConnections(deps: ProveDeps, { runId }: ProvisionOrder): Promise<Proven> {
  const { clock } = deps;
  const run = await saveRun(deps, runId, (one) =>
    one.status === "provisioning"
      ? { ...one, status: "proving", phases: inPhase(one.phases, "prove", clock.nowMs()) }
      : one,
  );
  if (run.status !== "proving" || !run.plan)
    return { kind: "undo", reason: run.failure ?? "somebody has taken it back" };
  const ends = endsOf(run, await deps.made.list(runId));
  // first the look, then the traffic: what is measured beside other work is that work's time too
  const topology = await lookAgain(deps, run);
  const graph = effectiveWays(ends, topology);
  const measured = await measureProof(deps, run, ends, topology);
  const judging = {
    intents: await approvedSettings(deps),
    today: new Date(clock.nowMs()).toISOString().slice(0, 10),
  };
  const evidence = ends.flatMap((one) => [
    ...(measured.get(one.way.intentId) ?? []),
    ...(one.kind === "known"
      ? (one.way.kind === "public-endpoint"
          ? judgeOpen(deps.config, judging, run, one, topology)
          : judgeWay(judging, run, one, graph)
        ).map((found) => ({
          ...found,
          intentId: one.way.intentId,
          atMs: clock.nowMs(),
        }))
      : []),
  ]);
  const unproven = evidence.filter(({ isProven, isWaived }) => !isProven && isWaived !== true);
  const sinceMs = clock.nowMs() - (run.phases.at(-1)?.startedAtMs ?? 0);
  if (unproven.length > 0 && sinceMs < SETTLE_MS) {
    const checks = [...Map.groupBy(unproven, ({ check }) => check)].map(([check, all]) => `${check} ${all.length}`);
    deps.log.info("not all proven yet", { runId, unproven: checks.join(", ") });
    return { kind: "again", seconds: AGAIN_SECONDS };
  }
  const failedIds = new Set(unproven.map(({ intentId }) => intentId));
  const reason = unproven.map(({ intentId, check, seen }) => `${intentId}: ${check}: ${seen}`).join("; ");
  await saveRun(deps, runId, (one) => ({
    ...one,
    evidence,
    ...(failedIds.size > 0 && { undoneIntentIds: [...failedIds], failure: `not proven: ${reason}`.slice(0, 2_000) }),
  }));
  if (failedIds.size === 0) return { kind: "proven" };
  return { kind: "undo", reason: `not proven: ${reason}`.slice(0, 2_000) };
}

/** What all clouds that it touches show now. */
async function lookAgain(deps: ProveDeps, run: IntentRun): Promise<Topology | undefined> {
  const clouds = new Set(
    run.intents.flatMap(({ understanding }) =>
      understanding.kind === "understood"
        ? [understanding.intent.source.cloud, understanding.intent.destination.cloud]
        : [],
    ),
  );
  for (const { cloud } of run.plan?.steps ?? []) clouds.add(cloud);
  await discoverClouds(deps, [...clouds]);
  return (await deps.topologies.latest())?.topology;
}

/** The ways that effective routes make of every connection, there and back. */
function effectiveWays(all: readonly ProofEnds[], topology: Topology | undefined): EffectiveWays {
  const flows = new Map(
    all.flatMap((one) => {
      if (one.kind === "unknown" || one.way.kind === "public-endpoint") return [];
      const { from, to, intent } = one;
      return [[one as ProofEnds, [flowOf(from, to, intent.port), flowOf(to, from, intent.port)] as const] as const];
    }),
  );
  const graph = topology && wayGraph(topology, { flows: [...flows.values()].flat(), groups: [], policies: [] });
  return (ends) => (flows.get(ends) ?? []).map((flow) => graph && linksOf(graph, flow));
}
type EffectiveWays = (ends: ProofEnds) => readonly (readonly TopologyConnection[] | undefined)[];

/** What routing does with a connection, there and back, and whether its links may carry it. */
function judgeWay(
  judging: Judging,
  run: IntentRun,
  ends: KnownEnds,
  waysOf: EffectiveWays,
): readonly Omit<ProofEvidence, "intentId" | "atMs">[] {
  const { way, intent, madeIds } = ends;
  const [there, back] = waysOf(ends);
  return [
    judgePath(way, madeIds, there, back),
    judgeLinks(intent, there && back && [...there, ...back], (links) =>
      judgeIntent(
        { id: way.intentId, intent, costCentre: chargeOf(run, way.intentId).costCentre },
        { way: { ...way, ...links } },
        judging,
      ).map(({ rule }) => rule),
    ),
  ];
}

/** By which addresses the source leaves to the internet now, and whether it may; no link of ours is on that way. */
function judgeOpen(
  { networks }: Pick<SkylaneConfig, "networks">,
  judging: Judging,
  run: IntentRun,
  { way, intent }: KnownEnds,
  topology: Topology | undefined,
): readonly Omit<ProofEvidence, "intentId" | "atMs">[] {
  const network = topology?.networks.find(({ key }) => key === intent.source.networkKey);
  const letIn = (run.plan?.steps ?? []).flatMap(({ resource, intentIds, desired }) =>
    resource === "azure.sql-firewall-rule" && intentIds.includes(way.intentId) ? [String(desired.startIp)] : [],
  );
  const { costCentre } = chargeOf(run, way.intentId);
  return [
    judgeEgress(letIn, topology && network && egressOf(intent.source, network, topology, networks)),
    judgeOpenWay(judgeIntent({ id: way.intentId, intent, costCentre }, { way }, judging).map(({ rule }) => rule)),
  ];
}

/** The links that effective routes use from one address to another; policy left out: it is what routing does that counts. */
function linksOf(graph: WayGraph, flow: Flow): readonly TopologyConnection[] | undefined {
  const placed = graph.flows.find((one) => one.flow === flow);
  return placed && findWay(graph, placed, { isDead: () => false, isPolicyKept: false })?.map((hop) => hop.connection);
}

const flowOf = (from: string, to: string, port: number): Flow => ({
  id: FlowId.parse("proof"),
  source: { ip: from },
  destination: { ip: to, port },
  class: "standard",
});
