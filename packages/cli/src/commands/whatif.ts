import { type Failure, failuresMeant, type Impact, type Survey, surveyOf } from "@skylane/engine";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { CliError, unknownName } from "../cli-error.ts";
import { type LookOptions, lookAt, withLookOptions } from "../discover/look-at.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, progress, table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { counted, usd } from "../report/words.ts";

interface WhatIfOptions extends LookOptions {
  readonly kill: readonly string[];
  readonly all?: "n-1" | "n-2";
  readonly json?: boolean;
}

/** `skylane whatif`: which flows survive a failure, on what, with what latency and cost. Reads only; nothing is broken. */
export const addWhatIf = (program: Command): void => {
  withLookOptions(
    program
      .command("whatif")
      .description("which flows survive a failure, on what way, with what latency and cost; breaks nothing"),
  )
    .option(
      "--kill <what>",
      `link:<id>, network:<id>, region:<cloud>:<region>, carrier:<name> or account:<id>; repeat for several at once`,
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option("--all <order>", "n-1: every single failure; n-2: every pair", order)
    .option("--json", "print JSON")
    .action(whatIf);
};

async function whatIf(options: WhatIfOptions): Promise<void> {
  if (options.kill.length === 0 && options.all === undefined)
    throw new CliError(
      "Nothing is to fail. Say what: --kill link:<id>, or --all n-1 for every single failure.",
      exitCodes.badInput,
    );
  if (options.kill.length > 0 && options.all !== undefined)
    throw new CliError("--kill and --all exclude one another: --all fails everything in turn.", exitCodes.badInput);
  const { topology, config, estimates } = await lookAt(options);
  if (config === undefined || config.flows.length === 0)
    throw new CliError(
      "No flows are known, so nothing can be said to survive. Write them under `flows` in skylane.yaml, or name a file with --config.",
      exitCodes.badInput,
    );
  const startMs = performance.now();
  const survey = surveyOf(topology, config, estimates);
  const tookMs = (): number => Math.round((performance.now() - startMs) * 10) / 10;
  const { flowCount, alreadyLostIds } = survey;
  if (options.all === undefined) {
    const impact = survey.whatIf(options.kill.map((words) => failureMeant(survey, words)));
    print(options.json === true, { flowCount, alreadyLostIds, tookMs: tookMs(), ...impact }, () => tellOne(impact));
    return;
  }
  progress("failing everything in turn");
  const { failureCount, impacts } = all(survey, options.all);
  progress("");
  const answer = { order: options.all, failureCount, flowCount, alreadyLostIds, tookMs: tookMs(), impacts };
  print(options.json === true, answer, () => tellAll(answer));
}

function all(survey: Survey, which: "n-1" | "n-2"): { failureCount: number; impacts: readonly Impact[] } {
  if (which === "n-1") {
    const impacts = survey.singles();
    return { failureCount: impacts.length, impacts };
  }
  const { pairCount, worse } = survey.pairs();
  return { failureCount: pairCount, impacts: worse };
}

function failureMeant({ failures }: Survey, words: string): Failure {
  const [found, ...more] = failuresMeant(failures, words);
  if (found === undefined)
    throw unknownName("thing that can fail", words, [
      ...new Set(failures.flatMap(({ id, kind, name }) => [id, `${kind}:${name}`])),
    ]);
  if (more.length > 0)
    throw new CliError(
      `"${words}" can mean ${[found, ...more]
        .slice(0, 5)
        .map(({ id }) => plain(id))
        .join(", ")}${more.length > 4 ? " …" : ""}. Say which.`,
      exitCodes.badInput,
    );
  return found;
}

const nameOf = ({ failures }: Impact): string =>
  failures.map(({ kind, name }) => `${kind} ${plain(name, 60)}`).join(" + ");

function tellOne(impact: Impact): string {
  const bundles = new Map<string, Impact["flows"]>();
  for (const flow of impact.flows) {
    const key = `${flow.outcome} ${flow.before.connectionIds.join(" ")} > ${flow.after?.connectionIds.join(" ")}`;
    bundles.set(key, [...(bundles.get(key) ?? []), flow]);
  }
  const rows = [...bundles.values()].map((flows) => {
    const [first] = flows as [Impact["flows"][number]];
    const wayOf = (ids: readonly string[] | undefined): string =>
      ids === undefined ? "–" : ids.map((id) => plain(id, 40)).join(", ");
    const extraUsd = difference(flows);
    return [
      String(flows.length),
      outcomeMark(first.outcome),
      wayOf(first.before.connectionIds),
      wayOf(first.after?.connectionIds),
      first.after === undefined ? "" : `${ms(first.before.rttMs)} → ${ms(first.after.rttMs)}`,
      first.after === undefined
        ? ""
        : extraUsd === undefined
          ? "unknown"
          : `${extraUsd < 0 ? "−" : "+"}${usd(Math.abs(extraUsd))}`,
    ];
  });
  return [
    colors.bold(`Without ${nameOf(impact)}`),
    `${counted(impact.lostCount, "flow")} lost, ${impact.movedCount} moved, ${impact.endedCount} ended with their own network, ${impact.keptCount} untouched.`,
    ...(rows.length === 0
      ? []
      : ["", table(["flows", "", "way now", "way then", "latency (est.)", "transfer a month"], rows)]),
  ].join("\n");
}

const SHOWN = 25;

function tellAll(answer: {
  readonly order: "n-1" | "n-2";
  readonly failureCount: number;
  readonly flowCount: number;
  readonly alreadyLostIds: readonly string[];
  readonly tookMs: number;
  readonly impacts: readonly Impact[];
}): string {
  const losing = answer.impacts.filter(({ lostCount }) => lostCount > 0);
  const what = answer.order === "n-1" ? "single failures" : "pairs of failures";
  const verdict =
    losing.length === 0
      ? colors.green(`● None of ${answer.failureCount.toLocaleString("en-US")} ${what} loses a flow.`)
      : `${colors.red(`✕ ${losing.length.toLocaleString("en-US")}`)} of ${answer.failureCount.toLocaleString("en-US")} ${what} lose flows${
          answer.order === "n-2" ? " that neither failure loses alone" : ""
        }.`;
  return [
    `${verdict} ${counted(answer.flowCount, "flow")}, ${(answer.tookMs / 1_000).toFixed(2)} s.`,
    ...(answer.alreadyLostIds.length > 0
      ? [
          colors.yellow(
            `${counted(answer.alreadyLostIds.length, "flow")} without an allowed way already: ${answer.alreadyLostIds.slice(0, 5).join(", ")}`,
          ),
        ]
      : []),
    ...(losing.length === 0
      ? []
      : [
          "",
          table(
            ["without", "lost", "of them critical", "moved", "ended"],
            losing
              .slice(0, SHOWN)
              .map((impact) => [
                nameOf(impact),
                String(impact.lostCount),
                String(impact.flows.filter((flow) => flow.outcome === "lost" && flow.class === "critical").length),
                String(impact.movedCount),
                String(impact.endedCount),
              ]),
          ),
        ]),
    ...(losing.length > SHOWN ? [colors.dim(`and ${losing.length - SHOWN} more; --json has all`)] : []),
  ].join("\n");
}

const outcomeMark = (outcome: Impact["flows"][number]["outcome"]): string =>
  ({ lost: colors.red("✕ lost"), moved: colors.yellow("◐ moved"), ended: colors.dim("○ ended") })[outcome];

const ms = (rttMs: number | undefined): string => (rttMs === undefined ? "?" : `${rttMs} ms`);

/** What the flows' bytes cost more then than now, USD a month; `undefined` if one part of it is not known. */
function difference(flows: Impact["flows"]): number | undefined {
  let sum = 0;
  for (const { before, after } of flows) {
    if (before.transferMonthlyUsd === undefined || after?.transferMonthlyUsd === undefined) return undefined;
    sum += after.transferMonthlyUsd - before.transferMonthlyUsd;
  }
  return sum;
}

function order(text: string): "n-1" | "n-2" {
  if (text === "n-1" || text === "n-2") return text;
  throw new InvalidArgumentError("must be n-1 (every single failure) or n-2 (every pair)");
}
