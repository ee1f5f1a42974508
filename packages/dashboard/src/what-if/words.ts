import type { WhatIfImpact, WhatIfList } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import type { Verdict } from "../shell/verdict.ts";

export type FlowFate = WhatIfImpact["flows"][number];
type Counts = Pick<WhatIfImpact, "lostCount" | "endedCount" | "movedCount">;

export const kindNames: Readonly<Record<WhatIfImpact["failures"][number]["kind"], string>> = {
  link: "Link",
  network: "Network",
  region: "Region or site",
  carrier: "Carrier",
  account: "Account",
};

/** How each outcome is called, and its mark: nothing is told by colour alone. */
export const outcomes = {
  lost: { name: "lost", mark: "✕", says: "no allowed way is left" },
  ended: { name: "ended", mark: "○", says: "its own network is gone" },
  moved: { name: "moved", mark: "→", says: "on another allowed way" },
} as const;

const counted = (count: number, one: string): string =>
  `${count.toLocaleString("en-US")} ${one}${count === 1 ? "" : "s"}`;

/** The one sentence of the answer; pure. */
export function verdictOf(impact: WhatIfImpact): Verdict {
  const what = impact.failures.map(({ kind, name }) => `${kindNames[kind].toLowerCase()} ${plain(name)}`).join(" and ");
  const critical = impact.flows.filter((flow) => flow.outcome === "lost" && flow.class === "critical").length;
  const detail = `Without ${what}: ${[
    ...(impact.movedCount > 0
      ? [`${counted(impact.movedCount, "flow")} ${impact.movedCount === 1 ? "moves" : "move"}`]
      : []),
    ...(impact.endedCount > 0 ? [`${impact.endedCount} ended with their own network`] : []),
    `${impact.keptCount.toLocaleString("en-US")} untouched`,
  ].join(", ")}.`;
  if (impact.lostCount > 0)
    return {
      tone: "bad",
      text: `${counted(impact.lostCount, "flow")} would be lost${critical > 0 ? `, ${critical === impact.lostCount ? "all" : critical} of them critical` : ""}`,
      detail,
    };
  if (impact.overloads.length > 0)
    return {
      tone: "watch",
      text: `Nothing is lost, but ${counted(impact.overloads.length, "link")} would be too small`,
      detail,
    };
  return impact.endedCount > 0
    ? {
        tone: "watch",
        text: `${counted(impact.endedCount, "flow")} would end with their own network, nothing else`,
        detail,
      }
    : { tone: "good", text: "Nothing would be lost", detail };
}

/** The sentence over the list of all single failures; pure. */
export function listVerdictOf(list: WhatIfList): Verdict {
  if (list.seenAtMs === null)
    return { tone: "watch", text: "The network was not looked at yet", detail: "The first look takes about a minute." };
  const losing = list.failures.filter(({ lostCount }) => lostCount > 0);
  const all = `${list.failures.length.toLocaleString("en-US")} things can fail one at a time; ${counted(list.flowCount, "flow")}.`;
  return losing.length === 0
    ? { tone: "good", text: "No single failure loses a flow", detail: all }
    : {
        tone: losing.some(({ criticalLostCount }) => criticalLostCount > 0) ? "bad" : "watch",
        text: `${counted(losing.length, "single failure")} would lose flows`,
        detail: all,
      };
}

/** Flows with one fate, together: the same outcome, the same way before and after. */
export interface Fate {
  readonly key: string;
  readonly outcome: FlowFate["outcome"];
  readonly flows: readonly FlowFate[];
  readonly first: FlowFate;
  /** What their bytes cost more, USD a month; absent where a part of it is not known, or they do not move. */
  readonly extraMonthlyUsd?: number;
}

const ORDER: readonly FlowFate["outcome"][] = ["lost", "ended", "moved"];

/** What is shown as one row; lost flows first, then what concerns most flows. */
export function fatesOf(flows: readonly FlowFate[]): readonly Fate[] {
  const together = Map.groupBy(flows, ({ outcome, before, after }) =>
    JSON.stringify([outcome, before.connectionIds, after?.connectionIds]),
  );
  return [...together]
    .flatMap(([key, own]): readonly Fate[] => {
      const [first] = own;
      if (!first) return [];
      const extra = own.reduce<number | undefined>(
        (sum, { before, after }) =>
          sum === undefined || before.transferMonthlyUsd === undefined || after?.transferMonthlyUsd === undefined
            ? undefined
            : sum + after.transferMonthlyUsd - before.transferMonthlyUsd,
        0,
      );
      return [
        { key, outcome: first.outcome, flows: own, first, ...(extra !== undefined && { extraMonthlyUsd: extra }) },
      ];
    })
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || b.flows.length - a.flows.length);
}

/** `+$120`, `−$3.40`, `no change`, or that it is not known. */
export function extraCost(usd: number | undefined): string {
  if (usd === undefined) return "not known";
  const shown = Math.abs(usd) >= 10 ? Math.round(Math.abs(usd)).toLocaleString("en-US") : Math.abs(usd).toFixed(2);
  if (Number(shown) === 0) return "no change";
  return `${usd < 0 ? "−" : "+"}$${shown}`;
}

/** In a few words, worst first: `2 lost, 12 moved`. */
export const briefly = ({ lostCount, endedCount, movedCount }: Counts): string =>
  [
    ...(lostCount > 0 ? [`${lostCount} lost`] : []),
    ...(endedCount > 0 ? [`${endedCount} ended`] : []),
    ...(movedCount > 0 ? [`${movedCount} moved`] : []),
  ].join(", ") || "nothing changes";
