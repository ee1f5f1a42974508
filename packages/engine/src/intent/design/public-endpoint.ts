import { type IntentIssue, isPublicIp, type PlannedWay, probeTargetRules, whyNotProbed } from "@skylane/core";
import type { DesignDraft } from "./design-draft.ts";
import { egressOf, type KnownEgress } from "./egress.ts";
import { issueOf, type Start } from "./ends.ts";
import { findStart } from "./find-ends.ts";
import { tooLate } from "./make-new.ts";
import { nameFor } from "./naming.ts";
import { expectedRtt } from "./new-way.ts";
import { wantOutwardRules } from "./security-rules.ts";
import type { ConnectWorld, NamedIntent } from "./world.ts";

/** A connection over the internet to a public endpoint: where it starts, what it leaves by, and the name it asks for. */
export interface PublicEnds extends Start {
  readonly egress: KnownEgress;
  /** In lower case. */
  readonly host: string;
}

/** True of a request for a service's public endpoint. */
export const isPublicWanted = ({ intent }: NamedIntent): boolean => intent.requirements.endpoint === "public";

/**
 * Finds by what addresses a source comes to a public endpoint; an issue where one of them is not known, where the destination has no such
 * endpoint, or where its name leads elsewhere. Nothing is assumed: a rule for a wrong address lets somebody else in.
 */
export function findPublicEnds(world: ConnectWorld, named: NamedIntent): PublicEnds | IntentIssue {
  const { source, destination } = named.intent;
  const refusal = whyNoEndpoint(world, named);
  if (refusal) return refusal;
  const start = findStart(world, named);
  if ("rule" in start) return start;
  const egress = egressOf(source, start.source, world.topology, world.config.networks);
  if (egress.kind === "unknown")
    return issueOf(
      "source",
      "source.egress-known",
      `By which address the source leaves to the internet is not known: ${egress.because}. A rule for a wrong address would let somebody else in. Set egressIps of its network in skylane.yaml, or ask for a private endpoint.`,
      "networks: [{ id: lan, …, egressIps: [203.0.113.9] }]",
    );
  return { ...start, egress, host: (destination.dnsName ?? "").toLowerCase() };
}

function whyNoEndpoint(
  { config }: ConnectWorld,
  { intent: { destination }, name }: NamedIntent,
): IntentIssue | undefined {
  const { kind, isPublic, dnsName } = destination;
  const asPrivate = "the same request without the public endpoint: it gets a private one";
  if (kind !== "azure-sql" || dnsName === undefined)
    return issueOf(
      "requirements.endpoint",
      "destination.firewall-kind",
      "Skylane makes firewall rules of public endpoints for servers of Azure SQL only, and the destination is none.",
      asPrivate,
    );
  if (!isPublic)
    return issueOf(
      "requirements.endpoint",
      "destination.public-access",
      "Public network access of the server is disabled, so no firewall rule would let anybody in. Skylane does not enable it.",
      asPrivate,
    );
  const known = name?.addresses ?? [];
  const inside = known.find((ip) => !isPublicIp(ip));
  if (inside !== undefined)
    return issueOf(
      "requirements.endpoint",
      "destination.name-public",
      `In the source's network ${dnsName} leads to ${inside}, which is private: packets would never come to the public endpoint.`,
      asPrivate,
    );
  const rules = probeTargetRules(config);
  const unprobed = known.find((ip) => whyNotProbed(ip, rules) !== undefined);
  if (unprobed !== undefined)
    return issueOf(
      "destination",
      "destination.may-be-probed",
      `What is made is proven by traffic, and provers send nothing to ${unprobed}: ${whyNotProbed(unprobed, rules)}.`,
      `probing: { allowedTargets: [${unprobed}/32] } in skylane.yaml`,
    );
  return undefined;
}

/** One rule for each address the source leaves by, at the server and nowhere else, and what lets its packets out. */
export function wantPublicEndpoint({ book, notes, world }: DesignDraft, ends: PublicEnds): PlannedWay | IntentIssue {
  const { id, intent, source, egress, host, name } = ends;
  const server = intent.destination;
  const rtt = expectedRtt(world, { source, destination: server }, false);
  const late = tooLate(ends, rtt?.expectedMs);
  if (late) return late;
  for (const ip of egress.ips) {
    const key = `azure/sql-firewall/${server.key.slice(-300)}/${ip}`;
    book.want(
      {
        resource: "azure.sql-firewall-rule",
        at: { cloud: server.cloud, accountId: server.accountId, regionId: server.regionId },
        key,
        desired: { serverId: server.nativeId, name: nameFor(`from-${ip}`, key), startIp: ip, endIp: ip },
        summary: `Let ${ip} (${egress.of.slice(0, 100)}) in at the public endpoint of ${server.name.slice(0, 60)}`,
        lock: `azure/sql-server/${server.nativeId.slice(-300)}`,
      },
      [id],
    );
  }
  const addresses = name?.addresses ?? [];
  for (const ip of addresses) wantOutwardRules(book, ends, `${ip}/32`, world.topology.gateways);
  notes.add(
    addresses.length === 0
      ? `what ${host} is, is not known in the source's network: its rules must let port ${intent.port} out to it, and Skylane makes none`
      : `rules of the source name ${addresses.join(", ")}, which ${host} is today; Azure may move it`,
  );
  return {
    intentId: id,
    kind: "public-endpoint",
    connectionIds: [],
    stepIds: [],
    destinationAddress: host,
    // Azure SQL takes no connection without TLS
    isEncrypted: true,
    isPublic: true,
    ...(rtt && { expectedRttMs: rtt.expectedMs, rttFrom: "estimated" as const }),
    notChosen: [{ way: "a private endpoint", because: "the request asks for the public one" }],
  };
}

/** What people must know of it who sign, one sentence. */
export const exposureOf = ({ intent: { destination }, egress }: PublicEnds): string =>
  `${destination.name.slice(0, 60)} is asked over the internet, from ${egress.ips.join(", ")}${egress.isShared ? `: whoever else leaves by ${egress.of.slice(0, 100)} may ask it too` : ""}`;
