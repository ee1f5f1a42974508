import type {
  Flow,
  Intent,
  IntentRun,
  MadeResource,
  PlannedWay,
  ProbeAnswer,
  ProofEvidence,
  Topology,
  TopologyConnection,
} from "@skylane/core";
import { FlowId } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { discoverClouds, findWay, type WayGraph, wayGraph } from "../../topology/index.ts";
import { judgeIntent } from "../policy/index.ts";
import { judgeLatency, judgeLinks, judgeNames, judgePath, judgeReach } from "../provision/judge-proof.ts";
import { resolved } from "../references.ts";
import type { ProvisionOrder } from "./advance-provisioning.ts";
import { inParallel } from "./in-parallel.ts";
import { inPhase, saveRun } from "./load-run.ts";

type ProveDeps = Pick<
  Deps,
  | "clock"
  | "config"
  | "estimates"
  | "intents"
  | "log"
  | "made"
  | "names"
  | "prober"
  | "publisher"
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
const CONNECT_COUNT = 7;
const TIMEOUT_MS = 3_000;
const PARALLEL_COUNT = 8;

/**
 * Proves each connection of a run by traffic from its source: the name as the source's network resolves it, connections, a TLS
 * handshake, the round trip; and by a fresh look at the clouds which links routing uses, there and back, and what they are.
 * Whoever proves nothing is undone; the others stand.
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
  const made = new Map((await deps.made.list(runId)).map((one) => [one.stepId, one]));
  const ends = run.plan.ways.map((way) => endsOf(run, way, made));
  // first the look, then the traffic: what is measured beside other work is that work's time too
  const topology = await lookAgain(deps, run);
  const graph = effectiveWays(ends, topology);
  const evidence = (await inParallel(ends, PARALLEL_COUNT, (one) => proveOne(deps, run, one, topology, graph))).flat();
  const unproven = evidence.filter(({ isProven }) => !isProven);
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
    evidence: [...evidence],
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

/** Where a connection begins and ends now, and by what the clouds call what was made for it. */
type Ends =
  | { readonly kind: "unknown"; readonly way: PlannedWay }
  | {
      readonly kind: "known";
      readonly way: PlannedWay;
      readonly intent: Intent;
      readonly from: string;
      readonly to: string;
      readonly madeIds: ReadonlySet<string>;
    };
type KnownEnds = Extract<Ends, { readonly kind: "known" }>;

function endsOf(run: IntentRun, way: PlannedWay, made: ReadonlyMap<string, MadeResource>): Ends {
  const intent = intentOf(run, way.intentId);
  const to = resolved(way.destinationAddress, (stepId) => made.get(stepId)?.outputs);
  const from = intent?.source.addresses[0];
  if (!intent || to === undefined || from === undefined) return { kind: "unknown", way };
  const madeIds = new Set(way.stepIds.flatMap((id) => Object.values(made.get(id)?.outputs ?? {})));
  return { kind: "known", way, intent, from, to, madeIds };
}

/** What was measured from the source. */
interface Traffic {
  readonly name: Found | undefined;
  readonly reach: Found;
  readonly tls: Found | undefined;
}
type Found = Omit<ProofEvidence, "intentId" | "atMs">;

async function sendTraffic(
  deps: ProveDeps,
  run: IntentRun,
  ends: KnownEnds,
  topology: Topology | undefined,
): Promise<Traffic> {
  const { intent, from, to } = ends;
  const { port } = intent;
  const { dnsName } = intent.destination;
  const ask = { sourceIp: from, host: to, port, timeoutMs: TIMEOUT_MS };
  const connects: ProbeAnswer[] = [];
  for (let i = 0; i < CONNECT_COUNT; i += 1) connects.push(await deps.prober.probe({ kind: "tcp", ...ask }));
  const serverName = dnsName === undefined ? {} : { serverName: dnsName };
  const tls = speaksTls(intent)
    ? await deps.prober.probe({ kind: "tls", ...ask, tls: { isInsecure: true, ...serverName } })
    : undefined;
  return {
    name: dnsName === undefined ? undefined : await askName(deps, run, ends, dnsName, topology),
    reach: judgeReach("tcp", `${to}:${port}`, connects),
    tls: tls && judgeReach("tls", dnsName ?? to, [tls]),
  };
}

/** The ways that effective routes make of every connection, there and back. */
function effectiveWays(all: readonly Ends[], topology: Topology | undefined): EffectiveWays {
  const flows = new Map(
    all.flatMap((one) => {
      if (one.kind === "unknown") return [];
      const { from, to, intent } = one;
      return [[one as Ends, [flowOf(from, to, intent.port), flowOf(to, from, intent.port)] as const] as const];
    }),
  );
  const graph = topology && wayGraph(topology, { flows: [...flows.values()].flat(), groups: [], policies: [] });
  return (ends) => (flows.get(ends) ?? []).map((flow) => graph && linksOf(graph, flow));
}
type EffectiveWays = (ends: Ends) => readonly (readonly TopologyConnection[] | undefined)[];

async function proveOne(
  deps: ProveDeps,
  run: IntentRun,
  ends: Ends,
  topology: Topology | undefined,
  waysOf: EffectiveWays,
): Promise<readonly ProofEvidence[]> {
  if (ends.kind === "unknown")
    return [
      evidenceOf(deps, ends.way, { ...judgeReach("tcp", ends.way.destinationAddress, []), seen: "no address to ask" }),
    ];
  const { way, intent, madeIds } = ends;
  const { name, reach, tls } = await sendTraffic(deps, run, ends, topology);
  const latency = judgeLatency(intent.requirements.maxRttMs, reach.measuredMs);
  // one that was too slow is measured once more: a single burst may have met another's
  const again =
    latency?.isProven === false && reach.isProven ? await sendTraffic(deps, run, ends, topology) : undefined;
  const [there, back] = waysOf(ends);
  return [
    name,
    again?.reach ?? reach,
    tls,
    again ? judgeLatency(intent.requirements.maxRttMs, again.reach.measuredMs) : latency,
    judgePath(way, madeIds, there, back),
    judgeLinks(intent, there && back && [...there, ...back], (links) =>
      judgeIntent(
        { id: way.intentId, intent, costCentre: run.costCentre },
        { way: { ...way, ...links } },
        judgingOf(deps),
      ).map(({ rule }) => rule),
    ),
  ].flatMap((found) => (found ? [evidenceOf(deps, way, found)] : []));
}

const judgingOf = ({ config, clock }: Pick<Deps, "config" | "clock">) => ({
  intents: config.intents,
  people: config.people,
  today: new Date(clock.nowMs()).toISOString().slice(0, 10),
});

const evidenceOf = (
  { clock }: Pick<Deps, "clock">,
  { intentId }: PlannedWay,
  found: Omit<ProofEvidence, "intentId" | "atMs">,
): ProofEvidence => ({ ...found, intentId, atMs: clock.nowMs() });

function intentOf(run: IntentRun, intentId: string): Intent | undefined {
  const one = run.intents.find(({ id }) => id === intentId)?.understanding;
  return one?.kind === "understood" ? one.intent : undefined;
}

/** Speaks TLS from its first byte: HTTPS, and Azure SQL (TDS 8). */
const speaksTls = ({ port, destination }: Intent): boolean => port === 443 || destination.kind === "azure-sql";

/**
 * Who was asked for by its name in DNS, or got one by the plan, must be found by it. Another's name must lead there or nowhere: most
 * names of one network mean nothing in the next.
 */
async function askName(
  { estimates, names }: ProveDeps,
  run: IntentRun,
  { way: { intentId }, intent, from, to }: KnownEnds,
  name: string,
  topology: Topology | undefined,
): Promise<Found | undefined> {
  const cidr = topology?.networks.find(({ key }) => key === intent.source.networkKey)?.cidrs[0];
  const resolverIp = cidr === undefined ? undefined : estimates.resolverIp(intent.source.cloud, cidr);
  const isGivenOne = run.plan?.steps.some(
    ({ resource, intentIds }) => resource.endsWith(".dns-record") && intentIds.includes(intentId),
  );
  const isNamed = isGivenOne === true || isAskedByName(run, intentId, name);
  if (resolverIp === undefined)
    return isNamed ? judgeNames(name, to, "the source's network has no resolver that is known") : undefined;
  const answer = await names.lookUp({ sourceIp: from, resolverIp, name, timeoutMs: TIMEOUT_MS });
  if (answer.outcome !== "ok") return isNamed ? judgeNames(name, to, answer.outcome) : undefined;
  return judgeNames(name, to, answer.addresses);
}

/** True if the request itself says the name. */
function isAskedByName(run: IntentRun, intentId: string, name: string): boolean {
  const request = run.intents.find(({ id }) => id === intentId)?.request;
  const said = [request?.text, request?.slots?.destination?.name, request?.answers.destination];
  return said.some((one) => one?.toLowerCase().includes(name.toLowerCase()));
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
