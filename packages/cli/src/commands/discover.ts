import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { Topology, type TopologyDrift } from "@skylane/core";
import { audit, findDrift } from "@skylane/engine";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import * as z from "zod";
import { CliError } from "../cli-error.ts";
import { type LookOptions, lookAt, withLookOptions } from "../discover/look-at.ts";
import { exitCodes } from "../exit-codes.ts";
import { progress } from "../output.ts";
import { renderReport, reportFormats } from "../report/index.ts";
import { harmlessJson } from "../report/json.ts";
import { plain } from "../report/plain.ts";
import { summarize } from "../report/summarize.ts";
import { counted, moment } from "../report/words.ts";

interface DiscoverOptions extends LookOptions {
  readonly out?: string;
  readonly since?: string;
  readonly json?: boolean;
}

/** `skylane discover`: every network and link of an estate, and what is wrong with them. Reads only. */
export const addDiscover = (program: Command): void => {
  withLookOptions(
    program.command("discover").description("find every network and link, and what is wrong with them; reads only"),
  )
    .option("--out <file-or-folder>", `write a report: .${reportFormats.join(" .")}, or a folder for all`, outPath)
    .option("--since <file>", "say what changed since this earlier report (.json)")
    .option("--json", "print JSON")
    .action(discover);
};

async function discover(options: DiscoverOptions): Promise<void> {
  const before = options.since === undefined ? undefined : readEarlier(options.since);
  const { topology, config, callCount, tookMs } = await lookAt(options);
  const findings = audit(topology, config);
  const drifts = before && findDrift(before, topology, config?.flows ?? []);
  const report = { summary: summarize(topology, findings), findings, topology };
  if (options.out !== undefined) {
    progress("drawing the report");
    await write(options.out, report);
    progress("");
  }
  if (options.json)
    process.stdout.write(
      `${harmlessJson(JSON.stringify({ ...report, ...(drifts && { drifts }), callCount, tookMs, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1_024) }))}\n`,
    );
  else {
    process.stdout.write(`${await renderReport("terminal", report)}\n`);
    if (before && drifts) process.stdout.write(`${tellDrifts(before, drifts)}\n`);
    process.stdout.write(colors.dim(`${callCount} calls in ${(tookMs / 1_000).toFixed(1)} s; nothing was changed.\n`));
  }
  if (topology.networks.length === 0 && topology.gaps.length > 0) process.exitCode = exitCodes.failed;
}

/** The topology of a report that an earlier `--out x.json` or `--json` wrote. @throws CliError */
function readEarlier(file: string): Topology {
  try {
    return z.looseObject({ topology: Topology }).parse(JSON.parse(readFileSync(file, "utf8"))).topology;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).slice(0, 300) : String(error);
    throw new CliError(
      `${file} is no report of a discovery: ${why}. Write one with skylane discover --out ${file}`,
      exitCodes.badInput,
    );
  }
}

const MARKS: Readonly<Record<TopologyDrift["kind"], string>> = { added: "+", removed: "−", changed: "~" };
const DRIFTS_SHOWN = 30;

function tellDrifts(before: Topology, drifts: readonly TopologyDrift[]): string {
  const lines = drifts
    .slice(0, DRIFTS_SHOWN)
    .flatMap(({ kind, what, subject, changes, flowIds }) => [
      `  ${MARKS[kind]} ${what} ${plain(subject, 80)}${flowIds.length > 0 ? `, touches ${counted(flowIds.length, "flow")}` : ""}`,
      ...changes.map((change) =>
        colors.dim(`      ${change.field}: ${plain(change.before, 60) || "–"} → ${plain(change.after, 60) || "–"}`),
      ),
    ]);
  return [
    "",
    `${colors.bold(drifts.length === 0 ? "Nothing changed" : counted(drifts.length, "change"))}${colors.dim(`  since ${moment(before.atMs)}`)}`,
    ...lines,
    ...(drifts.length > DRIFTS_SHOWN ? [colors.dim(`  and ${drifts.length - DRIFTS_SHOWN} more; --json has all`)] : []),
  ].join("\n");
}

type Report = Parameters<typeof renderReport>[1];

async function write(out: string, report: Report): Promise<void> {
  const only = reportFormats.find((format) => extname(out) === `.${format}`);
  if (only !== undefined) mkdirSync(dirname(out), { recursive: true });
  if (only !== undefined) {
    writeFileSync(out, await renderReport(only, report));
    return;
  }
  mkdirSync(out, { recursive: true });
  for (const format of reportFormats.filter((one) => one !== "png"))
    writeFileSync(join(out, `skylane.${format}`), await renderReport(format, report));
}

function outPath(text: string): string {
  const extension = extname(text);
  if (extension === "" || reportFormats.some((format) => extension === `.${format}`)) return text;
  throw new InvalidArgumentError(`must end in .${reportFormats.join(", .")}, or name a folder`);
}
