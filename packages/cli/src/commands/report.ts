import { IsoWeek, WeekReport } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { apiClient } from "../api-client.ts";
import { print } from "../output.ts";
import { tellWeek } from "../report/tell-week.ts";
import { writeOut } from "../report/write-out.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface WeekOptions extends TargetOptions {
  readonly week?: string;
  readonly html?: string;
  readonly pdf?: string;
}

/** `skylane report week`: a week as text, JSON, a page or a PDF. */
export const addReport = (program: Command): void => {
  const report = program
    .command("report")
    .description("what a week was like: recoveries, availability, drills, savings");
  withTarget(
    report
      .command("week")
      .description("a week, Monday to Sunday, UTC: what was achieved, and what needs people")
      .option("--week <week>", "e.g. 2026-W47 (default: the last that is over)", asWeek)
      .option("--html <file>", "write it as a page")
      .option("--pdf <file>", "write it as a PDF, by the Chromium of this machine"),
  ).action(async ({ week, html, pdf, ...options }: WeekOptions) => {
    const api = apiClient(options);
    const path = `/v1/reports/week${week === undefined ? "" : `?week=${encodeURIComponent(week)}`}`;
    if (html === undefined && pdf === undefined) {
      const found = await api.get(path, WeekReport);
      return print(options.json === true, found, () => tellWeek(found));
    }
    const page = await api.getText(path, "text/html");
    if (html !== undefined) writeOut(html, page);
    if (pdf !== undefined) writeOut(pdf, await (await import("../report/pdf.ts")).renderPdf(page));
  });
};

function asWeek(text: string): string {
  const parsed = IsoWeek.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "must be a week such as 2026-W47");
}
