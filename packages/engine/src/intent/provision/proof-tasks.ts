import type { Intent, IntentRun, ProofTask, Topology } from "@skylane/core";
import { askedHost } from "../design/index.ts";
import type { KnownEnds } from "./proof-ends.ts";

/** Resolver of a network by its cloud and its first range; `undefined` = none is known. */
export type ResolverOf = (cloud: Intent["source"]["cloud"], firstCidr: string) => string | undefined;

/** What is to be measured of each connection: where from, where to, and what must come of it; pure. */
export const proofTasks = (
  run: IntentRun,
  all: readonly KnownEnds[],
  topology: Topology | undefined,
  resolverOf: ResolverOf,
): readonly ProofTask[] =>
  all.map(({ way: { intentId }, intent, from, to }) => {
    const { dnsName } = intent.destination;
    return {
      intentId,
      sourceIp: from,
      host: to,
      port: intent.port,
      isTls: speaksTls(intent),
      ...(dnsName !== undefined && { name: nameOf(run, intentId, intent, dnsName, topology, resolverOf) }),
      ...(intent.requirements.maxRttMs !== undefined && { maxRttMs: intent.requirements.maxRttMs }),
    };
  });

/** Speaks TLS from its first byte: HTTPS, and Azure SQL (TDS 8). */
const speaksTls = ({ port, destination }: Intent): boolean => port === 443 || destination.kind === "azure-sql";

/**
 * Who was asked for by its name in DNS, or got one by the plan, must be found by it. Another's name must lead there or nowhere: most
 * names of one network mean nothing in the next.
 */
function nameOf(
  run: IntentRun,
  intentId: string,
  { source, destination }: Intent,
  dnsName: string,
  topology: Topology | undefined,
  resolverOf: ResolverOf,
): NonNullable<ProofTask["name"]> {
  const cidr = topology?.networks.find(({ key }) => key === source.networkKey)?.cidrs[0];
  const resolverIp = cidr === undefined ? undefined : resolverOf(source.cloud, cidr);
  const isGivenOne = run.plan?.steps.some(
    ({ resource, intentIds }) => resource.endsWith(".dns-record") && intentIds.some((id) => id === intentId),
  );
  const request = run.intents.find(({ id }) => id === intentId)?.request;
  const isOnlyByName = run.plan?.ways.some((way) => way.intentId === intentId && way.kind === "public-endpoint");
  const isNeeded =
    isOnlyByName === true || isGivenOne === true || (request && askedHost(request, destination)) !== undefined;
  return { dnsName, isNeeded, ...(resolverIp !== undefined && { resolverIp }) };
}
