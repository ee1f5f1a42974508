import { at, type CostFinding, cents, fine, gbText, inert } from "./finding.ts";
import type { MisroutedFlow } from "./misrouting.ts";

const NAMED = 3;
const MAX_FLOWS = 1_000;

/** Flows that left the same dedicated link for the same other one are one finding, if a day of it is worth a person's time. */
export function misroutedFindings(flows: readonly MisroutedFlow[], minUsdPerDay: number): readonly CostFinding[] {
  const groups = Map.groupBy(flows, ({ dedicatedId, viaConnectionIds, why }) =>
    [dedicatedId, ...viaConnectionIds, why].join(" "),
  );
  return [...groups.values()].flatMap((group) => {
    const found = findingOf(group);
    return found.usdPerDay >= minUsdPerDay ? [found] : [];
  });
}

function findingOf(group: readonly MisroutedFlow[]): CostFinding {
  const flows = group.toSorted((a, b) => b.gbPerDay - a.gbPerDay || (a.flowId < b.flowId ? -1 : 1));
  const [largest] = flows as [MisroutedFlow, ...MisroutedFlow[]];
  const sum = (of: (flow: MisroutedFlow) => number): number => flows.reduce((total, flow) => total + of(flow), 0);
  const gb = sum(({ gbPerDay }) => gbPerDay);
  const gbPerDay = fine(gb);
  const usdPerGb = fine(sum((flow) => flow.gbPerDay * flow.usdPerGb) / gb);
  const dedicatedUsdPerGb = fine(sum((flow) => flow.gbPerDay * flow.dedicatedUsdPerGb) / gb);
  const usdPerDay = cents(gbPerDay * (usdPerGb - dedicatedUsdPerGb));
  const lastHourGb = fine(sum((flow) => flow.lastHourGb));
  const beganAtMs = Math.min(...flows.map((flow) => flow.beganAtMs));
  const via = largest.viaConnectionIds.join(" → ");
  const change = flows
    .flatMap((flow) => flow.change ?? [])
    .toSorted((a, b) => Number(b.by !== undefined) - Number(a.by !== undefined) || b.atMs - a.atMs)[0];
  const who = flows.length === 1 ? `Flow ${inert(largest.flowId)} leaves` : `${flows.length} flows leave`;
  const they = flows.length === 1 ? "it was" : "they were";
  return {
    scope:
      flows.length === 1
        ? { kind: "flow", id: largest.flowId }
        : { kind: "link", id: largest.viaConnectionIds.at(-1) ?? largest.dedicatedId },
    beganAtMs,
    detectors: ["misrouting"],
    observedUsdPerHour: fine(lastHourGb * usdPerGb),
    expectedUsdPerHour: fine(lastHourGb * dedicatedUsdPerGb),
    usdPerDay,
    usdSoFar: cents(sum((flow) => flow.usdSoFar)),
    cause: "misrouting",
    evidence: [
      `${who} over ${inert(via)} since ${at(beganAtMs)} UTC; on ${inert(largest.dedicatedId)} ${
        largest.why === "before"
          ? `${they} in the days before.`
          : "there is a dedicated way that routes and policy allow."
      }`,
      `${gbText(gbPerDay)} a day × ($${usdPerGb} − $${dedicatedUsdPerGb} a GB) = $${usdPerDay.toFixed(2)} a day beyond the dedicated way.`,
      change
        ? `Before it, at ${at(change.atMs)} UTC: ${inert(change.what)}${change.by === undefined ? "; who did it is not told." : ` by ${inert(change.by)}.`}`
        : "No change of routes is known that went before it.",
      ...flows
        .slice(0, flows.length === 1 ? 0 : NAMED)
        .map((flow) => `${inert(flow.flowId)}: ${gbText(flow.gbPerDay)} a day.`),
    ],
    ...(change && {
      routeChange: {
        atMs: change.atMs,
        what: inert(change.what, 500),
        ...(change.by !== undefined && { by: inert(change.by, 300) }),
      },
    }),
    flowIds: flows.slice(0, MAX_FLOWS).map(({ flowId }) => flowId),
    connectionIds: [...new Set([...flows.flatMap(({ viaConnectionIds }) => viaConnectionIds), largest.dedicatedId])],
    fix: {
      kind: "move-flow",
      says: `Move ${flows.length === 1 ? inert(largest.flowId) : `these ${flows.length} flows`} to ${inert(largest.dedicatedId)}.`,
      flowId: largest.flowId,
      toConnectionId: largest.dedicatedId,
    },
  };
}
