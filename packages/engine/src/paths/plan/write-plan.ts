import { type ChosenWay, type Flow, fnv1a64, type PathPlan, type PlannedFlow, type PlannedLink } from "@skylane/core";
import type { Hop } from "../../topology/index.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { loadsOf } from "../optimise/loads.ts";
import type { ChosenPart } from "../optimise/problem.ts";
import { inParallel } from "../performance/availability.ts";
import { coverageOf } from "./coverage.ts";
import { decideLink } from "./decide-link.ts";
import type { WayPerformance } from "./estate-facts.ts";
import { planMoves } from "./plan-moves.ts";
import type { ChoiceSession } from "./session.ts";

/** Writes down what was chosen; pure. `atMs` is when. */
export function writePlan(session: ChoiceSession, atMs: number): PathPlan {
  const { facts, request, weights, built, solution, evaluation, unknowns, compared, method } = session;
  const flows = plannedFlows(session);
  const links = plannedLinks(session);
  const decided = {
    objective: request.objective,
    weights,
    flows: flows.map(({ flowId, primary, backup, parts }) => [
      flowId,
      primary.connectionIds,
      backup?.connectionIds ?? null,
      parts ?? null,
    ]),
    links: links.map(({ connectionId, action }) => [connectionId, action]),
  };
  return {
    estate: facts.topology.estate,
    atMs,
    topologyAtMs: facts.topology.atMs,
    hash: fnv1a64(JSON.stringify(decided)),
    objective: request.objective,
    weights,
    method,
    gap: Math.max(0, solution.gapRatio),
    monthlyUsd: cents(evaluation.monthlyUsd),
    isAtLeast: unknowns.missingPrices.size > 0,
    missingPrices: [...unknowns.missingPrices].sort(),
    assumptions: [...unknowns.assumptions],
    comparison: compared,
    flows,
    refused: [...session.found].flatMap(([flowId, { none }]) =>
      none ? [{ flowId: flowId as Flow["id"], constraint: none.constraint, relaxation: none.relaxation }] : [],
    ),
    links,
    coverage: coverageOf(built, solution.assignment, facts),
    moves: planMoves(session),
  };
}

function plannedFlows({ facts, built, solution, evaluation, insideIds }: ChoiceSession): PlannedFlow[] {
  const { problem, choices } = built;
  // what a gigabyte of each meter costs on average under the plan: the steps are shared by all who use it
  const usdPerGb = evaluation.meters.map(({ gb, usd }) => (gb > 0 ? usd / gb : 0));
  const chosen = choices.map(({ placed: { flow }, candidates, today }, i): PlannedFlow => {
    const parts = solution.assignment.parts[i] ?? [];
    const wayAt = (index: number | undefined): ChosenWay | null => {
      const candidate = index === undefined ? undefined : candidates[index];
      return candidate ? asWay(candidate, facts.performance) : null;
    };
    const [first] = parts as [ChosenPart];
    const transferMonthlyUsd = parts.reduce(
      (sum, { primary, share }) =>
        sum +
        (problem.flows[i]?.candidates[primary]?.charges ?? []).reduce(
          (cost, { meter, gb }) => cost + gb * share * (usdPerGb[meter] ?? 0),
          0,
        ),
      0,
    );
    return {
      flowId: flow.id,
      class: flow.class,
      primary: wayAt(first.primary) as ChosenWay,
      backup: wayAt(first.backup),
      ...(parts.length > 1 && {
        parts: parts.map(({ primary, backup, share }) => ({
          shareRatio: share,
          primary: wayAt(primary) as ChosenWay,
          backup: wayAt(backup),
        })),
      }),
      ...availabilityOfPair(
        candidates[first.primary],
        first.backup === undefined ? undefined : candidates[first.backup],
      ),
      today: today ? { ...waysFacts(today), connectionIds: idsOf(today.hops), isRouted: true } : null,
      ...(flow.monthlyGb !== undefined && { monthlyGb: flow.monthlyGb }),
      transferMonthlyUsd: cents(transferMonthlyUsd),
    };
  });
  const inside = facts.graph.flows.flatMap(({ flow }): PlannedFlow[] =>
    insideIds.has(flow.id)
      ? [
          {
            flowId: flow.id,
            class: flow.class,
            primary: { connectionIds: [], isRouted: true },
            backup: null,
            today: { connectionIds: [], isRouted: true },
            ...(flow.monthlyGb !== undefined && { monthlyGb: flow.monthlyGb }),
            transferMonthlyUsd: 0,
          },
        ]
      : [],
  );
  return [...chosen, ...inside];
}

export const idsOf = (hops: readonly Hop[]): string[] => hops.map(({ connection }) => connection.id);

const waysFacts = ({
  rttMs,
  availabilityRatio,
}: {
  readonly rttMs: number | undefined;
  readonly availabilityRatio: number | undefined;
}): Pick<ChosenWay, "rttMs" | "availabilityRatio"> => ({
  ...(rttMs !== undefined && { rttMs: Math.round(rttMs * 10) / 10 }),
  ...(availabilityRatio !== undefined && { availabilityRatio: Math.round(availabilityRatio * 1e8) / 1e8 }),
});

/** One of the two has to work; they may share what nobody has written down. */
function availabilityOfPair(
  primary: Candidate | undefined,
  backup: Candidate | undefined,
): Pick<PlannedFlow, "availabilityRatio"> {
  const ratio = backup
    ? inParallel([primary?.availabilityRatio, backup.availabilityRatio])
    : primary?.availabilityRatio;
  return ratio === undefined ? {} : { availabilityRatio: Math.round(ratio * 1e8) / 1e8 };
}

/** A candidate as a plan shows it. */
export function asWay(candidate: Candidate, performance: WayPerformance): ChosenWay {
  const measured = performance.measuredOf(candidate.hops);
  return {
    connectionIds: idsOf(candidate.hops),
    ...waysFacts(candidate),
    ...(measured && { measured }),
    isRouted: candidate.isRouted,
  };
}

function plannedLinks({ facts, built, solution }: ChoiceSession): PlannedLink[] {
  const { problem, connections, fees } = built;
  const { assignment } = solution;
  const loads = loadsOf(problem, assignment.parts);
  const worst = new Map<number, { risk: number; mbps: number }>();
  for (const { risk, link, mbps } of loads.moved)
    if (mbps > (worst.get(link)?.mbps ?? 0)) worst.set(link, { risk, mbps });
  return connections.map((connection, i): PlannedLink => {
    const fee = fees[i];
    const loadMbps = loads.normalMbps[i] ?? 0;
    const after = worst.get(i);
    const action = actionOf(problem.links[i]?.decision, assignment.isOpen[i], assignment.isExpanded[i]);
    return {
      connectionId: connection.id,
      kind: connection.kind,
      action,
      because: because(action, loadMbps, after !== undefined, fee, () => decideLink(connection, fee, facts).because),
      ...(fee !== undefined && { monthlyUsd: cents(fee) }),
      ...(connection.bandwidthMbps !== undefined && { capacityMbps: connection.bandwidthMbps }),
      loadMbps: tenths(loadMbps),
      worstLoadMbps: tenths(Math.max(loadMbps, after?.mbps ?? 0)),
      ...(after && { worstRiskId: problem.risks[after.risk]?.id }),
    } as PlannedLink;
  });
}

const actionOf = (decision: string | undefined, isOpen = true, isExpanded = false): PlannedLink["action"] =>
  !isOpen
    ? decision === "may-open"
      ? "keep"
      : "close"
    : isExpanded
      ? "expand"
      : decision === "may-open"
        ? "open"
        : "keep";

function because(
  action: PlannedLink["action"],
  loadMbps: number,
  isBackup: boolean,
  feeUsd: number | undefined,
  whyKept: () => string,
): string {
  if (action === "close")
    return `No flow needs it, as primary or as backup; its fee of $${(feeUsd ?? 0).toFixed(2)} a month is saved.`;
  if (action === "expand")
    return "A second port is needed for what it carries, or for what it would carry after a failure.";
  if (action === "open") return "It pays for itself.";
  if (loadMbps > 0) return isBackup ? "Flows use it, and more would after a failure." : "Flows use it.";
  if (isBackup) return "It is a backup: nothing uses it until something fails.";
  return `Nothing uses it; it stays because ${whyKept()}.`;
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;
const tenths = (mbps: number): number => Math.round(mbps * 10) / 10;
