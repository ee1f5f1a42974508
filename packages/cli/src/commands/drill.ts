import { join, resolve } from "node:path";
import { Duration } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { CliError, unknownName } from "../cli-error.ts";
import type { DrillCase, MatrixFault } from "../drill/drill-case.ts";
import type { RegionDrill } from "../drill/run-region-drill.ts";
import type { DrillRun, DrillSummary, Spread } from "../drill/summarize.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, span, table } from "../output.ts";

interface DrillCommandOptions {
  readonly all?: boolean;
  readonly fault: string;
  readonly runs: number;
  readonly probeInterval: string;
  readonly killController?: number;
  readonly sabotage?: string;
  readonly kill?: string;
  readonly config: string;
  readonly estate: string;
  readonly seed: number;
  readonly json?: boolean;
}

const ROOT = resolve(import.meta.dirname, "../../../..");
const faults = ["blackhole", "cut", "loss"] as const;

/** `skylane drill <connection>`: break it in a world of its own, and measure what an application would have seen. */
export const addDrill = (program: Command): void => {
  program
    .command("drill")
    .description("break a connection in a world of its own, and measure the failover by traffic")
    .argument("[connection]", "primary connection of a group, e.g. dx-use1-1")
    .option("--all", "every fault on every link of every group, in one world")
    .option("--fault <kind>", faults.join(" | "), "blackhole")
    .option("--runs <count>", "how often", count, 1)
    .option("--probe-interval <duration>", "time between two probes of a path", interval, "1 second")
    .option("--kill-controller <count>", "kill -9 the controller at a random moment, in as many runs", count)
    .option("--sabotage <what>", "actuator: the world accepts route changes and ignores them")
    .option(
      "--kill <what>",
      "region:aws:<id>: the home Region dies at the moment of the fault, and the standby takes over",
    )
    .option("--config <file>", "configuration", join(ROOT, "examples/globalcart/skylane.yaml"))
    .option("--estate <name-or-file>", "the world", "globalcart")
    .option("--seed <number>", "seed of the world's chance and of the kills", Number, 1)
    .option("--json", "print JSON")
    .action(drill);
};

async function drill(connectionId: string | undefined, options: DrillCommandOptions): Promise<void> {
  if ((connectionId === undefined) !== (options.all === true))
    throw new CliError(
      "Say what to break: one connection, or --all for every fault on every link.",
      exitCodes.badInput,
    );
  if (connectionId === undefined) return drillAll(options);
  if (!faults.some((known) => known === options.fault)) throw unknownName("kind of fault", options.fault, faults);
  if (options.kill !== undefined) return drillRegion(connectionId, options.kill, options);
  if (options.sabotage !== undefined && options.sabotage !== "actuator")
    throw unknownName("sabotage", options.sabotage, ["actuator"]);
  const { runDrill } = await import("../drill/run-drill.ts");
  const result = await runDrill({
    connectionId,
    fault: options.fault,
    runCount: options.killController ?? options.runs,
    probeInterval: options.probeInterval,
    configFile: options.config,
    estate: options.estate,
    seed: options.seed,
    isKilling: options.killController !== undefined,
    isSabotaged: options.sabotage !== undefined,
  });
  print(options.json === true, result, () => describe(connectionId, result.runs, result.summary));
  if (result.summary.problems.length > 0) process.exitCode = exitCodes.failed;
}

async function drillRegion(connectionId: string, kill: string, options: DrillCommandOptions): Promise<void> {
  const [{ runRegionDrill }, { regionToKill }] = await Promise.all([
    import("../drill/run-region-drill.ts"),
    import("../drill/region-to-kill.ts"),
  ]);
  const result = await runRegionDrill({
    connectionId,
    fault: options.fault,
    regionId: regionToKill(kill),
    probeInterval: options.probeInterval,
    configFile: options.config,
    estate: options.estate,
    seed: options.seed,
  });
  print(options.json === true, result, () => describeRegion(connectionId, result));
  if (result.problems.length > 0) process.exitCode = exitCodes.failed;
}

function describeRegion(connectionId: string, drill: RegionDrill): string {
  const after = (ms: number | undefined): string => (ms === undefined ? colors.red("never") : `after ${span(ms)}`);
  return [
    `${drill.killed} died, and ${connectionId} broke, at the same moment.`,
    `${drill.standby} took over ${after(drill.takeoverMs)}; traffic was restored ${colors.bold(after(drill.restoredMs))}.`,
    `${drill.lostRequests} of ${drill.sentRequests} requests lost; the incident is ${drill.status}.`,
    ...drill.problems.map((problem) => colors.red(`  ${problem}`)),
  ].join("\n");
}

async function drillAll(options: DrillCommandOptions): Promise<void> {
  const [{ runMatrix }, { summarizeMatrix }, { matrixFaults }] = await Promise.all([
    import("../drill/run-matrix.ts"),
    import("../drill/summarize-matrix.ts"),
    import("../drill/drill-case.ts"),
  ]);
  const cases = await runMatrix({
    configFile: options.config,
    estate: options.estate,
    seed: options.seed,
    probeInterval: options.probeInterval,
    faults: Object.keys(matrixFaults) as MatrixFault[],
  });
  const faults = summarizeMatrix(cases);
  const wrong = cases.filter(({ isRight }) => !isRight);
  print(options.json === true, { caseCount: cases.length, wrongCount: wrong.length, faults, cases }, () =>
    describeAll(cases, faults),
  );
  if (wrong.length > 0) process.exitCode = exitCodes.failed;
}

function describeAll(
  cases: readonly DrillCase[],
  faults: ReturnType<typeof import("../drill/summarize-matrix.ts").summarizeMatrix>,
): string {
  const wrong = cases.filter(({ isRight }) => !isRight);
  return [
    table(
      ["fault", "links", "right", "restored p50", "p99", "requests lost"],
      faults.map(({ fault, caseCount, rightCount, restoredMs, lostCount }) => [
        fault,
        String(caseCount),
        rightCount === caseCount ? colors.green(String(rightCount)) : colors.red(String(rightCount)),
        restoredMs === undefined ? "–" : `${restoredMs.p50} ms`,
        restoredMs === undefined ? "–" : `${restoredMs.p99} ms`,
        String(lostCount),
      ]),
    ),
    "",
    table(
      ["group", "link", "", "fault", "outcome", ""],
      cases.map(({ groupId, connectionId, role, fault, outcome, isRight, because }) => [
        groupId,
        connectionId,
        colors.dim(role),
        fault,
        isRight ? colors.green(`● ${outcome}`) : colors.red(`✕ ${outcome}`),
        colors.dim(because),
      ]),
    ),
    "",
    wrong.length === 0
      ? colors.green(`● All ${cases.length} cases were right.`)
      : colors.red(`✕ ${wrong.length} of ${cases.length} cases were wrong.`),
  ].join("\n");
}

function describe(connectionId: string, runs: readonly DrillRun[], summary: DrillSummary): string {
  const ms = (value: number | undefined): string => (value === undefined ? colors.red("never") : `${value} ms`);
  const rows = runs.map((run, i) => [
    String(i + 1),
    ms(run.detectedMs),
    ms(run.appliedMs),
    ms(run.restoredMs),
    `${run.lostRequests} of ${run.sentRequests}`,
    ms(run.failedBackMs),
    run.lostDuringFailback === undefined ? "" : String(run.lostDuringFailback),
    run.status,
  ]);
  const verdict =
    summary.problems.length === 0
      ? colors.green(`Traffic was restored in all ${runs.length} runs`)
      : colors.red(`${summary.problems.length} problems`);
  const p50 = (spread: Spread | undefined): string =>
    spread ? `${spread.p50} ms (${spread.min}-${spread.max})` : "never";
  return [
    table(["run", "detected", "applied", "restored", "lost", "failed back", "lost then", "incident"], rows),
    "",
    `${verdict} of ${connectionId}: restored after ${p50(summary.restoredMs)}, ${summary.lostRequests} requests lost, ${summary.lostDuringFailback} during fail back.`,
    ...summary.problems.map((problem) => colors.red(`  ${problem}`)),
  ].join("\n");
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError("must be a whole number from 1 to 1000");
}

function interval(text: string): string {
  const parsed = Duration.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "is no duration");
  if (parsed.data < 100) throw new InvalidArgumentError("must be at least 100ms");
  return text;
}
