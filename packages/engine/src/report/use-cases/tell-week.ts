import { sendAlert } from "../../alerts/index.ts";
import { weekOfCosts, wordWeek } from "../../cost/index.ts";
import type { Deps } from "../../deps.ts";
import { wordWeekReport } from "../word-week.ts";
import { keepWeekReport, type WeekDeps } from "./write-week.ts";

/** Keeps the report of the last week, and tells of it in Slack, where that is configured; nobody is paged by it. */
export async function tellWeek(
  deps: WeekDeps & Pick<Deps, "channels" | "outbox">,
): Promise<{ readonly week: string; readonly isTold: boolean }> {
  const report = await keepWeekReport(deps);
  const { slack, pageUrl } = deps.config.alerts;
  if (!slack) return { week: report.week, isTold: false };
  const costs = await weekOfCosts(deps, report.toMs);
  await sendAlert(
    deps,
    wordWeekReport(report, costs && wordWeek(costs), pageUrl),
    deps.channels.filter(({ name }) => name === "slack"),
  );
  return { week: report.week, isTold: true };
}
