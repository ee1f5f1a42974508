import type { Command } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print } from "../output.ts";
import { type ChooseOptions, withChooseOptions } from "../paths/choose.ts";
import { planConfigs } from "../paths/configs.ts";
import { plain, shortened } from "../report/plain.ts";
import { counted } from "../report/words.ts";

interface ApplyOptions extends ChooseOptions {
  readonly dryRun?: boolean;
}

/** `skylane paths apply --dry-run`: every call that would be made, in its order, with what is read back and what undoes it. */
export const addPathsApply = (paths: Command): void => {
  withChooseOptions(
    paths.command("apply").description("every call that would be made, in order, with its read-back and its undo"),
  )
    .option("--dry-run", "say what would be done; the only thing it does today")
    .action(async (options: ApplyOptions) => {
      if (options.dryRun !== true)
        throw new CliError(
          "Nothing is applied without an approval of the plan's hash, and there is no approval of whole plans yet. See what would be done with --dry-run, or take the files of skylane paths export.",
          exitCodes.badInput,
        );
      const { plan, configs, refusals } = await planConfigs(options);
      const steps = configs.flatMap(({ intentId, cloud, mechanism, summary, calls }) =>
        calls.map((call) => ({ intentId, cloud, mechanism, summary, ...call })),
      );
      const byHand = configs
        .filter(({ calls }) => calls.length === 0)
        .map(({ intentId, summary, scripts }) => ({ intentId, summary, scripts }));
      print(
        options.json === true,
        {
          hash: plan.hash,
          isDryRun: true,
          openFirst: plan.moves.openFirst,
          steps,
          byHand,
          closeLast: plan.moves.closeLast,
          refusals,
        },
        () =>
          [
            ...plan.moves.openFirst.map((id) => `open ${plain(id)}`),
            ...steps.flatMap(({ operation, summary, input, readBack, undo }, i) => [
              `${colors.bold(`${i + 1}. ${operation}`)}  ${plain(summary, 200)}`,
              colors.dim(`     ${plain(JSON.stringify(input), 300)}`),
              colors.dim(`     then ${readBack.operation}: ${plain(readBack.expect, 160)}`),
              colors.dim(`     undo ${undo.operation} ${plain(JSON.stringify(undo.input), 240)}`),
            ]),
            ...byHand.map(({ summary }) => `${colors.yellow("by hand")}  ${plain(summary, 240)}`),
            ...plan.moves.closeLast.map(
              (id) => `close ${plain(id)} ${colors.dim("(a person does that, when nothing uses it)")}`,
            ),
            ...refusals.map(({ intentId, reason }) =>
              colors.yellow(`◐ ${shortened(intentId, 90)}: ${plain(reason, 240)}`),
            ),
            colors.dim(`\nPlan ${plan.hash}: ${counted(steps.length, "call")}. Nothing was done.`),
          ].join("\n"),
      );
    });
};
