import type { RouteIntent } from "@skylane/core";
import { fit, fitPrefixes, ipForm, parsePrefix, shortName } from "../../_shared/routes/fit.ts";

export type IntentLink = RouteIntent["links"][number];

/** What an entry of a route map does to the prefixes in its list. */
export type Treatment =
  | { readonly does: "local-preference"; readonly value: number }
  | { readonly does: "community"; readonly value: "7224:7300" | "7224:7200" | "7224:7100" }
  | { readonly does: "prepend"; readonly asn: number; readonly times: number; readonly med: number }
  | { readonly does: "withdraw" };

/**
 * One class of a link's route map: a list of prefixes, and the entry that treats what is in the list. The entry is always the
 * same for a name; a plan only moves prefixes between lists.
 */
export interface PolicyClass {
  readonly list: string;
  /** Place of its entry in the route map, below the base policy's 100. */
  readonly sequence: number;
  readonly treatment: Treatment;
}

/** What is done on the session with one neighbor. */
export interface LinkPolicy {
  readonly neighborIp: string;
  readonly connectionId: string;
  readonly map: string;
  readonly chosen: PolicyClass;
  /** Classes that an earlier plan may have put the same prefixes into. */
  readonly left: readonly PolicyClass[];
}

export interface RouterPolicy {
  readonly localAsn: number;
  readonly direction: "in" | "out";
  readonly links: readonly LinkPolicy[];
  readonly prefixes: readonly string[];
}

/** Local preference of the best; the rest stay above a router's default of 100. */
const BEST_PREFERENCE = 200;
const PREFERENCE_STEP = 10;
/** Places that are told apart; whatever is worse shares the last. */
const PLACES = 4;
const communities = [
  ["HIGH", "7224:7300"],
  ["MEDIUM", "7224:7200"],
  ["LOW", "7224:7100"],
] as const;

/** Kinds that a cloud ranks above its VPNs for equal prefixes, whatever BGP says. */
const rankedAboveVpn: ReadonlySet<string> = new Set(["direct-connect", "express-route"]);

/** The local preference of each link for what is heard from it: the way out. */
export function inboundPolicy(intent: RouteIntent, localAsn: number): RouterPolicy {
  const classes = Array.from({ length: PLACES }, (_, i) => ({
    name: `LP${BEST_PREFERENCE - i * PREFERENCE_STEP}`,
    sequence: 20 + i,
    treatment: { does: "local-preference", value: BEST_PREFERENCE - i * PREFERENCE_STEP } as const,
  }));
  return policyOf(intent, localAsn, "in", () => ({ classes, place: (_, i) => i }));
}

/**
 * What each neighbor is told of the own prefixes: the way back. Between Direct Connects a community, where a cloud ranks kinds
 * by itself a withdrawal, else a longer AS path and a higher MED.
 */
export function outboundPolicy(intent: RouteIntent, localAsn: number): RouterPolicy {
  const isOutranked = ({ kind }: IntentLink): boolean => intent.links[0]?.kind === "vpn" && rankedAboveVpn.has(kind);
  const withdraw = { name: "WITHDRAW", sequence: 20, treatment: { does: "withdraw" } as const };
  const circuitClasses = [
    withdraw,
    ...communities.map(([name, value], i) => ({
      name,
      sequence: 21 + i,
      treatment: { does: "community", value } as const,
    })),
  ];
  const otherClasses = [
    withdraw,
    ...Array.from({ length: PLACES }, (_, times) => ({
      name: `PREPEND${times}`,
      sequence: 30 + times,
      // steps of 10,000: Google adds up to 9,999 to a MED for another Region
      treatment: { does: "prepend", asn: localAsn, times, med: 100 + times * 10_000 } as const,
    })),
  ];
  const circuits = intent.links.filter(({ kind }) => kind === "direct-connect");
  return policyOf(intent, localAsn, "out", (link) =>
    link.kind === "direct-connect"
      ? { classes: circuitClasses, place: () => (isOutranked(link) ? 0 : 1 + circuits.indexOf(link)) }
      : { classes: otherClasses, place: (_, i) => (isOutranked(link) ? 0 : 1 + i) },
  );
}

interface Classes {
  readonly classes: readonly { readonly name: string; readonly sequence: number; readonly treatment: Treatment }[];
  /** Which of them a link is in; what is beyond the last is in the last. */
  readonly place: (link: IntentLink, i: number) => number;
}

function policyOf(
  intent: RouteIntent,
  localAsn: number,
  direction: "in" | "out",
  classesOf: (link: IntentLink) => Classes,
): RouterPolicy {
  return {
    localAsn,
    direction,
    prefixes: fitPrefixes(intent.prefixes),
    links: intent.links.map((link, i): LinkPolicy => {
      const map = `SKY-${tagOf(link.connectionId)}-${direction.toUpperCase()}`;
      const { classes, place } = classesOf(link);
      const named = classes.map(({ name, ...rest }) => ({ ...rest, list: `${map}-${name}` }));
      const chosen = named[Math.min(place(link, i), named.length - 1)];
      if (!chosen) throw new RangeError(`no class for link ${i}`);
      return {
        neighborIp: fit(link.neighborIp, `links[${i}].neighborIp`, ipForm),
        connectionId: link.connectionId,
        map,
        chosen,
        left: named.filter((one) => one !== chosen),
      };
    }),
  };
}

/** A connection's id as part of a router's name: capitals, digits and dashes, the same for the same id and no other. */
function tagOf(connectionId: string): string {
  const plain = connectionId.toUpperCase();
  if (/^[A-Z0-9][A-Z0-9-]{0,23}$/.test(plain) && plain.toLowerCase() === connectionId) return plain;
  return `${plain
    .replaceAll(/[^A-Z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 14)}-${shortName(connectionId).toUpperCase()}`.replace(/^-/, "");
}

/**
 * Place of a prefix in any list: its address with a one behind the mask, so that each prefix has its own and the same plan
 * written twice is the same list. A /32 may share one with the prefix around it, which covers it anyway.
 */
export const sequenceOf = (prefix: string): number => {
  const { address, length } = parsePrefix(prefix);
  return length === 32 ? address : address + 2 ** (31 - length);
};

/** Last of each list: on some routers an empty list matches everything. */
export const SENTINEL_SEQUENCE = 4_294_967_294;
