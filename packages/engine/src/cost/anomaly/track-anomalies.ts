import type { CostAnomaly, CostScope } from "@skylane/core";
import type { CostFinding } from "./finding.ts";

const HOUR_MS = 3_600_000;
/** What comes back so soon is the same. */
const SAME_MS = 24 * HOUR_MS;
/** So long nothing of it is found until it has ended; a creep is judged by days. */
const QUIET_MS = 3 * HOUR_MS;
const QUIET_CREEP_MS = SAME_MS;
/** Told again from this much more a day. */
const WORSE_FACTOR = 1.5;
/** What was said to be expected may be a quarter more before it is told again. */
const EXPECTED_FACTOR = 1.25;
/** Each time a person says it was nothing, more is asked of that scope. */
const WRONG_FACTOR = 2;

/** Costs of all together are explained by what is open from this part on. */
const MOST_OF_ALL = 0.7;

/** USD a day from which on; what is less is `low`. */
const SEVERITIES = [
  ["critical", 1_000],
  ["high", 250],
  ["medium", 50],
] as const satisfies readonly (readonly [CostAnomaly["severity"], number])[];

export const severityOf = (usdPerDay: number): CostAnomaly["severity"] =>
  SEVERITIES.find(([, from]) => usdPerDay >= from)?.[0] ?? "low";

/** As the event has it. */
type ToldAnomaly = Omit<CostAnomaly, "feedback" | "version">;

export interface Tracked {
  /** Anomalies that are new or not as they were: what is to be kept. */
  readonly put: readonly CostAnomaly[];
  /** What is worth telling: found, worse, explained at last, ended. */
  readonly told: readonly ToldAnomaly[];
}

/**
 * What becomes of anomalies by what a look found. Scopes are not netted: what is saved elsewhere hides nothing. A finding whose flows
 * are those of an anomaly that is known is no second one, nor is the same scope within a day. What is snoozed is kept up to date and
 * told when the time is over; what a person called expected is told again only beyond that level.
 */
export function trackAnomalies(
  known: readonly CostAnomaly[],
  findings: readonly CostFinding[],
  nowMs: number,
): Tracked {
  const before = new Map(known.map((one) => [one.id as string, one]));
  const live = new Map([...before].filter(([, one]) => isLive(one, nowMs)));
  const seen = new Map<string, CostFinding[]>();
  // the ones that say most first: others are then found to be parts of them
  for (const finding of findings.toSorted((a, b) => rank(a) - rank(b) || b.usdPerDay - a.usdPerDay)) {
    const same = [...live.values()].find((one) => isSame(one, finding)) ?? wholeOf([...live.values()], finding);
    if (same) seen.set(same.id, [...(seen.get(same.id) ?? []), finding]);
    else if (!isExpected(known, finding) && !isAftermath([...live.values()], finding)) {
      const fresh = begin(finding, nowMs);
      live.set(fresh.id, fresh);
      seen.set(fresh.id, [finding]);
    }
  }
  const put: CostAnomaly[] = [];
  const told: ToldAnomaly[] = [];
  for (const one of live.values()) {
    const found = seen.get(one.id);
    const isNew = !before.has(one.id);
    const now = found && isStill(one, found) ? renew(one, found, nowMs) : rest(one, nowMs);
    const isTold =
      isNew ||
      (now.status === "open" &&
        (one.status !== "open" ||
          (one.cause === "unknown" && now.cause !== "unknown") ||
          now.usdPerDay >= WORSE_FACTOR * (one.toldUsdPerDay ?? one.usdPerDay))) ||
      (now.status === "ended" && one.status === "open");
    const kept = isTold ? { ...now, toldUsdPerDay: now.usdPerDay } : now;
    if (isNew || kept !== one) put.push(kept);
    if (isTold) {
      const { feedback: _, version: __, ...event } = kept;
      told.push(event);
    }
  }
  return { put, told };
}

/** How much a scope has to be off to be told: a person who said it was nothing is believed, scope by scope. */
export function rulesFor<R extends { readonly minUsdPerDay: number }>(
  known: readonly CostAnomaly[],
  scope: CostScope,
  rules: R,
): R {
  const wrongCount = known.filter((one) => one.feedback?.verdict === "wrong" && isScope(one.scope, scope)).length;
  return wrongCount === 0 ? rules : { ...rules, minUsdPerDay: rules.minUsdPerDay * WRONG_FACTOR ** wrongCount };
}

const isScope = (a: CostScope, b: CostScope): boolean => a.kind === b.kind && a.id === b.id;
const RANKS = ["flow", "link", "all"];
const rank = ({ cause, scope }: CostFinding): number =>
  cause === "misrouting" ? -1 : RANKS.includes(scope.kind) ? RANKS.indexOf(scope.kind) : 1;

const lastSeen = ({ lastSeenAtMs, foundAtMs }: CostAnomaly): number => lastSeenAtMs ?? foundAtMs;
const isLive = (one: CostAnomaly, nowMs: number): boolean =>
  one.status === "open" || one.status === "snoozed" || lastSeen(one) > nowMs - SAME_MS;

/** The same scope, or one that is explained by the same flows. */
function isSame(one: CostAnomaly, finding: CostFinding): boolean {
  if (isScope(one.scope, finding.scope)) return true;
  if (finding.flowIds.length === 0) return false;
  const own = new Set(one.flowIds);
  const sharedCount = finding.flowIds.filter((id) => own.has(id)).length;
  // all of it is in what is known; or both are about much the same, and for the same reason
  return sharedCount === finding.flowIds.length || (sharedCount > 0 && one.cause === finding.cause);
}

/** Of all together: the largest of what is open, if that makes most of what is more. */
function wholeOf(live: readonly CostAnomaly[], { scope, usdPerDay }: CostFinding): CostAnomaly | undefined {
  if (scope.kind !== "all") return undefined;
  const open = live.filter(({ status }) => status === "open" || status === "snoozed");
  return makeMost(open, usdPerDay) ? open.toSorted((a, b) => b.usdPerDay - a.usdPerDay)[0] : undefined;
}

/** A growth of all together is measured over a day: what has ended in that day may be most of it. */
const isAftermath = (live: readonly CostAnomaly[], { scope, detectors, usdPerDay }: CostFinding): boolean =>
  scope.kind === "all" && detectors.includes("creep") && !detectors.includes("seasonal") && makeMost(live, usdPerDay);

const makeMost = (some: readonly CostAnomaly[], usdPerDay: number): boolean =>
  some.reduce((sum, one) => sum + one.usdPerDay, 0) >= MOST_OF_ALL * usdPerDay;

/** A level that a person has called expected is told no more, until it is passed. */
const isExpected = (known: readonly CostAnomaly[], { scope, observedUsdPerHour }: CostFinding): boolean =>
  known.some(
    (one) =>
      one.feedback?.verdict === "expected" &&
      isScope(one.scope, scope) &&
      observedUsdPerHour <= EXPECTED_FACTOR * one.observedUsdPerHour,
  );

function begin(finding: CostFinding, nowMs: number): CostAnomaly {
  return {
    ...finding,
    id: `ca-${finding.scope.kind}-${hash(finding.scope.id)}-${Math.floor(finding.beganAtMs / 60_000).toString(36)}-${Math.floor(nowMs / 60_000).toString(36)}`,
    foundAtMs: nowMs,
    lastSeenAtMs: nowMs,
    severity: severityOf(finding.usdPerDay),
    status: "open",
  };
}

/** What is misrouted is over when the flows are back, whatever their series still show. */
const isStill = (one: CostAnomaly, found: readonly CostFinding[]): boolean =>
  one.cause !== "misrouting" || found.some(({ cause }) => cause === "misrouting");

/** As the look shows it, by the finding that explains it; what explained it better stays. */
function renew(one: CostAnomaly, found: readonly CostFinding[], nowMs: number): CostAnomaly {
  const [most] = found.toSorted((a, b) => b.usdPerDay - a.usdPerDay);
  if (!most) return one;
  const explaining = found.find(({ cause }) => cause === one.cause);
  // the cause of a small part is not that of the whole
  const better =
    one.cause === "unknown"
      ? (found.find(({ cause, usdPerDay }) => cause !== "unknown" && usdPerDay >= one.usdPerDay / 2) ?? explaining)
      : explaining;
  // amounts are those of the evidence that is shown
  const amount = better ?? most;
  const isSnoozed = one.status === "snoozed" && (one.snoozedUntilMs ?? 0) > nowMs;
  const isDismissed =
    one.status === "dismissed" && amount.observedUsdPerHour <= EXPECTED_FACTOR * one.observedUsdPerHour;
  const { endedAtMs: _, ...open } = one;
  return {
    ...open,
    // a level that was called expected stays the measure of what is
    ...(!isDismissed && {
      observedUsdPerHour: amount.observedUsdPerHour,
      expectedUsdPerHour: amount.expectedUsdPerHour,
      usdPerDay: amount.usdPerDay,
    }),
    ...(better && {
      cause: better.cause,
      evidence: better.evidence,
      ...(better.routeChange && { routeChange: better.routeChange }),
      ...(better.fix && { fix: better.fix }),
    }),
    lastSeenAtMs: nowMs,
    usdSoFar: Math.max(one.usdSoFar, amount.usdSoFar),
    severity: severityOf(isDismissed ? one.usdPerDay : amount.usdPerDay),
    detectors: [...new Set([...one.detectors, ...found.flatMap(({ detectors }) => detectors)])],
    flowIds: [...new Set([...one.flowIds, ...(better?.flowIds ?? [])])],
    connectionIds: [...new Set([...one.connectionIds, ...(better?.connectionIds ?? [])])],
    status: isSnoozed ? "snoozed" : isDismissed ? "dismissed" : "open",
  };
}

/** What is not found any more ends after a while. */
function rest(one: CostAnomaly, nowMs: number): CostAnomaly {
  const quietMs = one.cause === "creep" ? QUIET_CREEP_MS : QUIET_MS;
  if ((one.status !== "open" && one.status !== "snoozed") || nowMs - lastSeen(one) < quietMs) return one;
  return { ...one, status: "ended", endedAtMs: lastSeen(one) };
}

/** FNV-1a, 32 bits: ids of scopes are long and hold what ids of anomalies may not. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
