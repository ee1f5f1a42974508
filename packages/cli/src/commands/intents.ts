import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { IntentBatch, IntentList, IntentRun, type IntentVerb } from "@skylane/core";
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { type CarryOptions, carryOut } from "../intents/carry-out.ts";
import { followRun, viewOf } from "../intents/follow-run.ts";
import { resultOf } from "../intents/result-of.ts";
import { runningSkylane } from "../intents/running-skylane.ts";
import { sayRun } from "../intents/say-run.ts";
import { print, table } from "../output.ts";
import { moment } from "../report/words.ts";
import { withTarget } from "./target-options.ts";

interface OrderOptions extends CarryOptions {
  readonly reason: string;
}

/** `skylane intents list|show|bulk|approve|reject|cancel|undo`: connections that were asked for. */
export const addIntents = (program: Command): void => {
  const intents = program.command("intents").description("connections that were asked for");
  withTarget(intents.command("list").description("the last ones")).action(async (options: CarryOptions) => {
    const list = await (await runningSkylane(options)).get("/v1/intents", IntentList);
    print(options.json === true, list, () => describe(list));
  });
  withTarget(
    intents.command("show").description("one, with its plan, what was made and what proves it").argument("<id>"),
  ).action(async (id: string, options: CarryOptions) => {
    const view = await viewOf(await runningSkylane(options), id);
    print(options.json === true, view, () => sayRun(view, process.stdout.columns));
  });
  withTarget(
    intents
      .command("document")
      .description("what stands or stood, in Markdown: owner, way, objects, evidence, cost, what to do when it breaks")
      .argument("<id>"),
  ).action(async (id: string, options: CarryOptions) => {
    const markdown = await (await runningSkylane(options)).getText(`/v1/intents/${encodeURIComponent(id)}/document`);
    print(options.json === true, { id, markdown }, () => markdown);
  });
  withTarget(
    intents
      .command("bulk")
      .description("ask for many connections at once: designed together, one plan, one report")
      .argument("<file>", "a table (.csv, .xlsx) or a list of requests (.json)"),
  )
    .option("--accept-fixes", "mend what breaks a rule where asking for more is enough, e.g. encryption")
    .option("--estate <name>", "start a world of this estate in the background if nothing runs from the data folder")
    .option("--config <file>", "its configuration")
    .option("--yes", "carry the plan out without asking here")
    .action(async (file: string, options: CarryOptions & { readonly acceptFixes?: boolean }) => {
      const batch = readBatchFile(file, options.acceptFixes === true);
      const api = await runningSkylane(options);
      const { id } = await api.send("POST", "/v1/intents:bulk", batch, IntentRun);
      await carryOut(api, options, await viewOf(api, id));
    });
  for (const [verb, description] of [
    ["approve", "sign its plan, as it is shown"],
    ["reject", "turn it down"],
    ["cancel", "take it back, also while it is being built"],
    ["undo", "take away exactly what was made for it"],
  ] as const)
    withTarget(intents.command(verb).description(description).argument("<id>"))
      .option("--reason <text>", "why", "no reason given")
      .action((id: string, options: OrderOptions) => order(id, verb, options));
};

async function order(id: string, verb: IntentVerb, options: OrderOptions): Promise<void> {
  const api = await runningSkylane(options);
  const planHash = verb === "approve" ? (await viewOf(api, id)).run.plan?.hash : undefined;
  const run = await api.send(
    "POST",
    `/v1/intents/${encodeURIComponent(`${id}:${verb}`)}`,
    { reason: options.reason, ...(planHash !== undefined && { planHash }) },
    IntentRun,
  );
  const view = await followRun(api, run.id, (now) => verb === "undo" && now.version === run.version);
  print(options.json === true, resultOf(view), () => sayRun(view, process.stdout.columns));
  if (view.run.status === "stuck" || view.run.status === "rolled-back") process.exitCode = exitCodes.failed;
}

/** @throws CliError */
function readBatchFile(file: string, acceptFixes: boolean): IntentBatch {
  const read = (): Buffer => {
    try {
      return readFileSync(file);
    } catch {
      throw new CliError(`${file} cannot be read.`, exitCodes.badInput);
    }
  };
  switch (extname(file).toLowerCase()) {
    case ".csv":
      return IntentBatch.parse({ csv: read().toString("utf8"), acceptFixes });
    case ".xlsx":
      return IntentBatch.parse({ spreadsheetBase64: read().toString("base64"), acceptFixes });
    case ".json":
      return IntentBatch.parse({ intents: JSON.parse(read().toString("utf8")), acceptFixes });
    default:
      throw new CliError(`${file} must end in .csv, .xlsx or .json.`, exitCodes.badInput);
  }
}

function describe({ runs }: IntentList): string {
  if (runs.length === 0) return 'Nothing was asked for yet. Ask with skylane connect "…".';
  return table(
    ["id", "what", "intents", "status", "asked by", "when"],
    runs.map(({ id, title, intentCount, status, askedBy, askedAtMs }) => [
      id,
      title,
      String(intentCount),
      status,
      askedBy,
      moment(askedAtMs),
    ]),
  );
}
