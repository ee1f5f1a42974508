import { PathObjective as Objective, type PathObjective, type PathPlan } from "@skylane/core";
import {
  type ChoiceSession,
  choosePathsTogether,
  estateFacts,
  infeasibleInWords,
  loadSolver,
  wayPerformance,
  writePlan,
} from "@skylane/engine";
import { type Command, InvalidArgumentError } from "commander";
import { CliError } from "../cli-error.ts";
import { type LookOptions, lookAt, withLookOptions } from "../discover/look-at.ts";
import { exitCodes } from "../exit-codes.ts";
import { progress } from "../output.ts";

/** Options of every command that chooses paths for an estate. */
export interface ChooseOptions extends LookOptions {
  readonly objective: PathObjective;
  readonly maxUsd?: number | "none";
  readonly msWorth?: number;
  readonly lostGbWorth?: number;
  readonly json?: boolean;
}

/** Adds them. */
export const withChooseOptions = (command: Command): Command =>
  withLookOptions(command)
    .option("--objective <goal>", `${Objective.options.join(" | ")}`, objective, "balanced")
    .option(
      "--max-usd <usd>",
      "what the plan may cost a month; none = whatever it takes (default: no dearer than any other way of choosing)",
      budget,
    )
    .option("--ms-worth <usd>", "worth of a millisecond of round trip on a terabyte", amount)
    .option("--lost-gb-worth <usd>", "worth of a gigabyte that a path is expected to lose", amount)
    .option("--json", "print JSON");

/** A choice with its plan, and how long choosing took, without the look. */
export interface Chosen {
  readonly session: ChoiceSession;
  readonly plan: PathPlan;
  readonly elapsedMs: number;
}

/** Looks, chooses and writes the plan down. Changes nothing. @throws CliError if no plan can keep all limits, with the least that would have to give */
export async function choose(options: ChooseOptions): Promise<Chosen> {
  const solver = loadSolver();
  // whoever waits for it later meets its error
  solver.catch(() => undefined);
  const { topology, config, estimates } = await lookAt(options);
  if (config === undefined || config.flows.length === 0)
    throw new CliError(
      "No flows are known, so there is nothing to choose paths for. Write them under `flows` in skylane.yaml, or name a file with --config.",
      exitCodes.badInput,
    );
  progress("choosing");
  const startMs = performance.now();
  const facts = estateFacts(
    topology,
    config,
    estimates,
    wayPerformance(topology, config.networks, estimates),
    new Date().toISOString().slice(0, 10),
  );
  const { objective, maxUsd, msWorth, lostGbWorth } = options;
  const choice = choosePathsTogether(facts, await solver, {
    objective,
    maxMonthlyUsd: maxUsd,
    weights: {
      ...(msWorth !== undefined && { perGbMs: msWorth / 1_000 }),
      ...(lostGbWorth !== undefined && { perLostGb: lostGbWorth }),
    },
  });
  if (choice.kind === "infeasible")
    throw new CliError(`No plan keeps every limit. ${infeasibleInWords(choice.why, choice.built)}`, exitCodes.badInput);
  const plan = writePlan(choice.session, Date.now());
  const elapsedMs = Math.round((performance.now() - startMs) * 10) / 10;
  progress("");
  return { session: choice.session, plan, elapsedMs };
}

function objective(text: string): PathObjective {
  const parsed = Objective.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`must be ${Objective.options.join(", ")}`);
}

function amount(text: string): number {
  const parsed = Number(text);
  if (text.trim() !== "" && Number.isFinite(parsed) && parsed >= 0) return parsed;
  throw new InvalidArgumentError("must be a number of dollars, 0 or more");
}

const budget = (text: string): number | "none" => (text === "none" ? text : amount(text));
