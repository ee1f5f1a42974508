import type { Comparison } from "@skylane/core";
import { evaluate, type Violation } from "../optimise/evaluate.ts";
import type { ChoiceProblem, ProblemFlow, Solution } from "../optimise/problem.ts";
import { stepsOf, usdOf } from "../optimise/tiers.ts";
import type { BuiltProblem } from "./build-problem.ts";
import type { EstateFacts } from "./estate-facts.ts";
import { metersOf } from "./price-links.ts";

/** What other ways of choosing come to. */
export interface Compared {
  readonly today: Comparison;
  readonly cheapestPerFlow: Comparison;
  readonly allInternet: Comparison;
}

type Solved = Extract<Solution, { status: "solved" }>;

/**
 * The other ways of choosing, as they are and as they would be if they kept what the plan keeps. Each is made equal by letting
 * the optimiser add backups and second ports to its primaries and nothing else, so the plan can never be dearer.
 */
export function compareChoices(
  facts: EstateFacts,
  built: BuiltProblem,
  joint: Solved,
  solve: (problem: ChoiceProblem) => Solution,
): Compared {
  const leastExposure = evaluate(built.problem, joint.assignment).exposureWeight;
  const equal: Equal = (primaries): Pick<Comparison, "equalMonthlyUsd"> => {
    const { problem } = built;
    const flows = problem.flows.map((flow, i): ProblemFlow => {
      const primary = primaries[i];
      return primary === undefined ? flow : { ...flow, primaries: typeof primary === "number" ? [primary] : primary };
    });
    const solution = solve({ ...problem, flows, weights: ONLY_MONEY });
    if (solution.status === "infeasible") return {};
    const { exposureWeight, monthlyUsd } = evaluate({ ...problem, weights: ONLY_MONEY }, solution.assignment);
    return exposureWeight > leastExposure * (1 + 1e-9) + 1e-9 ? {} : { equalMonthlyUsd: cents(monthlyUsd) };
  };
  return {
    today: today(built, equal),
    cheapestPerFlow: cheapestPerFlow(built, equal),
    allInternet: allInternet(facts, built, equal),
  };
}

const ONLY_MONEY = { perUsd: 1, perGbMs: 0, perLostGb: 0 } as const;
/** By flow: the candidates that may be its primary; `undefined` = any. */
type Equal = (primaries: readonly (number | readonly number[] | undefined)[]) => Pick<Comparison, "equalMonthlyUsd">;

/** As routing is now, every link paid. Flows on a way that is not allowed are made equal on whatever allowed one is cheapest. */
function today(built: BuiltProblem, equal: Equal): Comparison {
  const { problem, todays, choices } = built;
  const withToday: ChoiceProblem = {
    ...problem,
    weights: ONLY_MONEY,
    flows: problem.flows.map((flow, i) => ({
      ...flow,
      candidates: [todays[i] ?? flow.candidates[0]].flatMap((one) => one ?? []),
    })),
  };
  const parts = problem.flows.map(() => [{ primary: 0, share: 1 }]);
  const { monthlyUsd, violations } = evaluate(withToday, {
    parts,
    isOpen: problem.links.map(({ decision }) => decision !== "may-open"),
    isExpanded: problem.links.map(() => false),
  });
  const primaries = choices.map(({ candidates, today: way }) => {
    const id = way?.hops.map(({ connection }) => connection.id).join(" > ");
    const index = candidates.findIndex((candidate) => candidate.id === id);
    return index === -1 ? undefined : index;
  });
  const unlawful = choices.flatMap(({ placed }, i) => (primaries[i] === undefined ? [placed.flow.id] : []));
  const broken = [
    ...(unlawful.length === 0
      ? []
      : [`${counted(unlawful.length, "flow")} on a way that is not allowed or not there: ${some(unlawful)}`]),
    ...inWords(violations, built),
  ];
  return { monthlyUsd: cents(monthlyUsd), isAllowed: broken.length === 0, broken, ...equal(primaries) };
}

/**
 * Each flow by itself takes what would be cheapest if it were alone: the fee of every link it uses and its own volume from the
 * first step on. Then all are billed together, as the invoice does.
 */
function cheapestPerFlow(built: BuiltProblem, equal: Equal): Comparison {
  const { problem, choices } = built;
  const primaries = choices.map((_, i) => {
    const flow = problem.flows[i];
    if (!flow) return 0;
    const costs = flow.candidates.map(
      ({ links, charges }) =>
        charges.reduce((sum, { meter, gb }) => sum + aloneUsd(problem, meter, gb), 0) +
        links.reduce((sum, link) => sum + (problem.links[link]?.monthlyUsd ?? 0), 0),
    );
    return costs.indexOf(Math.min(...costs));
  });
  const judged = evaluate(
    { ...problem, weights: ONLY_MONEY },
    {
      parts: primaries.map((primary) => [{ primary, share: 1 }]),
      isOpen: problem.links.map(({ decision }) => decision !== "may-open"),
      isExpanded: problem.links.map(() => false),
    },
  );
  const broken = [
    ...inWords(judged.violations, built),
    ...(judged.exposures.length === 0
      ? []
      : [`it names no backups: ${counted(judged.exposures.length, "failure")} of a flow's way would not be survived`]),
  ];
  return { monthlyUsd: cents(judged.monthlyUsd), isAllowed: broken.length === 0, broken, ...equal(primaries) };
}

/** What a volume costs on a meter if nobody else used it, all that is free included. */
function aloneUsd({ meters, allowances }: ChoiceProblem, index: number, gb: number): number {
  const meter = meters[index];
  const freeGb = Math.max(0, ...allowances.filter((one) => one.meters.includes(index)).map((one) => one.gb));
  return meter ? usdOf(stepsOf(meter, Math.max(0, gb - freeGb))) : 0;
}

/**
 * Everything over the public internet, in clear; what can be closed is closed. Never allowed; what it would cost all the same.
 * Made equal it goes through tunnels over the internet, where a flow has one that it may take.
 */
function allInternet({ estimates, topology }: EstateFacts, built: BuiltProblem, equal: Equal): Comparison {
  const { problem, choices } = built;
  const placeOf = new Map(topology.networks.map(({ key, cloud, regionId }) => [key, { cloud, regionId }]));
  const gbOf = new Map<NonNullable<ReturnType<typeof estimates.price>>, number>();
  let unpricedCount = 0;
  for (const { placed } of choices) {
    const [from, to] = [placed.sourceKey, placed.destinationKey].map((key) =>
      key === undefined ? undefined : placeOf.get(key),
    );
    const { monthlyGb = 0, replyMonthlyGb = 0 } = placed.flow;
    if (!from || !to) {
      unpricedCount += 1;
      continue;
    }
    for (const [gb, leg] of [
      [monthlyGb, { kind: "internet", from, to }],
      [replyMonthlyGb, { kind: "internet", from: to, to: from }],
    ] as const)
      for (const { row } of gb > 0 ? estimates.charges(leg) : [])
        if (row) gbOf.set(row, (gbOf.get(row) ?? 0) + gb);
        else unpricedCount += 1;
  }
  const rows = [...gbOf.keys()];
  const keptFees = problem.links.map((link) => ({
    ...link,
    decision: link.decision === "keep" ? link.decision : ("may-close" as const),
  }));
  const { monthlyUsd } = evaluate(
    {
      links: keptFees,
      ...metersOf(rows),
      risks: [],
      weights: ONLY_MONEY,
      flows: [
        {
          id: "all",
          mbps: 0,
          monthlyGb: 0,
          weight: 0,
          isSplittable: false,
          candidates: [
            {
              links: [],
              charges: rows.map((row, meter) => ({ meter, gb: gbOf.get(row) ?? 0 })),
              rttMs: 0,
              unavailabilityRatio: 0,
            },
          ],
        },
      ],
    },
    {
      parts: [[{ primary: 0, share: 1 }]],
      isOpen: keptFees.map(({ decision }) => decision === "keep"),
      isExpanded: keptFees.map(() => false),
    },
  );
  return {
    monthlyUsd: cents(monthlyUsd),
    isAllowed: false,
    ...equal(
      choices.map(({ candidates }) => {
        const tunnels = candidates.flatMap(({ isPublic }, index) => (isPublic ? [index] : []));
        return tunnels.length === 0 ? undefined : tunnels;
      }),
    ),
    broken: [
      "nothing is encrypted, and a line over the internet that nobody encrypts is never a way",
      ...(unpricedCount === 0 ? [] : [`${counted(unpricedCount, "flow")} without a known price are not counted`]),
    ],
  };
}

/** What assignments break, in words. */
export function inWords(violations: readonly Violation[], { problem, riskName }: BuiltProblem): readonly string[] {
  const worst = new Map<number, Extract<Violation, { kind: "capacity" }>>();
  for (const violation of violations)
    if (violation.kind === "capacity" && violation.overMbps > (worst.get(violation.link)?.overMbps ?? 0))
      worst.set(violation.link, violation);
  return [...worst.values()].map(
    ({ link, risk, overMbps }) =>
      `${problem.links[link]?.id ?? ""} would be ${Math.ceil(overMbps).toLocaleString("en-US")} Mbps over its capacity${risk === undefined ? "" : ` without ${riskName(risk)}`}`,
  );
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const some = (ids: readonly string[]): string => `${ids.slice(0, 3).join(", ")}${ids.length > 3 ? " …" : ""}`;
