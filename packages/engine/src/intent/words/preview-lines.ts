import type { ConnectPlan, PlannedWay } from "@skylane/core";
import { shown } from "../design/security-rules.ts";
import { alikeViolations, firstOf } from "./alike-violations.ts";
import { costInWords, counted, durationInWords } from "./amounts.ts";

/** How a kind of way is called. */
export const WAY_NAMES: Readonly<Record<PlannedWay["kind"], string>> = {
  "existing-path": "uses what is there",
  "new-vpn": "a new VPN",
  peering: "a new peering",
  "transit-peering": "a new peering of transit gateways",
  "interim-vpn": "a VPN until a circuit is there",
  "public-endpoint": "its public endpoint, by a firewall rule",
};
const PEOPLE: Readonly<Record<ConnectPlan["risk"]["tier"], string>> = {
  auto: "no person has to agree",
  "one-approver": "one approver has to agree",
  "two-approvers": "two approvers have to agree",
};
const SHOWN_COUNT = 12;

/**
 * A plan in lines, for a terminal or a message. `safe` makes a text from outside harmless where the lines are shown: every value
 * goes through it.
 */
export function previewLines(plan: ConnectPlan, safe: (text: string) => string): readonly string[] {
  const { ways, steps, reach, issues, violations, orders, cost, risk } = plan;
  const unwanted = reach.filter(({ isWanted }) => !isWanted);
  return [
    `${counted(plan.intentIds.length, "connection")}: ${counted(steps.length, "object")} to make, ${durationInWords(plan.expectedDurationMs)}, ${safe(costInWords(cost))}`,
    ...few(ways, (way) => wayLine(way, safe)),
    ...few(
      issues,
      ({ intentId, issue }) =>
        `cannot be made: ${safe(intentId)}: ${safe(issue.message)} For example: ${safe(issue.example)}`,
    ),
    ...few(
      alikeViolations(violations),
      ({ intentIds, rule, reason, alternatives }) =>
        `breaks ${safe(rule)}: ${safe(firstOf(intentIds))}: ${safe(reason)} Instead: ${alternatives.map(({ label }) => safe(label)).join("; ")}`,
    ),
    ...few(unwanted, ({ from, to, because }) => `also reaches: ${safe(from)} to ${safe(to)}: ${safe(because)}`),
    ...few(plan.security, ({ guard, rule }) => `rule at ${safe(guard)}: ${safe(shown(rule))}`),
    ...few(cost.unknown, (what) => `not known: ${safe(what)}`),
    ...few(cost.unverified ?? [], (what) => `price not confirmed: ${safe(what)}`),
    ...few(orders, ({ title }) => `to order by people: ${safe(title)}`),
    `${PEOPLE[risk.tier]}: ${few(risk.reasons, (reason) => safe(reason).replace(/\.$/, "")).join("; ")}`,
    `plan ${plan.hash.slice(0, 12)}`,
  ];
}

function wayLine(
  { intentId, kind, connectionIds, expectedRttMs, rttFrom, isEncrypted, isPublic }: PlannedWay,
  safe: (text: string) => string,
): string {
  const over = connectionIds.length > 0 ? ` (${connectionIds.map(safe).join(", ")})` : "";
  const time =
    expectedRttMs === undefined
      ? "round trip not known"
      : `about ${Math.round(expectedRttMs * 10) / 10} ms, ${rttFrom}`;
  return `${safe(intentId)}: ${WAY_NAMES[kind]}${over}, ${time}, ${isEncrypted ? "encrypted" : "not encrypted"}, ${isPublic ? "over the internet" : "private"}`;
}

/** The first of many, and how many more there are. */
function few<T>(all: readonly T[], line: (one: T) => string): readonly string[] {
  const first = all.slice(0, SHOWN_COUNT).map(line);
  return all.length > SHOWN_COUNT ? [...first, `and ${all.length - SHOWN_COUNT} more`] : first;
}
