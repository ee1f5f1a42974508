import {
  DrillAccepted,
  DrillList,
  DrillReport,
  DrillSummary,
  type DrillReport as Report,
  ReportKey,
} from "@skylane/core";
import type { Command } from "commander";
import { Option } from "commander";
import { apiClient } from "../api-client.ts";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, span, table } from "../output.ts";
import { harmlessJson } from "../report/json.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface ReportOptions extends TargetOptions {
  readonly format: "md" | "json" | "html";
}

/** `skylane drills run|history|report|summary|verify|key`: game days on the running system. */
export const addDrills = (program: Command): void => {
  const drills = program
    .command("drills")
    .description("game days on the running system: order them, and read what they measured");
  addRun(drills);
  withTarget(drills.command("history").description("what is configured, and every run, newest first")).action(
    async (options: TargetOptions) => {
      const list = await apiClient(options).get("/v1/drills", DrillList);
      print(options.json === true, list, () => tellHistory(list));
    },
  );
  addReport(drills);
  withTarget(
    drills
      .command("summary")
      .description("what was drilled in a month, what it measured, and what was not drilled")
      .requiredOption("--month <yyyy-mm>", "e.g. 2026-11, in UTC"),
  ).action(async ({ month, ...options }: TargetOptions & { readonly month: string }) => {
    const path = `/v1/drills/summary?month=${encodeURIComponent(month)}`;
    const summary = await apiClient(options).get(path, DrillSummary);
    print(options.json === true, summary, () => tellSummary(summary));
  });
  addVerify(drills);
};

function addRun(drills: Command): void {
  withTarget(
    drills
      .command("run")
      .description("start a configured drill: traffic of its groups moves, one group after the other")
      .argument("<drill>")
      .requiredOption("--by <name>", "who orders it"),
  ).action(async (wanted: string, { by, ...options }: TargetOptions & { readonly by: string }) => {
    const api = apiClient(options);
    const known = (await api.get("/v1/drills", DrillList)).drills.map(({ id }) => id);
    if (!known.includes(wanted)) throw unknownName("drill", wanted, known);
    const accepted = await api.send("POST", `/v1/drills/${encodeURIComponent(wanted)}/run`, { by }, DrillAccepted);
    print(
      options.json === true,
      accepted,
      () => `Started: ${accepted.runIds.join(", ")}. Follow with "skylane drills history".`,
    );
  });
}

function addReport(drills: Command): void {
  withTarget(
    drills
      .command("report")
      .description("one run: what it measured, and that everything is as before; as JSON with its seal")
      .argument("<run>")
      .addOption(new Option("--format <format>", "form of the report").choices(["md", "json", "html"]).default("md")),
  ).action(async (wanted: string, { format, ...options }: ReportOptions) => {
    const api = apiClient(options);
    const known = (await api.get("/v1/drills", DrillList)).reports.map(({ run }) => run.runId as string);
    if (!/^dr-[a-z0-9._-]+$/.test(wanted)) throw unknownName("run of a drill", wanted, known);
    const report = await api.get(`/v1/drills/runs/${encodeURIComponent(wanted)}`, DrillReport);
    process.stdout.write(await formatted(report, options.json === true ? "json" : format));
  });
}

async function formatted(report: Report, format: ReportOptions["format"]): Promise<string> {
  if (format === "json") return `${harmlessJson(JSON.stringify(report, null, 2))}\n`;
  if (format === "html") return (await import("../drills/report-html.ts")).drillHtml(report);
  return (await import("@skylane/engine")).drillMarkdown(report);
}

function addVerify(drills: Command): void {
  drills
    .command("verify")
    .description("check the seal of a report, and say what was altered")
    .argument("<file>", `a report as "skylane drills report --format json" writes it`)
    .option("--key <file>", "public key, PEM (default: the one in the data folder)")
    .option("--data <folder>", "data folder", ".skylane")
    .option("--json", "print JSON")
    .action(
      async (file: string, options: { readonly key?: string; readonly data: string; readonly json?: boolean }) => {
        const { tellVerdict, verifyReport } = await import("../drills/verify-report.ts");
        const verdict = verifyReport(file, options);
        if (verdict.kind !== "intact" && options.json !== true)
          throw new CliError(tellVerdict(verdict), exitCodes.failed);
        if (verdict.kind !== "intact") process.exitCode = exitCodes.failed;
        print(options.json === true, verdict, () => tellVerdict(verdict));
      },
    );
  withTarget(drills.command("key").description("the public key that checks the seals of this Skylane")).action(
    async (options: TargetOptions) => {
      const key = await apiClient(options).get("/v1/drills/key", ReportKey);
      print(options.json === true, key, () => key.pem.trimEnd());
    },
  );
}

const spanOf = (ms: number | undefined): string => (ms === undefined ? "–" : span(ms));

function tellHistory({ drills, reports }: DrillList): string {
  if (drills.length === 0 && reports.length === 0)
    return `No drill is configured, and none was run. Add one under "drills" in skylane.yaml.`;
  const configured = table(
    ["drill", "kind", "groups", "schedule"],
    drills.map(({ id, kind, groupIds, schedule, timeZone }) => [
      id,
      kind,
      groupIds.join(", ") || "none at act",
      schedule === undefined ? "by hand" : `${schedule} ${timeZone ?? ""}`,
    ]),
  );
  const runs = table(
    ["run", "status", "measured", "allowed", "why"],
    reports.map(({ run }) => [run.runId, run.status, spanOf(run.measured?.rtoMs), span(run.targetRtoMs), run.reason]),
  );
  return reports.length === 0 ? `${configured}\n\nNo runs yet.` : `${configured}\n\n${runs}`;
}

function tellSummary({ month, quarter, paths, regions }: DrillSummary): string {
  return [
    table(
      ["path", "group", "passed", "failed", "aborted", "refused", "worst", "allowed", "last drilled"],
      paths.map((path) => [
        path.pathId,
        path.groupId,
        ...[path.passedCount, path.failedCount, path.abortedCount, path.refusedCount].map(String),
        spanOf(path.worstRtoMs),
        spanOf(path.targetRtoMs),
        path.notDrilledDays === undefined ? "never" : `${path.notDrilledDays} d ago`,
      ]),
    ),
    table(
      ["region", "groups", `drilled in ${month}`, `in ${quarter}`],
      regions.map(({ regionId, groupCount, inMonthCount, inQuarterCount }) => [
        regionId,
        String(groupCount),
        String(inMonthCount),
        inQuarterCount === groupCount ? `${inQuarterCount}, all of them` : String(inQuarterCount),
      ]),
    ),
  ].join("\n\n");
}
