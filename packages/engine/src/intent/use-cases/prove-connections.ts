import type { Flow, Intent, IntentRun, MadeResource, PlannedWay, ProofEvidence, Topology } from "@skylane/core";
import { FlowId } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { discoverCloud, findWay, type Hop, wayGraph } from "../../topology/index.ts";
import { judgeIntent } from "../policy/index.ts";
import { judgeLatency, judgeLinks, judgeNames, judgePath, judgeReach } from "../provision/judge-proof.ts";
import { resolved } from "../provision/references.ts";
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
const AGAIN_SECONDS = 5;
const CONNECT_COUNT = 7;
const TIMEOUT_MS = 3_000;
const PARALLEL_COUNT = 16;

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
  const topology = await lookAgain(deps, run);
  const evidence = (
    await inParallel(run.plan.ways, PARALLEL_COUNT, (way) => proveOne(deps, run, way, made, topology))
  ).flat();
  const unproven = evidence.filter(({ isProven }) => !isProven);
  const sinceMs = clock.nowMs() - (run.phases.at(-1)?.startedAtMs ?? 0);
  if (unproven.length > 0 && sinceMs < SETTLE_MS) return { kind: "again", seconds: AGAIN_SECONDS };
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
  // one after the other: each joins what it sees with what the one before has stored
  for (const cloud of clouds) await discoverCloud(deps, cloud);
  return (await deps.topologies.latest())?.topology;
}

async function proveOne(
  deps: ProveDeps,
  run: IntentRun,
  way: PlannedWay,
  made: ReadonlyMap<string, MadeResource>,
  topology: Topology | undefined,
): Promise<readonly ProofEvidence[]> {
  const intent = intentOf(run, way.intentId);
  const to = resolved(way.destinationAddress, (stepId) => made.get(stepId)?.outputs);
  const from = intent?.source.addresses[0];
  if (!intent || to === undefined || from === undefined)
    return [evidenceOf(deps, way, { ...judgeReach("tcp", way.destinationAddress, []), seen: "no address to ask" })];
  const { port, destination } = intent;
  const { dnsName } = destination;
  const ask = { sourceIp: from, host: to, port, timeoutMs: TIMEOUT_MS };
  const connects = [];
  for (let i = 0; i < CONNECT_COUNT; i += 1) connects.push(await deps.prober.probe({ kind: "tcp", ...ask }));
  const reach = judgeReach("tcp", `${to}:${port}`, connects);
  const tls = speaksTls(intent)
    ? await deps.prober.probe({
        kind: "tls",
        ...ask,
        tls: { isInsecure: true, ...(dnsName !== undefined && { serverName: dnsName }) },
      })
    : undefined;
  const [there, back] = topology ? [hopsOf(topology, from, to, port), hopsOf(topology, to, from, port)] : [];
  const ids = new Set(way.stepIds.flatMap((id) => Object.values(made.get(id)?.outputs ?? {})));
  return [
    ...(dnsName === undefined ? [] : [await namesOf(deps, intent, from, dnsName, to, topology)]),
    reach,
    ...(tls ? [judgeReach("tls", dnsName ?? to, [tls])] : []),
    judgeLatency(intent.requirements.maxRttMs, reach.measuredMs),
    judgePath(way, ids, there, back),
    judgeLinks(intent, there && back && [...there, ...back], (seen) =>
      judgeIntent({ id: way.intentId, intent }, { way: { ...way, ...seen } }, judgingOf(deps)).map(({ rule }) => rule),
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

async function namesOf(
  { estimates, names }: ProveDeps,
  { source }: Intent,
  sourceIp: string,
  name: string,
  wanted: string,
  topology: Topology | undefined,
) {
  const cidr = topology?.networks.find(({ key }) => key === source.networkKey)?.cidrs[0];
  const resolverIp = cidr === undefined ? undefined : estimates.resolverIp(source.cloud, cidr);
  if (resolverIp === undefined) return judgeNames(name, wanted, "the source's network has no resolver that is known");
  const answer = await names.lookUp({ sourceIp, resolverIp, name, timeoutMs: TIMEOUT_MS });
  return judgeNames(name, wanted, answer.outcome === "ok" ? answer.addresses : answer.outcome);
}

/** The links that effective routes use from one address to another; policy left out: it is what routing does that counts. */
function hopsOf(topology: Topology, from: string, to: string, port: number) {
  const flow: Flow = {
    id: FlowId.parse("proof"),
    source: { ip: from },
    destination: { ip: to, port },
    class: "standard",
  };
  const graph = wayGraph(topology, { flows: [flow], groups: [], policies: [] });
  const [placed] = graph.flows;
  return (
    placed && findWay(graph, placed, { isDead: () => false, isPolicyKept: false })?.map((hop: Hop) => hop.connection)
  );
}
