import { type Intent, isPublicIp, type PlannedWay, type ProofEvidence, type TopologyConnection } from "@skylane/core";
import type { Egress } from "../design/egress.ts";

/** Evidence without when and of which intent. */
export type Found = Omit<ProofEvidence, "intentId" | "atMs">;

const noted = (found: Omit<Found, "measuredMs"> & { readonly measuredMs?: number[] }): Found => ({
  measuredMs: [],
  ...found,
});

/** Why nothing was measured from the source. */
export const judgeSource = (seen: string, isWaived: boolean): Found =>
  noted({
    check: "source",
    isProven: false,
    ...(isWaived && { isWaived }),
    wanted: "packets from the source's network",
    seen,
  });

/** The name must lead to the address that the plan is about, and to no other. */
export const judgeNames = (name: string, wanted: string, answer: readonly string[] | string): Found =>
  noted({
    check: "dns",
    isProven: Array.isArray(answer) && answer.length === 1 && answer[0] === wanted,
    wanted: `${name} is ${wanted} as the source's network sees it`,
    seen: Array.isArray(answer) ? answer.join(", ") || "no address" : String(answer),
  });

/** The name of a public endpoint must lead to the internet: where a private zone hides it, packets go elsewhere. */
export const judgePublicNames = (name: string, answer: readonly string[] | string): Found =>
  noted({
    check: "dns",
    isProven: Array.isArray(answer) && answer.length > 0 && answer.every(isPublicIp),
    wanted: `${name} is an address on the internet as the source's network sees it`,
    seen: Array.isArray(answer) ? answer.join(", ") || "no address" : String(answer),
  });

/** Every one of the connections must come about. */
export const judgeReach = (
  check: "tcp" | "tls",
  to: string,
  answers: readonly { readonly outcome: string; readonly rttMs?: number }[],
): Found => {
  const okCount = answers.filter(({ outcome }) => outcome === "ok").length;
  const others = [...new Set(answers.map(({ outcome }) => outcome).filter((outcome) => outcome !== "ok"))];
  return noted({
    check,
    isProven: okCount === answers.length && answers.length > 0,
    wanted: `${answers.length} ${check === "tcp" ? "connections" : "handshakes"} with ${to}`,
    seen: `${okCount} of ${answers.length}${others.length > 0 ? `, else ${others.join(", ")}` : ""}`,
    measuredMs: answers.flatMap(({ rttMs }) => (rttMs === undefined ? [] : [rttMs])),
  });
};

/** The median round trip against what was asked for; `undefined` where nothing was. */
export function judgeLatency(maxRttMs: number | undefined, measuredMs: readonly number[]): Found | undefined {
  if (maxRttMs === undefined) return undefined;
  const sorted = [...measuredMs].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  return noted({
    check: "latency",
    isProven: median !== undefined && median <= maxRttMs,
    wanted: `a round trip of at most ${maxRttMs} ms`,
    seen:
      median === undefined
        ? "none was measured"
        : `${rounded(median)} ms at the median (${rounded(sorted[0])}–${rounded(sorted.at(-1))})`,
    measuredMs: [...measuredMs],
  });
}

const rounded = (ms: number | undefined): string => (ms ?? 0).toFixed(1);

/** The links that routing uses now, in both directions, must be those of the plan. `madeIds` = what the clouds call the new ones. */
export function judgePath(
  way: PlannedWay,
  madeIds: ReadonlySet<string>,
  there: readonly TopologyConnection[] | undefined,
  back: readonly TopologyConnection[] | undefined,
): Found {
  const isPlanned = (connection: TopologyConnection) =>
    way.connectionIds.includes(connection.id) ||
    connection.sightings.some(({ nativeId, aliases }) => [nativeId, ...aliases].some((id) => madeIds.has(id)));
  const names = (links: readonly TopologyConnection[] | undefined) =>
    links === undefined ? "no way" : links.map(({ id }) => id).join(", ") || "within the network";
  return noted({
    check: "path",
    isProven: [there, back].every((links) => links?.every(isPlanned) === true),
    wanted: way.connectionIds.length > 0 ? `over ${way.connectionIds.join(", ")}` : "over what the plan has made",
    seen: `there: ${names(there)}; back: ${names(back)}`,
  });
}

/** The source must leave to the internet by the addresses that the rules let in, and by no other; no link of ours is on that way. */
export const judgeEgress = (letIn: readonly string[], egress: Egress | undefined): Found =>
  noted({
    check: "path",
    isProven: egress?.kind === "known" && egress.ips.length > 0 && egress.ips.every((ip) => letIn.includes(ip)),
    wanted: `over the internet, from ${letIn.join(", ")}`,
    seen:
      egress === undefined
        ? "the source's network was not seen"
        : egress.kind === "known"
          ? `internet, from ${egress.ips.join(", ")} (${egress.of})`
          : egress.because,
  });

/** The rules of policy for a way over the internet that TLS of the two ends encrypts. */
export const judgeOpenWay = (brokenRules: readonly string[]): Found =>
  noted({
    check: "policy",
    isProven: brokenRules.length === 0,
    wanted: "rules that let it cross the internet",
    seen: brokenRules.join("; ") || "internet, by TLS from end to end: it is so",
  });

/**
 * What is asked of every link, and the rules of policy, against the links that routing uses; `breaks` = which rules a way with
 * such links would break.
 */
export function judgeLinks(
  { requirements }: Pick<Intent, "requirements">,
  links: readonly TopologyConnection[] | undefined,
  breaks: (seen: { readonly isEncrypted: boolean; readonly isPublic: boolean }) => readonly string[],
): Found {
  const wanted = [
    ...(requirements.encryption === "required" ? ["encrypted"] : []),
    ...(requirements.isPublicForbidden === true ? ["not over the public internet"] : []),
    ...requirements.compliance,
  ];
  // what stays within one cloud's own network is no line that somebody could listen on
  const isOpen = ({ isEncrypted, kind }: TopologyConnection) =>
    !isEncrypted && kind !== "peering" && kind !== "transit-peering";
  const all = links ?? [];
  const broken = [
    ...(requirements.encryption === "required" ? all.filter(isOpen).map(({ id }) => `${id} is not encrypted`) : []),
    ...(requirements.isPublicForbidden === true
      ? all.filter(({ isPublic }) => isPublic).map(({ id }) => `${id} crosses the public internet`)
      : []),
    ...breaks({ isEncrypted: !all.some(isOpen), isPublic: all.some(({ isPublic }) => isPublic) }),
  ];
  return noted({
    check: "policy",
    isProven: links !== undefined && broken.length === 0,
    wanted: wanted.length > 0 ? `every link is ${wanted.join(", ")}` : "nothing is asked of the links",
    seen:
      links === undefined
        ? "no way was found"
        : broken.join("; ") || `${[...new Set(all.map(({ id }) => id))].join(", ") || "no link"}: it is so`,
  });
}
