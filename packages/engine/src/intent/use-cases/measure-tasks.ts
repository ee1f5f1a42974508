import type { MeasuredProof, ProbeAnswer, ProofTask } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type Found, judgeLatency, judgeNames, judgePublicNames, judgeReach } from "../provision/judge-proof.ts";
import { inParallel } from "./in-parallel.ts";

type MeasureDeps = Pick<Deps, "clock" | "names" | "prober">;

const CONNECT_COUNT = 7;
const TIMEOUT_MS = 3_000;
const PARALLEL_COUNT = 16;
/** So few that none waits for another. */
const CALM_COUNT = 2;

/** Measures connections from where this runs: the name as the source's network resolves it, connections, a TLS handshake, the round trip. */
export async function measureTasks(deps: MeasureDeps, tasks: readonly ProofTask[]): Promise<MeasuredProof> {
  const sent = await inParallel(tasks, PARALLEL_COUNT, (task) => sendTraffic(deps, task));
  // many at once meet one another: those that were too slow are measured once more when all is calm
  const slow = tasks.flatMap((task, i) => (isTooSlow(task, sent[i]) ? [{ task, i }] : []));
  const calm = await inParallel(slow, CALM_COUNT, ({ task, i }) => connectTo(deps, task, sent[i]?.address));
  const reachOf = new Map(slow.map(({ i }, n) => [i, calm[n]]));
  const atMs = deps.clock.nowMs();
  const evidence = tasks.flatMap((task, i) => {
    const { name, reach: first, tls } = sent[i] as Traffic;
    const reach = reachOf.get(i) ?? first;
    return [name, reach, tls, judgeLatency(task.maxRttMs, reach.measuredMs)].flatMap((one) =>
      one ? [{ ...(one as Measured), intentId: task.intentId, atMs }] : [],
    );
  });
  return { evidence };
}

type Measured = Omit<MeasuredProof["evidence"][number], "intentId" | "atMs">;

const isTooSlow = ({ maxRttMs }: ProofTask, sent: Traffic | undefined): boolean =>
  sent?.reach.isProven === true && judgeLatency(maxRttMs, sent.reach.measuredMs)?.isProven === false;

/** What was measured from the source. */
interface Traffic {
  /** Where it went; `undefined` = its name leads nowhere, and nothing was sent. */
  readonly address: string | undefined;
  readonly name: Found | undefined;
  readonly reach: Found;
  readonly tls: Found | undefined;
}

async function sendTraffic(deps: MeasureDeps, task: ProofTask): Promise<Traffic> {
  const { name, host, isTls } = task;
  const answer = await askName(deps, task);
  const address = addressOf(task, answer);
  const reach = await connectTo(deps, task, address);
  const serverName = name === undefined ? {} : { serverName: name.dnsName };
  const tls =
    isTls && address !== undefined
      ? await deps.prober.probe({ kind: "tls", ...sentTo(task, address), tls: { isInsecure: true, ...serverName } })
      : undefined;
  return {
    address,
    name: answer === undefined ? undefined : judgeName(task, answer),
    reach,
    tls: tls && judgeReach("tls", name?.dnsName ?? host, [tls]),
  };
}

/** Connections, one after the other. */
async function connectTo(
  { prober }: Pick<Deps, "prober">,
  task: ProofTask,
  address: string | undefined,
): Promise<Found> {
  const to = `${task.host}:${task.port}`;
  if (address === undefined) return { ...judgeReach("tcp", to, []), seen: "no address to ask" };
  const connects: ProbeAnswer[] = [];
  for (let i = 0; i < CONNECT_COUNT; i += 1)
    connects.push(await prober.probe({ kind: "tcp", ...sentTo(task, address) }));
  return judgeReach("tcp", to, connects);
}

const sentTo = ({ sourceIp, port }: ProofTask, host: string) => ({ sourceIp, host, port, timeoutMs: TIMEOUT_MS });
/** A task says either an address or a host name, and no name ends in a number. */
const isAddress = (host: string): boolean => /\.\d+$/.test(host);

/** What the resolver said, its addresses or why there are none; `undefined` where it need not be known. */
type NameAnswer = readonly string[] | string;

async function askName({ names }: Pick<Deps, "names">, { name, sourceIp }: ProofTask): Promise<NameAnswer | undefined> {
  if (name === undefined) return undefined;
  const { dnsName, isNeeded, resolverIp } = name;
  if (resolverIp === undefined) return isNeeded ? "the source's network has no resolver that is known" : undefined;
  const answer = await names.lookUp({ sourceIp, resolverIp, name: dnsName, timeoutMs: TIMEOUT_MS });
  if (answer.outcome === "ok") return answer.addresses;
  return isNeeded ? answer.outcome : undefined;
}

/** Of a task that says a name: the first address it has. */
const addressOf = ({ host }: ProofTask, answer: NameAnswer | undefined): string | undefined =>
  isAddress(host) ? host : typeof answer === "string" ? undefined : answer?.[0];

const judgeName = ({ name, host }: ProofTask, answer: NameAnswer): Found =>
  isAddress(host) ? judgeNames(name?.dnsName ?? host, host, answer) : judgePublicNames(host, answer);
