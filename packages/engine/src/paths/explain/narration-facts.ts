import type { ChosenWay, Fact, NarrationFacts } from "@skylane/core";
import type { FlowExplanation } from "./explain-flow.ts";

/** Alternatives that are worth a sentence. */
const TOLD = 4;

/** What may be said of a flow's choice: every number with its label, the names, and the plain text that says it all. */
export function narrationFacts(explanation: FlowExplanation): NarrationFacts {
  const { flow, primary, backup, alternatives, turns, binding } = explanation;
  const chosen = alternatives.find(({ isChosen }) => isChosen);
  const others = alternatives.filter(({ isChosen }) => !isChosen).slice(0, TOLD);
  const facts: Fact[] = [];
  const add = (label: string, value: number | undefined, unit: Fact["unit"]): void => {
    if (value !== undefined && Number.isFinite(value)) facts.push({ label, value, unit });
  };
  add(`traffic of ${flow.id} a month`, flow.monthlyGb, "GB");
  add(`bandwidth that ${flow.id} needs`, explanation.neededMbps, "Mbps");
  add(`latency of ${nameOf(primary)}`, primary.rttMs, "ms");
  add(`availability of ${nameOf(primary)}`, percent(primary.availabilityRatio), "percent");
  add(`transfer cost of ${flow.id} a month on ${nameOf(primary)}`, chosen?.transferMonthlyUsd, "USD");
  if (backup) {
    add(`latency of ${nameOf(backup)}`, backup.rttMs, "ms");
    add(`availability of ${nameOf(backup)}`, percent(backup.availabilityRatio), "percent");
  }
  for (const { way, extraMonthlyUsd, extraRttMs, transferMonthlyUsd } of others) {
    add(`latency of ${nameOf(way)}`, way.rttMs, "ms");
    add(`transfer cost of ${flow.id} a month on ${nameOf(way)}`, transferMonthlyUsd, "USD");
    add(
      `what the whole plan would cost ${(extraMonthlyUsd ?? 0) < 0 ? "less" : "more"} a month with ${nameOf(way)} as primary`,
      magnitude(extraMonthlyUsd),
      "USD",
    );
    add(`how much ${(extraRttMs ?? 0) < 0 ? "faster" : "slower"} ${nameOf(way)} is`, magnitude(extraRttMs), "ms");
  }
  for (const { what, value, nowValue, unit, thenConnectionIds } of turns) {
    const then = thenConnectionIds.join(", then ");
    add(TURN_LABELS[what](then), value, unit);
    add(`worth of a millisecond on a terabyte now`, nowValue, unit);
  }
  return {
    topic: `Why flow ${flow.id} goes where it goes`,
    facts,
    names: [
      flow.id,
      ...new Set(
        [primary, ...(backup ? [backup] : []), ...others.map(({ way }) => way)].flatMap(
          ({ connectionIds }) => connectionIds,
        ),
      ),
      ...turns.flatMap(({ thenConnectionIds }) => thenConnectionIds),
    ],
    text: [
      `${flow.id}${flow.monthlyGb === undefined ? "" : ` (${gb(flow.monthlyGb)} a month)`} takes ${nameOf(primary)}${performanceOf(primary)}${chosen === undefined ? "" : `; its bytes cost ${usd(chosen.transferMonthlyUsd)} a month there`}.`,
      backup ? `If that fails it takes ${nameOf(backup)}${performanceOf(backup)}.` : "It has no backup.",
      ...others.map(({ way, extraMonthlyUsd, extraRttMs, because }) =>
        [
          `${nameOf(way)}`,
          extraMonthlyUsd === undefined
            ? ""
            : extraMonthlyUsd === 0
              ? " would cost the same"
              : ` would make the whole plan ${usd(Math.abs(extraMonthlyUsd))} a month ${extraMonthlyUsd < 0 ? "cheaper" : "dearer"}`,
          extraRttMs === undefined || extraRttMs === 0
            ? ""
            : `${extraMonthlyUsd === undefined ? " would be" : " and be"} ${Math.abs(extraRttMs)} ms ${extraRttMs < 0 ? "faster" : "slower"}`,
          `. ${because}`,
        ].join(""),
      ),
      ...turns.map(({ says }) => says),
      ...(binding.length === 0 ? [] : [`What limits the choice: ${binding.join("; ")}.`]),
    ].join(" "),
  };
}

const TURN_LABELS = {
  volume: (then: string) => `traffic a month from which on ${then} would be taken`,
  "latency-worth": (then: string) => `worth of a millisecond on a terabyte from which on ${then} would be taken`,
  price: (then: string) => `how much dearer the bytes would have to become for ${then} to cost as much`,
} as const;

/** Nothing is no difference: a fact of 0 would let any text say that something is free. */
const magnitude = (difference: number | undefined): number | undefined =>
  difference === undefined || difference === 0 ? undefined : Math.abs(difference);

/** A way as a name: its links in their order. */
const nameOf = ({ connectionIds }: ChosenWay): string => connectionIds.join(", then ");

const performanceOf = ({ rttMs, availabilityRatio }: ChosenWay): string => {
  const parts = [
    ...(rttMs === undefined ? [] : [`${rttMs} ms`]),
    ...(availabilityRatio === undefined ? [] : [`${percent(availabilityRatio)} % available`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
};

const percent = (ratio: number | undefined): number | undefined =>
  ratio === undefined ? undefined : Math.round(ratio * 1e6) / 1e4;
const usd = (amount: number): string =>
  `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const gb = (amount: number): string => `${amount.toLocaleString("en-US")} GB`;
