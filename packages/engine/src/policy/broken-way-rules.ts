import type { Connection, ConnectionKind, Policy } from "@skylane/core";
import { brokenRules, type JudgedConnection } from "./broken-rules.ts";

/** Where something stands; what is absent is not known. */
export interface JudgedPlace {
  readonly cloud?: string | undefined;
  readonly regionId?: string | undefined;
}

/** A link of a way, with what only the inventory tells of it. */
export interface JudgedLink extends JudgedConnection {
  readonly kind: ConnectionKind;
  readonly compliance?: Connection["compliance"] | undefined;
  readonly mtuBytes?: number | undefined;
}

/** What the rules look at on a way from one network to another. */
export interface JudgedWay {
  readonly links: readonly JudgedLink[];
  /** Every end of every link, and both networks. */
  readonly places: readonly JudgedPlace[];
  readonly rttMs: number | undefined;
  readonly availabilityRatio: number | undefined;
}

/**
 * The rules of `policy` that traffic on this way would break, in words; empty if it is allowed. What is not known keeps no
 * promise. Each rule alone is exported too: the ones of links and places hold for a way if they hold for each part of it.
 */
export const brokenWayRules = (way: JudgedWay, policy: Policy): readonly string[] => [
  ...brokenLinkRules(way, policy),
  ...brokenRelay(way, policy),
  ...brokenPlaces(way, policy),
  ...brokenCompliance(way, policy),
  ...brokenMtu(way, policy),
  ...brokenRtt(way, policy),
  ...brokenAvailability(way, policy),
];

/** Encryption, publicity and bandwidth of each link; an internet line that nobody encrypts breaks nothing here. */
export const brokenLinkRules = ({ links }: Pick<JudgedWay, "links">, policy: Policy): readonly string[] => [
  ...new Set(links.flatMap((link) => brokenRules(link, policy))),
];

export const brokenRelay = ({ links }: Pick<JudgedWay, "links">, { id, forbidRelay }: Policy): readonly string[] =>
  forbidRelay && links.length > 1 ? [`policy ${id} forbids a relay, and this way is ${links.length} links long`] : [];

export function brokenPlaces({ places }: Pick<JudgedWay, "places">, { id, allowedPlaces }: Policy): readonly string[] {
  if (!allowedPlaces) return [];
  const outside = new Set<string>();
  for (const place of places) if (!isAllowedPlace(place, allowedPlaces)) outside.add(nameOf(place));
  return [...outside].map((place) => `policy ${id} allows ${allowedPlaces.join(", ")} only, not ${place}`);
}

export function brokenCompliance({ links }: Pick<JudgedWay, "links">, policy: Policy): readonly string[] {
  return links.flatMap(({ id, compliance = [] }) => {
    const missing = policy.requiredCompliance.filter((one) => !compliance.includes(one));
    return missing.length === 0
      ? []
      : [`policy ${policy.id} requires ${missing.join(", ")}, ${id} is not approved for it`];
  });
}

export function brokenMtu({ links }: Pick<JudgedWay, "links">, { id, minMtuBytes }: Policy): readonly string[] {
  if (minMtuBytes === undefined) return [];
  return links
    .filter(({ mtuBytes }) => mtuBytes === undefined || mtuBytes < minMtuBytes)
    .map(
      (link) =>
        `policy ${id} requires packets of ${minMtuBytes} bytes, ${link.id} carries ${link.mtuBytes ?? "an unknown size"}`,
    );
}

export function brokenRtt({ rttMs }: Pick<JudgedWay, "rttMs">, { id, maxRttMs }: Policy): readonly string[] {
  if (maxRttMs === undefined || (rttMs !== undefined && rttMs <= maxRttMs)) return [];
  return [`policy ${id} needs ${maxRttMs} ms, this way takes ${rttMs === undefined ? "an unknown time" : inMs(rttMs)}`];
}

export function brokenAvailability(
  { availabilityRatio }: Pick<JudgedWay, "availabilityRatio">,
  { id, minAvailabilityRatio }: Policy,
): readonly string[] {
  if (minAvailabilityRatio === undefined) return [];
  if (availabilityRatio !== undefined && availabilityRatio >= minAvailabilityRatio) return [];
  const has = availabilityRatio === undefined ? "an unknown availability" : inPercent(availabilityRatio);
  return [`policy ${id} needs an availability of ${inPercent(minAvailabilityRatio)}, this way has ${has}`];
}

/** `<cloud>:<region>` against the places that are allowed, where `*` at the end stands for the rest. A place that is not known is none. */
function isAllowedPlace({ cloud, regionId }: JudgedPlace, allowed: readonly string[]): boolean {
  if (cloud === undefined || regionId === undefined) return false;
  const place = `${cloud}:${regionId}`;
  return allowed.some((one) => (one.endsWith("*") ? place.startsWith(one.slice(0, -1)) : place === one));
}

const nameOf = ({ cloud, regionId }: JudgedPlace): string =>
  cloud === undefined || regionId === undefined ? "a place that is not known" : `${cloud}:${regionId}`;

/** Rounded up, so that the number that is named would be enough. */
export const inMs = (ms: number): string => `${Math.ceil(ms * 10 - 1e-6) / 10} ms`;
/** Rounded down, for the same reason. */
export const inPercent = (ratio: number): string => `${Math.floor(ratio * 1e6 + 1e-6) / 1e4} %`;
