import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { estimatesOf } from "@skylane/clouds";
import { DeploymentName, parseDurationMs, type SkylaneConfig, wantedSchedules } from "@skylane/core";
import { type MonthOfUse, monthOfMinutes, type SelfCost, selfCost } from "@skylane/engine";
import { readInstance } from "@skylane/local";
import { readUse, type UseRequest } from "@skylane/runtime";
import { loadConfig } from "@skylane/runtime/load-config";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { callSeldom } from "../costs/call-seldom.ts";
import { exitCodes } from "../exit-codes.ts";
import { runningSkylane } from "../intents/running-skylane.ts";
import { note, print, progress, span, table } from "../output.ts";
import { counted, usd } from "../report/words.ts";
import { addCostBills } from "./costs-bills.ts";
import { addCostsDemo } from "./costs-demo.ts";
import { addCostsFindings } from "./costs-findings.ts";
import { addCostsShow } from "./costs-show.ts";

interface SelfOptions {
  readonly for: number;
  readonly name: string;
  readonly region: string;
  readonly config?: string;
  readonly data: string;
  readonly estate?: string;
  readonly json?: boolean;
}
type Month = Extract<MonthOfUse, { outcome: "month" }>;

const ROOT = resolve(import.meta.dirname, "../../../..");
const MINUTE_MS = 60_000;
/** CloudWatch has a minute's sums when the next one has gone by. */
const LAG_MS = MINUTE_MS;
const MAX_ROWS = 12;
/** Of an estate that is measured here: one minute says little of how much minutes differ. */
const QUIET_MINUTES = 3;
/** The minute in which it begins and the one after it have what comes once. */
const START_MS = 2 * MINUTE_MS;
/** One in which it begins, the quiet ones, two around a look at the clouds, the lag, and as many again. */
const PATIENCE_MS = 15 * MINUTE_MS;
const EXAMPLE = join(ROOT, "examples/globalcart/skylane.yaml");
/** What is measured of an estate where nothing runs yet and no configuration is named: GlobalCart with 127 paths from two vantages. */
const MEASURED: Readonly<Record<string, string>> = { globalcart: join(ROOT, "examples/globalcart/127-paths.yaml") };

/** `skylane costs self` and `skylane costs demo`. The first: what Skylane itself costs, by what the services it runs on have counted. */
export const addCosts = (program: Command): void => {
  const costs = program.command("costs").description("what is paid for, and for what");
  addCostBills(costs);
  addCostsDemo(costs);
  addCostsShow(costs);
  addCostsFindings(costs);
  costs
    .command("self")
    .description("what Skylane itself costs a month, by what it has used: counts of CloudWatch times list prices")
    .option("--for <duration>", "how far back to look; whole minutes in which it ran", window, 60 * MINUTE_MS)
    .option(
      "--name <name>",
      "first part of the installation's names",
      deployment,
      process.env.SKYLANE_NAME ?? "skylane",
    )
    .option("--region <region>", "AWS Region, where the configuration names none", "us-east-1")
    .option("--config <file>", "configuration (default: that of what runs here, else GlobalCart's)")
    .option(
      "--estate <name>",
      "measure a world of this estate, started in the background if nothing runs from the data folder; takes eight minutes",
    )
    .option("--data <folder>", "data folder of the one that runs here; without one, AWS is asked", ".skylane")
    .option("--json", "print JSON")
    .action(self);
};

function deployment(text: string): string {
  const parsed = DeploymentName.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
}

function window(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined || ms < 3 * MINUTE_MS || ms > 24 * 60 * MINUTE_MS)
    throw new InvalidArgumentError('Give a duration from 3 minutes to 24 hours, such as "5m" or "1h".');
  return ms;
}

async function self(options: SelfOptions): Promise<void> {
  if (options.estate !== undefined) {
    const config = options.config ?? MEASURED[options.estate];
    await runningSkylane({ data: options.data, estate: options.estate, ...(config !== undefined && { config }) });
  }
  const instance = readInstance(options.data);
  const config = loadConfig(options.config ?? instance?.configFile ?? EXAMPLE);
  const { home, standby } = config.regions ?? { home: options.region };
  // of a pair on this machine, the home Region's AWS is known
  const regionIds = standby === undefined || instance ? [home] : [home, standby];
  const ask = async () => {
    const toMs = Math.floor((Date.now() - LAG_MS) / MINUTE_MS) * MINUTE_MS;
    const window = { fromMs: toMs - Math.floor(options.for / MINUTE_MS) * MINUTE_MS, toMs };
    const months = await Promise.all(
      regionIds.map((regionId) => monthIn({ regionId, name: options.name, ...window }, config, instance?.awsUrl)),
    );
    return { window, months };
  };
  progress("asking CloudWatch");
  const seldom = async () => {
    if (instance) await callSeldom({ ...instance, name: options.name }, config);
  };
  const { window, months } = options.estate === undefined ? await ask() : await onceQuiet(ask, seldom);
  progress("");
  const cost = selfCost(months.map(enough), window, config, estimatesOf().price);
  print(options.json === true, cost, () => tell(cost));
}

/**
 * What was counted once enough quiet minutes have gone by. Where they have not, it has just begun: what comes seldom is called once more
 * when what a start sets off is over.
 */
async function onceQuiet<T extends { readonly months: readonly AskedMonth[] }>(
  ask: () => Promise<T>,
  callSeldomOnes: () => Promise<void>,
): Promise<T> {
  const quietOf = ({ months }: T): number =>
    Math.min(...months.map(({ month }) => (month.outcome === "month" ? month.quietCount : 0)));
  const deadlineMs = performance.now() + PATIENCE_MS;
  let asked = await ask();
  if (quietOf(asked) < QUIET_MINUTES) {
    note("Counting: three quiet minutes are needed, and a look at the clouds; it takes seven or eight.");
    await sleep(START_MS - (Date.now() % MINUTE_MS));
    await callSeldomOnes();
  }
  while (quietOf(asked) < QUIET_MINUTES && performance.now() < deadlineMs) {
    await sleep(LAG_MS - (Date.now() % MINUTE_MS));
    asked = await ask();
  }
  return asked;
}

/** What a Region was asked, and what its minutes say. */
interface AskedMonth {
  readonly about: string;
  readonly month: MonthOfUse;
}

function enough({ about, month }: AskedMonth): Month {
  if (month.outcome === "month") return month;
  throw new CliError(
    `${about} has run for ${counted(month.minuteCount, "whole minute")} of these, ${month.quietCount} of them without a look at the clouds: too few to make a month of. Wait some minutes, or look further back with --for.`,
    exitCodes.failed,
  );
}

async function monthIn(
  request: Pick<UseRequest, "regionId" | "name" | "fromMs" | "toMs">,
  config: SkylaneConfig,
  awsUrl: string | undefined,
): Promise<AskedMonth> {
  const schedules = wantedSchedules(config, request.regionId);
  const minutes = await readUse({
    ...request,
    scheduled: schedules.map(({ target }) => target),
    ...(awsUrl !== undefined && {
      connection: { endpoint: awsUrl, credentials: { accessKeyId: "local", secretAccessKey: "local" } },
    }),
  });
  return {
    about: `${request.name} in ${request.regionId}`,
    month: monthOfMinutes(minutes, schedules, minutes[0]?.startMs !== request.fromMs),
  };
}

/** The bill for a person. */
function tell(cost: SelfCost): string {
  const { monthlyUsd, usageUsd, standingUsd, uncertaintyUsd, usdPerPath, usdPerVantage, lines, notSeen } = cost;
  const unknown = [
    ...new Set(
      lines.flatMap(({ usd: known, item, regionId }) => (known === undefined ? [`${item} in ${regionId}`] : [])),
    ),
  ];
  return [
    `${colors.bold(`${usd(monthlyUsd)} a month`)} ± ${usd(uncertaintyUsd)} at list prices, for ${counted(cost.pathCount, "path")} from ${counted(cost.vantageCount, "vantage")}, probed ${span(cost.burstMs)} of each minute.`,
    [
      ...(usdPerPath === undefined ? [] : [`${usd(usdPerPath)} a path`]),
      ...(usdPerVantage === undefined ? [] : [`${usd(usdPerVantage)} of it for the probing of each vantage`]),
      `${usd(usageUsd)} of it for what was used and ${usd(standingUsd)} for what stands`,
      `from ${counted(cost.minuteCount, "minute")}, ${cost.quietCount} of them quiet`,
    ].join("; "),
    "",
    table(
      ["service", "a month"],
      cost.byService.map((one) => [one.service, usd(one.usd)] as const),
    ),
    "",
    table(
      ["used", "a month"],
      ranked(lines, ({ item }) => item),
    ),
    "",
    table(
      ["who", "a month"],
      ranked(lines, ({ by }) => by),
    ),
    "",
    table(
      ["stands", "a month"],
      ranked(cost.standing, ({ item, by }) => (by === "learnt" ? "what is learnt of paths, grown" : item)),
    ),
    ...(unknown.length === 0
      ? []
      : ["", colors.yellow(`No price is known for ${unknown.join(", ")}: these are not in it.`)]),
    ...(notSeen.length === 0
      ? []
      : [
          "",
          colors.dim(
            `Not seen in these minutes, and so not in it: ${notSeen.join(", ")}. Look further back with --for.`,
          ),
        ]),
    colors.dim(`AWS's free amounts are not taken off: ${cost.freeTiersNotCounted.join(", ")}.`),
  ].join("\n");
}

/** Sums by a name, the dearest first. */
function ranked(
  lines: SelfCost["lines"],
  nameOf: (line: SelfCost["lines"][number]) => string,
): readonly (readonly [string, string])[] {
  const sums = [...Map.groupBy(lines, nameOf)]
    .map(([name, of]) => [name, of.reduce((sum, line) => sum + (line.usd ?? 0), 0)] as const)
    .sort((a, b) => b[1] - a[1]);
  const rest = sums.slice(MAX_ROWS).reduce((sum, [, amount]) => sum + amount, 0);
  return [
    ...sums.slice(0, MAX_ROWS).map(([name, amount]) => [name, usd(amount)] as const),
    ...(sums.length > MAX_ROWS ? [[`${sums.length - MAX_ROWS} others`, usd(rest)] as const] : []),
  ];
}
