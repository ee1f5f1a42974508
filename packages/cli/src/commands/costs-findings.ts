import {
  CostAnomaly,
  CostAnomalyList,
  CostFixPlan,
  CostRecommendation,
  CostRecommendationList,
  parseDurationMs,
} from "@skylane/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { apiClient } from "../api-client.ts";
import { unknownName } from "../cli-error.ts";
import { tellAnomalies, tellAnomaly, tellRecommendation, tellRecommendations } from "../costs/tell-findings.ts";
import { tellFixPlan } from "../costs/tell-fix-plan.ts";
import { print } from "../output.ts";
import { moment } from "../report/words.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface Answer extends TargetOptions {
  readonly note: string;
  readonly for?: number;
  readonly wrong?: boolean;
  readonly at?: number;
}

const DAY_MS = 86_400_000;

/** `skylane costs anomalies|recommendations`: what was found, and what people say of it. */
export const addCostsFindings = (costs: Command): void => {
  addAnomalies(costs);
  addRecommendations(costs);
};

function addAnomalies(costs: Command): void {
  const anomalies = withTarget(
    costs.command("anomalies").description("what costs more than it should, why, and since when"),
  ).action(async (target: TargetOptions) => {
    const list = await apiClient(target).get("/v1/costs/anomalies", CostAnomalyList);
    print(target.json === true, list, () => tellAnomalies(list));
  });
  withTarget(anomalies.command("show").description("one of them, with its evidence").argument("<anomaly>")).action(
    async (wanted: string, _: TargetOptions, command: Command) => {
      const target = command.optsWithGlobals<TargetOptions>();
      const anomaly = await findAnomaly(target, wanted);
      print(target.json === true, anomaly, () => tellAnomaly(anomaly));
    },
  );
  withTarget(
    anomalies
      .command("plan")
      .description("how misrouted flows come back to their dedicated link: what would change, and what the guards say")
      .argument("<anomaly>"),
  ).action(async (wanted: string, _: TargetOptions, command: Command) => {
    const target = command.optsWithGlobals<TargetOptions>();
    const { id } = await findAnomaly(target, wanted);
    const plan = await apiClient(target).get(`/v1/costs/anomalies/${encodeURIComponent(id)}/plan`, CostFixPlan);
    print(target.json === true, plan, () => tellFixPlan(plan));
  });
  const answers = [
    ["snooze", "do not tell it for a while"],
    ["dismiss", "it costs what it should, or nothing was there: it is told less from now on"],
    ["confirm", "it is as it says"],
  ] as const;
  for (const [verb, description] of answers) {
    const command = withNote(anomalies.command(verb).description(description).argument("<anomaly>"));
    if (verb === "snooze")
      command.option("--for <duration>", "how long, 15 minutes to 30 days, e.g. 2d", snoozed, DAY_MS);
    if (verb === "dismiss") command.option("--wrong", "nothing was there: ask twice as much of that scope from now on");
    command.action(async (wanted: string, _: Answer, own: Command) => {
      const { for: forMs, wrong, note, ...target } = own.optsWithGlobals<Answer>();
      const { id } = await findAnomaly(target, wanted);
      const answered = await apiClient(target).send(
        "POST",
        `/v1/costs/anomalies/${encodeURIComponent(id)}:${verb}`,
        {
          note,
          ...(verb === "snooze" && { forMs }),
          ...(verb === "dismiss" && wrong === true && { verdict: "wrong" }),
        },
        CostAnomaly,
      );
      print(target.json === true, answered, () =>
        verb === "snooze"
          ? `${id} is not told until ${moment(answered.snoozedUntilMs ?? Number.NaN)}.`
          : `${id} is ${answered.status}: ${SAID[answered.feedback?.verdict ?? "real"]}.`,
      );
    });
  }
}

const SAID = {
  real: "it is real, and the detectors have learnt so",
  expected: "that level is expected, and told again when it costs a quarter more",
  wrong: "nothing was there, and twice as much is asked of that scope from now on",
} as const;

function addRecommendations(costs: Command): void {
  const recommendations = withTarget(
    costs.command("recommendations").description("ways to pay less, and what became of them by the bill"),
  ).action(async (target: TargetOptions) => {
    const list = await apiClient(target).get("/v1/costs/recommendations", CostRecommendationList);
    print(target.json === true, list, () => tellRecommendations(list));
  });
  withTarget(
    recommendations
      .command("show")
      .description("one of them, with its evidence and steps")
      .argument("<recommendation>"),
  ).action(async (wanted: string, _: TargetOptions, command: Command) => {
    const target = command.optsWithGlobals<TargetOptions>();
    const recommendation = await findRecommendation(target, wanted);
    print(target.json === true, recommendation, () => tellRecommendation(recommendation));
  });
  const answers = [
    ["accept", "it will be done"],
    ["dismiss", "it will not be done"],
    ["done", "it is done: the bill will show whether it saves what it should"],
  ] as const;
  for (const [verb, description] of answers) {
    const command = withNote(recommendations.command(verb).description(description).argument("<recommendation>"));
    if (verb === "done")
      command.addOption(
        new Option("--at <moment>", "when it was done, e.g. 2026-11-20 (default: now)").argParser(done),
      );
    command.action(async (wanted: string, _: Answer, own: Command) => {
      const { at: doneAtMs, note, ...target } = own.optsWithGlobals<Answer>();
      const { id } = await findRecommendation(target, wanted);
      const answered = await apiClient(target).send(
        "POST",
        `/v1/costs/recommendations/${encodeURIComponent(id)}:${verb}`,
        { note, ...(doneAtMs !== undefined && { doneAtMs }) },
        CostRecommendation,
      );
      print(target.json === true, answered, () =>
        answered.doneAtMs === undefined
          ? `${id} is ${answered.status}.`
          : `${id} was done at ${moment(answered.doneAtMs)}; the bill of whole days before and after will be compared.`,
      );
    });
  }
}

const withNote = (command: Command): Command => withTarget(command).option("--note <text>", "why", "");

async function findAnomaly(target: TargetOptions, wanted: string): Promise<CostAnomaly> {
  const { anomalies } = await apiClient(target).get("/v1/costs/anomalies", CostAnomalyList);
  return found("anomaly", wanted, anomalies);
}

async function findRecommendation(target: TargetOptions, wanted: string): Promise<CostRecommendation> {
  const { recommendations } = await apiClient(target).get("/v1/costs/recommendations", CostRecommendationList);
  return found("recommendation", wanted, recommendations);
}

/** @throws CliError that names what is nearest */
function found<One extends { readonly id: string }>(what: string, wanted: string, all: readonly One[]): One {
  const one = all.find(({ id }) => id === wanted);
  if (one) return one;
  throw unknownName(
    what,
    wanted,
    all.map(({ id }) => id),
  );
}

function snoozed(text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms >= 900_000 && ms <= 30 * DAY_MS) return ms;
  throw new InvalidArgumentError('Give a duration from 15 minutes to 30 days, such as "4h" or "2d".');
}

function done(text: string): number {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError("Give a day or a moment such as 2026-11-20 or 2026-11-20T14:00Z.");
}
