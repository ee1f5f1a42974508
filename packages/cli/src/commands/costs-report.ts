import { BillingMonth, CostSettings, ScopeKind } from "@skylane/core";
import { budgetLine, onDemandBook, showbackMarkdown, showbackOf, tagNamesAsked } from "@skylane/engine";
import { type Command, InvalidArgumentError, Option } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { asJson, type CostReport, costReport } from "../costs/cost-report.ts";
import { type FolderBills, readBills } from "../costs/read-bills.ts";
import { findConfig } from "../discover/find-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { counted, usd } from "../report/words.ts";

interface ReportOptions {
  readonly from: string;
  readonly by: ScopeKind;
  readonly month?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `skylane costs report`: who pays what, where the month will end, and what could be saved, from files of bills. */
export const addCostsReport = (costs: Command): void => {
  costs
    .command("report")
    .description("who pays what of a month, where it will end and what could be saved, from bills in a folder")
    .requiredOption("--from <folder>", "cost and usage files of FOCUS, CSV or Parquet; earlier months are the history")
    .addOption(new Option("--by <kind>", "whose costs").choices(ScopeKind.options).default("team"))
    .option("--month <month>", "such as 2026-11; the latest in the folder, unless it is said", billingMonth)
    .option("--config <file>", "configuration with scopes, budgets and offers under `costs:`")
    .option("--json", "print JSON")
    .option("--markdown", "print who pays what as Markdown")
    .action(report);
};

function billingMonth(text: string): string {
  if (BillingMonth.safeParse(text).success) return text;
  throw new InvalidArgumentError("Give a month such as 2026-11.");
}

async function report(options: ReportOptions): Promise<void> {
  const settings = findConfig(options.config, undefined)?.costs ?? CostSettings.parse({});
  const onDemand = onDemandBook(settings.savings.offers);
  const bills = await readBills(options.from, {
    tagNames: tagNamesAsked(settings),
    onTaken: onDemand.add,
  });
  const months = bills.reports.map((one) => one.billingMonth).toSorted();
  const month = options.month ?? months.at(-1) ?? "";
  if (!months.includes(month))
    throw new CliError(
      `There is no bill of ${month} in ${options.from}; there are those of ${months.join(", ")}.`,
      exitCodes.badInput,
    );
  const made = costReport(bills.lines, onDemand, { month, by: options.by, settings });
  if (options.markdown === true && options.json !== true) {
    process.stdout.write(made.allocations.map(showbackMarkdown).join("\n"));
    return;
  }
  print(options.json === true, { ...asJson(made), bills: bills.reports }, () => tell(made, bills));
}

/** The report for a person. */
function tell(made: CostReport, { reports }: FolderBills): string {
  const setAside = reports.reduce((sum, { setAsideCount }) => sum + setAsideCount, 0);
  return [
    ...made.allocations.flatMap((allocation) => {
      const { rows, total, notes } = showbackOf(allocation);
      return [
        `${colors.bold(`${total} in ${made.month}`)}, to ${made.lastDay}.`,
        "",
        table(
          [made.by, "amount", "share"],
          rows.flatMap(({ name, amount, percent, parts }) => [
            [plain(name, 60), amount, percent === undefined ? "" : `${percent.toFixed(1)} %`],
            ...parts.map((part) => [colors.dim(`  ${plain(part.name, 58)}`), colors.dim(part.amount), ""]),
          ]),
        ),
        ...notes.map((text) => colors.yellow(plain(text, 200))),
        "",
      ];
    }),
    ...made.forecasts.map(
      ({ scope, monthEndUsd, lowUsd, highUsd, dayCount, backtestErrorRatio }) =>
        `${scope.kind === "all" ? "All" : plain(scope.id, 60)}: ${usd(monthEndUsd)} at the month's end, ${usd(lowUsd)} to ${usd(highUsd)} in four of five cases, from ${counted(dayCount, "day")}${backtestErrorRatio === undefined ? "" : `; in earlier months it was off by ${(backtestErrorRatio * 100).toFixed(1)} %`}.`,
    ),
    ...made.budgets.map((one) => colors.yellow(plain(budgetLine(one), 200))),
    ...made.recommendations.flatMap(({ title, savingUsd, savingLowUsd, savingHighUsd, evidence }) => [
      "",
      `${colors.green(usd(savingUsd))} a month (${usd(savingLowUsd)} to ${usd(savingHighUsd)}): ${plain(title, 200)}`,
      ...evidence.map((line) => colors.dim(`  ${plain(line, 300)}`)),
    ]),
    ...(setAside > 0
      ? ["", colors.yellow(`${counted(setAside, "row")} set aside and in no total; --json says which and why.`)]
      : []),
  ].join("\n");
}
