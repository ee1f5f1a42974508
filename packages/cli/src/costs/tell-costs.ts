import {
  type CostAllocations,
  type CostForecast,
  type CostForecastList,
  type CostMeter,
  type CostScope,
  type CostSummary,
  readMoney,
  type TransferView,
  ZERO,
} from "@skylane/core";
import { amountText } from "@skylane/engine";
import colors from "picocolors";
import { table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { cloudName, counted, moment, usd, volume } from "../report/words.ts";

const MAX_ROWS = 20;
const STANDING = {
  within: colors.green("within"),
  foreseen: colors.yellow("will be passed"),
  passed: colors.red("passed"),
} as const;

/** Who pays what, exactly to the cent, and what needs somebody. */
export function tellAllocations(summary: CostSummary, { by, month, allocations }: CostAllocations): string {
  if (allocations.length === 0)
    return `No bill of ${month} has been taken. Say where bills lie under costs.bills in skylane.yaml; they are read once a day.`;
  return [
    ...allocations.flatMap(({ currency, total, shares, betweenClouds, betweenCloudsPercent, notes }) => {
      const text = (amount: string): string => amountText(readMoney(amount) ?? ZERO, currency);
      const between = betweenClouds.map((one) => [colors.dim(`  ${wayName(one)}`), colors.dim(text(one.billed)), ""]);
      const sum = betweenClouds.reduce((added, { billed }) => added + (readMoney(billed) ?? 0n), 0n);
      return [
        `${colors.bold(text(total))} in ${month}, as it was billed.`,
        "",
        table(
          [by, "amount", "share"],
          [
            ...shares.map(({ id, billed, percent }) => [plain(id, 60), text(billed), percentText(percent)]),
            ...(betweenClouds.length === 0
              ? []
              : [
                  ["between clouds", amountText(sum as typeof ZERO, currency), percentText(betweenCloudsPercent)],
                  ...between,
                ]),
          ],
          [1, 2],
        ),
        ...notes.map((note) => colors.yellow(plain(note, 200))),
        "",
      ];
    }),
    ...tellNeeds(summary),
  ].join("\n");
}

function tellNeeds({ anomalies, budgets, forecast, recommendations, setAsideCount }: CostSummary): readonly string[] {
  return [
    ...(forecast ? [`At the end of the month: ${intervalText(forecast)}.`] : []),
    ...(anomalies.openCount > 0
      ? [
          colors.yellow(
            `${counted(anomalies.openCount, "finding costs", "findings cost")} ${usd(anomalies.usdPerDay)} a day too much: skylane costs anomalies`,
          ),
        ]
      : []),
    ...(budgets.passedCount + budgets.foreseenCount > 0
      ? [
          colors.yellow(
            `${counted(budgets.passedCount, "budget")} passed, ${budgets.foreseenCount} will be: skylane costs budgets`,
          ),
        ]
      : []),
    ...(recommendations.openCount > 0
      ? [colors.green(`${usd(recommendations.savingUsd)} a month could be saved: skylane costs recommendations`)]
      : []),
    ...(setAsideCount > 0
      ? [colors.yellow(`${counted(setAsideCount, "row")} of bills set aside and in no total.`)]
      : []),
  ];
}

/** Where scopes will be at the end of the month. */
export function tellForecasts({ forecasts, month }: CostForecastList): string {
  if (forecasts.length === 0)
    return `Nothing is foreseen for ${month}: it takes two weeks of bills, which are looked at once a day.`;
  return table(
    ["scope", "so far", "month's end", "four times in five between", "from", "in earlier months off by"],
    forecasts
      .slice(0, MAX_ROWS)
      .map(({ scope, spentUsd, monthEndUsd, lowUsd, highUsd, dayCount, backtestErrorRatio }) => [
        scopeText(scope),
        usd(spentUsd),
        colors.bold(usd(monthEndUsd)),
        `${usd(lowUsd)} and ${usd(highUsd)}`,
        counted(dayCount, "day"),
        backtestErrorRatio === undefined ? "" : `${(backtestErrorRatio * 100).toFixed(1)} %`,
      ]),
    [1, 2, 3, 5],
  );
}

/** Budgets, and whether they will last. */
export function tellBudgets({ budgets }: CostForecastList): string {
  if (budgets.length === 0) return "No budget is set: costs.budgets in skylane.yaml.";
  return table(
    ["budget", "scope", "limit", "spent", "", "month's end", ""],
    budgets.map(({ budget, spentUsd, forecast, status }) => [
      plain(budget.id, 40),
      scopeText(budget.scope),
      usd(budget.monthlyUsd),
      usd(spentUsd),
      `${Math.round((spentUsd / budget.monthlyUsd) * 100)} %`,
      forecast ? intervalText(forecast) : "too little history",
      STANDING[status],
    ]),
    [2, 3, 4],
  );
}

/** The last day of each link. */
export function tellMeter({ links, usd: total, unpricedLinkCount, toMs }: CostMeter): string {
  if (links.length === 0)
    return "Nothing was metered in the last day. What clouds count of each link is read every half hour.";
  const rest = links.length - MAX_ROWS;
  return [
    `${colors.bold(usd(total))} at list prices in the day up to ${moment(toMs)}.`,
    "",
    table(
      ["link", "list price", "data", "counted"],
      links
        .slice(0, MAX_ROWS)
        .map(({ connectionId, usd: own, bytes, coverageRatio }) => [
          plain(connectionId, 60),
          own === undefined ? colors.dim("not known") : usd(own),
          volume(bytes),
          `${Math.round(coverageRatio * 100)} %`,
        ]),
      [1, 2, 3],
    ),
    ...(rest > 0 ? [colors.dim(`and ${counted(rest, "link")} that cost less; --json lists all`)] : []),
    ...(unpricedLinkCount > 0 ? [colors.yellow(`No price is known of ${counted(unpricedLinkCount, "link")}.`)] : []),
  ].join("\n");
}

export const scopeText = ({ kind, id }: CostScope): string => (kind === "all" ? "all" : `${kind} ${plain(id, 50)}`);
const percentText = (percent: number | undefined): string => (percent === undefined ? "" : `${percent.toFixed(1)} %`);
const intervalText = ({ monthEndUsd, lowUsd, highUsd }: CostForecast): string =>
  `about ${usd(monthEndUsd)}, ${usd(lowUsd)} to ${usd(highUsd)}`;
const wayName = ({ from, to, gb }: TransferView): string =>
  `${placeText(from)} → ${placeText(to)}${gb > 0 ? `, ${volume(gb * 1e9)}` : ""}`;
const placeText = ({ cloud, regionId }: TransferView["from"]): string =>
  plain(regionId === undefined ? cloudName(cloud) : `${cloudName(cloud)} ${regionId}`, 50);
