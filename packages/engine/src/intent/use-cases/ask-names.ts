import type { IntentId, IntentRun, Topology } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type AskedName, askedHost } from "../design/index.ts";
import { inParallel } from "./in-parallel.ts";

/** A resolver in its own network answers in milliseconds; who asks for a plan waits for this. */
const TIMEOUT_MS = 1_000;
const PARALLEL_COUNT = 8;
/** Of the rest nobody asks: a table of many rows must not keep its sender waiting. */
const QUESTIONS_MAX = 40;

/**
 * Host names that the requests of a run say their destinations by, each with what the resolver of the source's network answers
 * today. Destinations without an address get an endpoint with a name of its own, and are left out; unless their public endpoint is asked for.
 */
export async function askNames(
  { estimates, names }: Pick<Deps, "estimates" | "names">,
  run: Pick<IntentRun, "intents">,
  { networks }: Pick<Topology, "networks">,
): Promise<ReadonlyMap<IntentId, AskedName>> {
  const asked = run.intents.flatMap(({ id, request, understanding }) => {
    if (understanding.kind !== "understood") return [];
    const { source, destination, requirements } = understanding.intent;
    const isPublic = requirements.endpoint === "public";
    if (destination.addresses.length === 0 && !isPublic) return [];
    // a public endpoint is asked by its name, whatever the request calls it
    const host = isPublic ? destination.dnsName?.toLowerCase() : askedHost(request, destination);
    return host === undefined ? [] : [{ id, host, source, question: `${source.networkKey} ${host}` }];
  });
  const answerTo = async ({ host, source }: (typeof asked)[number]): Promise<AskedName> => {
    const cidr = networks.find(({ key }) => key === source.networkKey)?.cidrs[0];
    const resolverIp = cidr === undefined ? undefined : estimates.resolverIp(source.cloud, cidr);
    const [sourceIp] = source.addresses;
    if (resolverIp === undefined || sourceIp === undefined) return { host };
    const answer = await names.lookUp({ sourceIp, resolverIp, name: host, timeoutMs: TIMEOUT_MS });
    if (answer.outcome === "ok") return { host, addresses: [...answer.addresses].sort() };
    return answer.outcome === "no-such-name" ? { host, addresses: [] } : { host };
  };
  const questions = [...new Map(asked.map((one) => [one.question, one])).values()].slice(0, QUESTIONS_MAX);
  const answers = await inParallel(
    questions,
    PARALLEL_COUNT,
    async (one) => [one.question, await answerTo(one)] as const,
  );
  const byQuestion = new Map(answers);
  return new Map(asked.map(({ id, host, question }) => [id, byQuestion.get(question) ?? { host }]));
}
