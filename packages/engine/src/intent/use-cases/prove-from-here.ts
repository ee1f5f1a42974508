import type { Intent, IntentRun, MeasuredProof, ProbeAnswer, ProofOrder, Topology } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { askedHost } from "../design/index.ts";
import { intentError } from "../errors.ts";
import { type Found, judgeLatency, judgeNames, judgeReach } from "../provision/judge-proof.ts";
import { endsOf, type KnownEnds } from "../provision/proof-ends.ts";
import { inParallel } from "./in-parallel.ts";

type ProverDeps = Pick<Deps, "clock" | "estimates" | "intents" | "log" | "made" | "names" | "prober" | "topologies">;

const CONNECT_COUNT = 7;
const TIMEOUT_MS = 3_000;
const PARALLEL_COUNT = 16;
/** So few that none waits for another. */
const CALM_COUNT = 2;

/**
 * Measures connections of a run from where this function stands: the name as the source's network resolves it, connections, a TLS
 * handshake, the round trip. Where to is read from the record of a plan under proof, and from nowhere else: it is no scanner.
 * @throws ERR_PROOF_UNWANTED
 */
export async function proveFromHere(deps: ProverDeps, order: ProofOrder): Promise<MeasuredProof> {
  const { runId, planHash, intentIds } = order;
  const run = await deps.intents.find(runId);
  const asked = new Set<string>(intentIds);
  if (
    run?.status !== "proving" ||
    run.plan?.hash !== planHash ||
    [...asked].some((id) => !run.plan?.ways.some(({ intentId }) => intentId === id))
  )
    throw intentError(
      "ERR_PROOF_UNWANTED",
      `nothing was sent: ${runId} is ${run?.status ?? "not known here"}, and only connections of a plan under proof are measured, by the hash of that plan`,
      { runId },
    );
  const topology = (await deps.topologies.latest())?.topology;
  const known = endsOf(run, await deps.made.list(runId)).flatMap((one) =>
    one.kind === "known" && asked.has(one.way.intentId) ? [one] : [],
  );
  const sent = await inParallel(known, PARALLEL_COUNT, (ends) => sendTraffic(deps, run, ends, topology));
  // many at once meet one another: those that were too slow are measured once more when all is calm
  const slow = known.flatMap((ends, i) => (isTooSlow(ends, sent[i]) ? [{ ends, i }] : []));
  const calm = await inParallel(slow, CALM_COUNT, ({ ends }) => connectTo(deps, ends));
  const reachOf = new Map(slow.map(({ i }, n) => [i, calm[n]]));
  const atMs = deps.clock.nowMs();
  const evidence = known.flatMap((ends, i) => {
    const { name, reach: first, tls } = sent[i] as Traffic;
    const reach = reachOf.get(i) ?? first;
    return [name, reach, tls, latencyOf(ends, reach)].flatMap((one) =>
      one ? [{ ...(one as Measured), intentId: ends.way.intentId, atMs }] : [],
    );
  });
  return { evidence };
}

type Measured = Omit<MeasuredProof["evidence"][number], "intentId" | "atMs">;

const latencyOf = ({ intent }: KnownEnds, { measuredMs }: Found): Found | undefined =>
  judgeLatency(intent.requirements.maxRttMs, measuredMs);

const isTooSlow = (ends: KnownEnds, sent: Traffic | undefined): boolean =>
  sent?.reach.isProven === true && latencyOf(ends, sent.reach)?.isProven === false;

/** What was measured from the source. */
interface Traffic {
  readonly name: Found | undefined;
  readonly reach: Found;
  readonly tls: Found | undefined;
}

async function sendTraffic(
  deps: ProverDeps,
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

/** Speaks TLS from its first byte: HTTPS, and Azure SQL (TDS 8). */
const speaksTls = ({ port, destination }: Intent): boolean => port === 443 || destination.kind === "azure-sql";

/**
 * Who was asked for by its name in DNS, or got one by the plan, must be found by it. Another's name must lead there or nowhere: most
 * names of one network mean nothing in the next.
 */
async function askName(
  { estimates, names }: ProverDeps,
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
