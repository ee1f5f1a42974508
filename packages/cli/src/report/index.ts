import pc from "picocolors";
import { renderSvg } from "./diagram/svg.ts";
import { renderHtml } from "./html/html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { inOrder } from "./order.ts";
import { renderPng } from "./png.ts";
import type { Report } from "./report.ts";
import { renderTerminal } from "./terminal.ts";

/** What a report can be written as, into a file. */
export const reportFormats = ["html", "md", "svg", "json", "png"] as const;
export type ReportFormat = (typeof reportFormats)[number] | "terminal";

/** A report in one of its formats; PNG as bytes, all others as text. The same report gives the same text, in whatever order its lists are. */
export async function renderReport(format: ReportFormat, report: Report): Promise<string | Uint8Array> {
  const ordered = inOrder(report);
  switch (format) {
    case "terminal":
      return renderTerminal(ordered, { columns: process.stdout.columns ?? 100, isColoured: pc.isColorSupported });
    case "html":
      return renderHtml(ordered);
    case "md":
      return renderMarkdown(ordered);
    case "svg":
      return renderSvg(ordered);
    case "png":
      return renderPng(await renderSvg(ordered));
    case "json":
      return renderJson(ordered);
  }
}
