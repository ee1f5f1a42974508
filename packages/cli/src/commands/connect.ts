import { IntentRun } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { type CarryOptions, carryOut } from "../intents/carry-out.ts";
import { viewOf } from "../intents/follow-run.ts";
import { runningSkylane } from "../intents/running-skylane.ts";
import { withTarget } from "./target-options.ts";

interface ConnectOptions extends CarryOptions {
  readonly answer: Readonly<Record<string, string>>;
  readonly acceptFixes?: boolean;
}

/** `skylane connect "…"`: ask for a connection in plain words. */
export const addConnect = (program: Command): void => {
  withTarget(
    program
      .command("connect")
      .description("ask for a connection in plain words: understood, designed, shown, approved, built, proven")
      .argument(
        "<words...>",
        'e.g. "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb in East US: < 20 ms"',
      ),
  )
    .option(
      "--answer <slot=choice>",
      "answer to a question that was asked, e.g. --answer source=aws/i-1; may be repeated",
      answers,
      {},
    )
    .option("--accept-fixes", "mend what breaks a rule where asking for more is enough, e.g. encryption")
    .option("--estate <name>", "start a world of this estate in the background if nothing runs from the data folder")
    .option("--config <file>", "its configuration")
    .option("--yes", "carry the plan out without asking here")
    .action(async (words: readonly string[], options: ConnectOptions) => {
      const api = await runningSkylane(options);
      const { id } = await api.send(
        "POST",
        "/v1/intents",
        { text: words.join(" "), answers: options.answer, acceptFixes: options.acceptFixes === true },
        IntentRun,
      );
      await carryOut(api, options, await viewOf(api, id));
    });
};

function answers(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("must be <slot>=<choice>, such as source=aws/i-0123");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
