import type { CostSummary } from "@skylane/core";
import type { Verdict } from "../shell/verdict.ts";
import { money, monthName } from "./words.ts";

/** What the month comes to, and what needs somebody; pure. */
export function costVerdict(summary: CostSummary): Verdict {
  const { month, currency, billed, forecast, anomalies, recommendations, budgets } = summary;
  const amounts = Object.entries(billed).map(([one, amount]) => money(Number(amount), one));
  const soFar = amounts.length === 0 ? "no bill yet" : `${amounts.join(" and ")} so far`;
  const ahead = forecast ? `, about ${money(forecast.monthEndUsd, currency)} at the end` : "";
  const facts = [
    counted(anomalies.openCount, "finding costs", "findings cost", `${money(anomalies.usdPerDay)} a day too much`),
    counted(budgets.passedCount, "budget is passed", "budgets are passed"),
    counted(budgets.foreseenCount, "budget will be passed", "budgets will be passed"),
    recommendations.savingUsd > 0 ? `${money(recommendations.savingUsd)} a month could be saved` : "",
    recommendations.verifiedCount > 0 ? `${money(recommendations.verifiedUsd)} a month was saved, by the bill` : "",
  ].filter((fact) => fact !== "");
  return {
    tone:
      budgets.passedCount > 0 || anomalies.usdPerDay >= LOUD_USD_PER_DAY
        ? "bad"
        : anomalies.openCount > 0 || budgets.foreseenCount > 0
          ? "watch"
          : "good",
    text: `${monthName(month)}: ${soFar}${ahead}`,
    detail: facts.length === 0 ? "Nothing costs more than it should." : `${facts.join("; ")}.`,
  };
}

/** From here on one anomaly alone would be severe. */
const LOUD_USD_PER_DAY = 250;

const counted = (count: number, one: string, many: string, more = ""): string =>
  count === 0 ? "" : `${count} ${count === 1 ? one : many}${more === "" ? "" : ` ${more}`}`;
