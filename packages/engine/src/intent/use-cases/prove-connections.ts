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
import { askedHost } from "../design/index.ts";
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
const PARALLEL_COUNT = 16;
/** So few that none waits for another. */
const CALM_COUNT = 2;

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
  // the look, then the traffic, then what computes: what is measured beside other work is that work's time too
  const topology = await lookAgain(deps, run);
  const traffic = await sendAllTraffic(deps, run, ends, topology);
  const waysOf = effectiveWays(ends, topology);
  const evidence = ends.flatMap((one, i) => judgeOne(deps, one, traffic[i], waysOf));
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
  const { intent, to } = ends;
  const { dnsName } = intent.destination;
  const reach = await connectTo(deps, ends);
  const serverName = dnsName === undefined ? {} : { serverName: dnsName };
  const tls = speaksTls(intent)
    ? await deps.prober.probe({ kind: "tls", ...askedOf(ends), tls: { isInsecure: true, ...serverName } })
    : undefined;
  return {
    name: dnsName === undefined ? undefined : await askName(deps, run, ends, dnsName, topology),
    reach,
    tls: tls && judgeReach("tls", dnsName ?? to, [tls]),
  };
}

/** Connections, one after the other. */
async function connectTo({ prober }: Pick<Deps, "prober">, ends: KnownEnds): Promise<Found> {
  const connects: ProbeAnswer[] = [];
  for (let i = 0; i < CONNECT_COUNT; i += 1) connects.push(await prober.probe({ kind: "tcp", ...askedOf(ends) }));
  return judgeReach("tcp", `${ends.to}:${ends.intent.port}`, connects);
}

const askedOf = ({ from, to, intent: { port } }: KnownEnds) => ({
  sourceIp: from,
  host: to,
  port,
  timeoutMs: TIMEOUT_MS,
});

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

/** The traffic of every connection whose ends are known. Those that were too slow are measured once more when all is calm: many at once meet one another. */
async function sendAllTraffic(
  deps: ProveDeps,
  run: IntentRun,
  ends: readonly Ends[],
  topology: Topology | undefined,
): Promise<readonly (Traffic | undefined)[]> {
  const first = await inParallel(ends, PARALLEL_COUNT, async (one) =>
    one.kind === "known" ? sendTraffic(deps, run, one, topology) : undefined,
  );
  const slow = ends.flatMap((one, i) => {
    const sent = first[i];
    return one.kind === "known" && sent?.reach.isProven && latencyOf(one, sent)?.isProven === false ? [{ one, i }] : [];
  });
  const again = await inParallel(slow, CALM_COUNT, ({ one }) => connectTo(deps, one));
  const reachOf = new Map(slow.map(({ i }, n) => [i, again[n]]));
  return first.map((sent, i) => sent && { ...sent, reach: reachOf.get(i) ?? sent.reach });
}

const latencyOf = ({ intent }: KnownEnds, { reach }: Traffic): Found | undefined =>
  judgeLatency(intent.requirements.maxRttMs, reach.measuredMs);

function judgeOne(
  deps: ProveDeps,
  ends: Ends,
  traffic: Traffic | undefined,
  waysOf: EffectiveWays,
): readonly ProofEvidence[] {
  const { way } = ends;
  if (ends.kind === "unknown" || !traffic)
    return [evidenceOf(deps, way, { ...judgeReach("tcp", way.destinationAddress, []), seen: "no address to ask" })];
  const { intent, madeIds } = ends;
  const { name, reach, tls } = traffic;
  const [there, back] = waysOf(ends);
  return [
    name,
    reach,
    tls,
    latencyOf(ends, traffic),
    judgePath(way, madeIds, there, back),
    judgeLinks(intent, there && back && [...there, ...back], (links) =>
      judgeIntent({ id: way.intentId, intent }, { way: { ...way, ...links } }, judgingOf(deps)).map(({ rule }) => rule),
    ),
  ].flatMap((found) => (found ? [evidenceOf(deps, way, found)] : []));
}

const judgingOf = ({ config, clock }: Pick<Deps, "config" | "clock">) => ({
  intents: config.intents,
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
  const request = run.intents.find(({ id }) => id === intentId)?.request;
  const isNamed = isGivenOne === true || (request && askedHost(request, intent.destination)) !== undefined;
  if (resolverIp === undefined)
    return isNamed ? judgeNames(name, to, "the source's network has no resolver that is known") : undefined;
  const answer = await names.lookUp({ sourceIp: from, resolverIp, name, timeoutMs: TIMEOUT_MS });
  if (answer.outcome !== "ok") return isNamed ? judgeNames(name, to, answer.outcome) : undefined;
  return judgeNames(name, to, answer.addresses);
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
