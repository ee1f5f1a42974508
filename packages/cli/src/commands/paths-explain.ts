import { explainFlow, type FlowExplanation, narrationFacts } from "@skylane/engine";
import type { Command } from "commander";
import colors from "picocolors";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, table } from "../output.ts";
import { type ChooseOptions, choose, withChooseOptions } from "../paths/choose.ts";
import { narrate } from "../paths/narrate.ts";
import { wayText } from "../paths/tell-plan.ts";
import { plain } from "../report/plain.ts";
import { usd } from "../report/words.ts";

interface ExplainOptions extends ChooseOptions {
  readonly ask?: string;
}

/** `skylane paths explain <flow>`: why it goes there, what every other way would cost, and what would change the choice. */
export const addPathsExplain = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("explain")
      .argument("<flow>", "id of the flow")
      .description("why a flow goes where it goes, what each other way would cost, what would change the choice"),
  )
    .option("--ask <question>", 'a follow-up in plain words, e.g. "why not the cheaper one?"; needs ANTHROPIC_API_KEY')
    .action(explain);
};

async function explain(flowId: string, options: ExplainOptions): Promise<void> {
  const { session, plan } = await choose(options);
  const known = session.facts.config.flows.map(({ id }) => id);
  if (!known.some((id) => id === flowId)) throw unknownName("flow", flowId, known);
  if (session.insideIds.has(flowId))
    throw new CliError(`${flowId} never leaves its network: it takes no link.`, exitCodes.badInput);
  const explanation = explainFlow(session, flowId);
  if (!explanation) {
    const none = session.found.get(flowId)?.none;
    throw new CliError(
      `${flowId} has no allowed way: ${none?.constraint ?? ""} ${none?.relaxation ?? ""}`,
      exitCodes.failed,
    );
  }
  const facts = narrationFacts(explanation);
  const narration = await narrate(facts, options.ask);
  const answer = {
    planHash: plan.hash,
    ...explanation,
    text: narration.text,
    isNarrated: narration.isNarrated,
  };
  print(options.json === true, answer, () => tell(explanation, narration, options.ask));
}

function tell(
  explanation: FlowExplanation,
  narration: { readonly text: string; readonly isNarrated: boolean },
  question: string | undefined,
): string {
  const { flow, primary, backup, alternatives, refused, binding, turns } = explanation;
  const extra = (amount: number | undefined, shown: (amount: number) => string): string =>
    amount === undefined ? "–" : amount === 0 ? "same" : `${amount < 0 ? "−" : "+"}${shown(Math.abs(amount))}`;
  return [
    `${colors.bold(plain(flow.id))}  ${wayText(primary.connectionIds)}  ${colors.dim(`backup ${wayText(backup?.connectionIds)}`)}`,
    ...(narration.isNarrated
      ? ["", narration.text]
      : question === undefined
        ? []
        : ["", colors.yellow("No model answered, so here is what is known:"), narration.text]),
    "",
    table(
      ["", "way", "latency", "its transfer", "the whole plan", "latency", ""],
      alternatives.map(({ way, isChosen, transferMonthlyUsd, extraMonthlyUsd, extraRttMs, because }) => [
        isChosen ? colors.green("●") : "",
        wayText(way.connectionIds),
        way.rttMs === undefined ? "?" : `${way.rttMs} ms${way.measured ? "" : colors.dim(" est.")}`,
        usd(transferMonthlyUsd),
        isChosen ? "" : extra(extraMonthlyUsd, usd),
        isChosen ? "" : extra(extraRttMs, (ms) => `${ms} ms`),
        colors.dim(isChosen ? "chosen" : because),
      ]),
    ),
    ...refused.map(({ connectionIds, rule }) => colors.dim(`refused  ${wayText(connectionIds)}: ${plain(rule, 160)}`)),
    ...(binding.length === 0
      ? []
      : ["", colors.bold("What limits the choice"), ...binding.map((one) => `  ${plain(one, 200)}`)]),
    ...(turns.length === 0
      ? []
      : ["", colors.bold("What would change it"), ...turns.map(({ says }) => `  ${plain(says, 240)}`)]),
  ].join("\n");
}
