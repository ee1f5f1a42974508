import type { ChosenWay, Flow } from "@skylane/core";
import { neededMbps } from "../../topology/index.ts";
import { assignmentOf, evaluate } from "../optimise/evaluate.ts";
import type { ChoiceProblem, ProblemFlow } from "../optimise/problem.ts";
import { inWords } from "../plan/compare.ts";
import type { ChoiceSession } from "../plan/session.ts";
import { asWay, idsOf } from "../plan/write-plan.ts";
import { aloneWithTheRest } from "./alone-with-the-rest.ts";

/** A way the flow could have, and what the whole estate would then cost. */
export interface Alternative {
  readonly way: ChosenWay;
  readonly isChosen: boolean;
  /** Of the flow's own bytes on it, USD a month. */
  readonly transferMonthlyUsd: number;
  /** More (or less, if negative) that the whole plan would cost a month with this as the primary; absent = it cannot be. */
  readonly extraMonthlyUsd?: number;
  /** Slower (or faster, if negative) than the chosen one. */
  readonly extraRttMs?: number;
  /** Why it is not the one, in one sentence. */
  readonly because: string;
}

/** Something that would have to change for another way to be chosen, all else as planned. */
export interface Turn {
  readonly what: "volume" | "latency-worth" | "price";
  /** In one sentence, with the number. */
  readonly says: string;
  readonly value: number;
  /** What it is now, where it is a weight of the objective. */
  readonly nowValue?: number;
  readonly unit: "GB" | "USD/GB" | "USD" | "percent";
  readonly thenConnectionIds: readonly string[];
}

/** Why a flow goes where it goes. */
export interface FlowExplanation {
  readonly flow: Flow;
  readonly neededMbps: number;
  readonly primary: ChosenWay;
  readonly backup: ChosenWay | null;
  readonly today: readonly string[] | null;
  readonly alternatives: readonly Alternative[];
  readonly refused: readonly { readonly connectionIds: readonly string[]; readonly rule: string }[];
  /** Limits that hold the choice back: capacities that are full, the budget, rules of policies. */
  readonly binding: readonly string[];
  readonly turns: readonly Turn[];
}

/** Explains a flow that takes part in the choice; `undefined` if it has none (it never leaves its network, or has no candidate). */
export function explainFlow(session: ChoiceSession, flowId: string): FlowExplanation | undefined {
  const { built, solution, found } = session;
  const index = built.choices.findIndex(({ placed }) => placed.flow.id === flowId);
  const choice = built.choices[index];
  const [part] = solution.assignment.parts[index] ?? [];
  const primary = part && choice?.candidates[part.primary];
  if (!choice || !part || !primary) return undefined;
  const backup = part.backup === undefined ? undefined : choice.candidates[part.backup];
  const alternatives = choice.candidates
    .map((_, candidate) => alternative(session, index, candidate, part.primary))
    .sort((a, b) => rank(a) - rank(b));
  return {
    flow: choice.placed.flow,
    neededMbps: Math.round(neededMbps(choice.placed.flow) * 10) / 10,
    primary: asWay(primary, session.facts.performance),
    backup: backup ? asWay(backup, session.facts.performance) : null,
    today: choice.today ? idsOf(choice.today.hops) : null,
    alternatives,
    refused: found.get(flowId)?.refused ?? [],
    binding: bindingOf(session, index),
    turns: turnsOf(session, index, alternatives),
  };
}

const rank = ({ isChosen, extraMonthlyUsd }: Alternative): number =>
  isChosen ? Number.NEGATIVE_INFINITY : (extraMonthlyUsd ?? Number.POSITIVE_INFINITY);

function alternative(session: ChoiceSession, index: number, candidate: number, chosen: number): Alternative {
  const { built, solution, evaluation, solve } = session;
  const { problem, choices } = built;
  const own = choices[index]?.candidates[candidate];
  const now = choices[index]?.candidates[chosen];
  const way = own ? asWay(own, session.facts.performance) : { connectionIds: [], isRouted: true };
  const transferMonthlyUsd = transferUsd(problem, index, candidate);
  const isChosen = candidate === chosen;
  const extraRttMs = own?.rttMs === undefined || now?.rttMs === undefined ? undefined : tenths(own.rttMs - now.rttMs);
  const about = { way, isChosen, transferMonthlyUsd, ...(extraRttMs !== undefined && { extraRttMs }) };
  if (isChosen) return { ...about, extraMonthlyUsd: 0, because: "It is the one that was chosen." };
  const forced = solve({
    ...problem,
    flows: problem.flows.map((flow, i): ProblemFlow => (i === index ? { ...flow, primaries: [candidate] } : flow)),
  });
  if (forced.status === "infeasible") return { ...about, because: "No plan can be made in which it is the primary." };
  const extraMonthlyUsd = cents(forced.monthlyUsd - solution.monthlyUsd);
  const moreExposed = evaluate(problem, forced.assignment).exposureWeight - evaluation.exposureWeight;
  const [slower, dearer] = [(extraRttMs ?? 0) > 0, extraMonthlyUsd > 0];
  const because =
    moreExposed > 1e-6
      ? "With it, failures that the plan survives would not be survived."
      : dearer && slower
        ? "It is dearer and slower."
        : dearer
          ? "It is faster or as fast, and dearer than that is worth."
          : slower
            ? "It is cheaper, and slower than that is worth."
            : "It is as good in what counts.";
  return { ...about, extraMonthlyUsd, because };
}

/** What a flow's own bytes cost on a candidate if they came on top of everything else, USD a month. */
function transferUsd(problem: ChoiceProblem, index: number, candidate: number): number {
  const flow = problem.flows[index];
  if (!flow) return 0;
  const { meters } = evaluate(
    { ...problem, flows: [flow] },
    assignmentOf({ ...problem, flows: [flow] }, [[{ primary: candidate, share: 1 }]]),
  );
  return cents(meters.reduce((sum, { usd }) => sum + usd, 0));
}

/** What is full, and what the money does not reach. */
function bindingOf(
  { built, solution, evaluation, boundByUsd, found }: ChoiceSession,
  index: number,
): readonly string[] {
  const { problem, choices } = built;
  const flow = problem.flows[index];
  const links = new Set(flow?.candidates.flatMap((candidate) => candidate.links) ?? []);
  const full = [...links].flatMap((link) => {
    const { id = "", capacityMbps, expansion } = problem.links[link] ?? {};
    const roomMbps =
      capacityMbps === undefined
        ? Number.POSITIVE_INFINITY
        : capacityMbps +
          (solution.assignment.isExpanded[link] ? (expansion?.capacityMbps ?? 0) : 0) -
          (evaluation.peakMbps[link] ?? 0);
    return roomMbps < (flow?.mbps ?? 0)
      ? [
          `${id} has ${Math.max(0, Math.floor(roomMbps)).toLocaleString("en-US")} Mbps left after its worst single failure; the flow needs ${Math.ceil(flow?.mbps ?? 0).toLocaleString("en-US")}`,
        ]
      : [];
  });
  const rules = new Set((found.get(choices[index]?.placed.flow.id ?? "")?.refused ?? []).map(({ rule }) => rule));
  return [
    ...full,
    ...(boundByUsd === undefined
      ? []
      : [`the budget of $${boundByUsd.toFixed(2)} a month: without it the plan would be better in its other goals`]),
    ...rules,
    ...inWords(evaluation.violations, built),
  ];
}

const GRID = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.75, 1, 1.5, 2, 5, 10, 20, 50, 100];
const STEPS = 24;

function turnsOf(session: ChoiceSession, index: number, alternatives: readonly Alternative[]): readonly Turn[] {
  const { built, weights } = session;
  const choice = built.choices[index];
  const flow = built.problem.flows[index];
  if (!choice || !flow) return [];
  const best = aloneWithTheRest(session, index);
  const chosen = best(1);
  const idsAt = (candidate: number): readonly string[] =>
    choice.candidates[candidate] ? idsOf(choice.candidates[candidate].hops) : [];
  const turns: Turn[] = [];
  if (flow.monthlyGb > 0)
    for (const factors of [GRID.filter((k) => k > 1), GRID.filter((k) => k < 1).reverse()]) {
      const beyond = factors.find((k) => best(k) !== chosen);
      if (beyond === undefined) continue;
      const factor = bisect(1, beyond, (k) => best(k) !== chosen);
      const then = best(factor);
      const value = Math.round(flow.monthlyGb * factor);
      turns.push({
        what: "volume",
        says: `${beyond > 1 ? "Above" : "Below"} ${value.toLocaleString("en-US")} GB a month (now ${flow.monthlyGb.toLocaleString("en-US")} GB) it would take ${idsAt(then).join(", then ")}.`,
        value,
        unit: "GB",
        thenConnectionIds: idsAt(then),
      });
    }
  const faster = alternatives.filter(
    ({ isChosen, extraRttMs = 0, extraMonthlyUsd }) => !isChosen && extraRttMs < 0 && (extraMonthlyUsd ?? -1) > 0,
  );
  const worths = faster.map((one) => ({
    one,
    usdPerGbMs: (one.extraMonthlyUsd ?? 0) / (flow.monthlyGb * -(one.extraRttMs ?? -1)),
  }));
  const [nearest] = worths
    .filter(({ usdPerGbMs }) => Number.isFinite(usdPerGbMs))
    .sort((a, b) => a.usdPerGbMs - b.usdPerGbMs);
  if (nearest) {
    const perTb = cents(nearest.usdPerGbMs * 1_000);
    turns.push({
      what: "latency-worth",
      says: `If a millisecond on a terabyte were worth more than $${perTb.toFixed(2)} (now $${(weights.perGbMs * 1_000).toFixed(2)}), it would take ${nearest.one.way.connectionIds.join(", then ")}, ${-(nearest.one.extraRttMs ?? 0)} ms faster.`,
      value: perTb,
      nowValue: cents(weights.perGbMs * 1_000),
      unit: "USD",
      thenConnectionIds: nearest.one.way.connectionIds,
    });
  }
  const [own, next] = [
    alternatives.find(({ isChosen }) => isChosen),
    alternatives.find(({ isChosen, extraMonthlyUsd }) => !isChosen && (extraMonthlyUsd ?? 0) > 0),
  ];
  if (own && next && own.transferMonthlyUsd > 0) {
    const percent = Math.round(((next.extraMonthlyUsd ?? 0) / own.transferMonthlyUsd) * 100);
    turns.push({
      what: "price",
      says: `If its bytes became ${percent.toLocaleString("en-US")} % dearer on this way and nowhere else, ${next.way.connectionIds.join(", then ")} would cost as much.`,
      value: percent,
      unit: "percent",
      thenConnectionIds: next.way.connectionIds,
    });
  }
  return turns;
}

/** Where a condition turns true between a factor at which it is not and one at which it is; geometric. */
function bisect(no: number, yes: number, holds: (factor: number) => boolean): number {
  let [low, high] = [no, yes];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;
const tenths = (ms: number): number => Math.round(ms * 10) / 10;
