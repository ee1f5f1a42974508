import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RouteConfig } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { print } from "../output.ts";
import type { ChooseOptions } from "../paths/choose.ts";
import { withChooseOptions } from "../paths/choose.ts";
import { planConfigs } from "../paths/configs.ts";
import { plain, shortened } from "../report/plain.ts";
import { counted } from "../report/words.ts";

const formats = ["terraform", "scripts", "calls"] as const;
type Format = (typeof formats)[number];

interface ExportOptions extends ChooseOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly all?: boolean;
}

/** `skylane paths export`: the routing configuration of a plan, as Terraform JSON, vendors' commands or our own calls. */
export const addPathsExport = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("export")
      .description(
        "the route configuration of the plan: Terraform JSON, scripts of the vendors' tools and routers, our own plan of calls",
      ),
  )
    .option("--format <format>", `${formats.join(" | ")} (default: all)`, format)
    .option("--out <folder>", "write files there instead of printing")
    .option("--all", "what every place shall prefer, not only what differs from today's routing")
    .action(exportPlan);
};

async function exportPlan(options: ExportOptions): Promise<void> {
  const { plan, configs, refusals, undecidable } = await planConfigs(options);
  const files = configs.flatMap((config) => filesOf(config, options.format));
  if (options.out !== undefined) {
    mkdirSync(options.out, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(options.out, name), text);
  }
  print(options.json === true, { hash: plan.hash, configs, refusals, undecidable }, () =>
    [
      ...(options.out === undefined
        ? files.flatMap(({ name, text }) => [colors.bold(`# ${name}`), text])
        : [`${counted(files.length, "file")} in ${options.out}`]),
      ...configs.flatMap(({ summary, notes }) => [
        `${colors.green("●")} ${plain(summary, 240)}`,
        ...notes.map((note) => colors.dim(`    ${plain(note, 300)}`)),
      ]),
      ...refusals.map(({ intentId, reason }) => colors.yellow(`◐ ${shortened(intentId, 90)}: ${plain(reason, 240)}`)),
      ...undecidable.map(({ flowIds, prefix }) =>
        colors.yellow(
          `◐ ${flowIds.join(", ")} to ${prefix}: another flow goes to the same address another way, and routes look at destinations only`,
        ),
      ),
      colors.dim(`Plan ${plan.hash}: ${counted(configs.length, "place")} to be told something. Nothing was changed.`),
    ].join("\n"),
  );
}

const fileName = (text: string): string =>
  text
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(-120);

function filesOf(
  { intentId, terraform, scripts, calls }: RouteConfig,
  wanted: Format | undefined,
): readonly { readonly name: string; readonly text: string }[] {
  const base = fileName(intentId);
  return [
    ...(terraform && (wanted ?? "terraform") === "terraform"
      ? [{ name: `${base}.tf.json`, text: `${JSON.stringify(terraform, null, 2)}\n` }]
      : []),
    ...((wanted ?? "scripts") === "scripts"
      ? scripts.flatMap(({ dialect, apply, undo }) => [
          { name: `${base}.${dialect}.apply.txt`, text: apply },
          { name: `${base}.${dialect}.undo.txt`, text: undo },
        ])
      : []),
    ...(calls.length > 0 && (wanted ?? "calls") === "calls"
      ? [{ name: `${base}.calls.json`, text: `${JSON.stringify(calls, null, 2)}\n` }]
      : []),
  ];
}

function format(text: string): Format {
  const found = formats.find((one) => one === text);
  if (found) return found;
  throw new InvalidArgumentError(`must be ${formats.join(", ")}`);
}
