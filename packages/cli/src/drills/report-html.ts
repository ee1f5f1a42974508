import { createHash } from "node:crypto";
import type { DrillReport } from "@skylane/core";
import { style } from "../report/html/style.ts";
import { xmlText as text } from "../report/plain.ts";
import { runFacts } from "./run-facts.ts";

/** A page that stands alone: no script, no request, nothing from outside unescaped. */
export function drillHtml(report: DrillReport): string {
  const { run } = report;
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const rows = (cells: readonly (readonly [string, string])[]): string =>
    `<div class="scroll"><table>${cells.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value, 600)}</td></tr>`).join("")}</table></div>`;
  return `${[
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${text(run.runId)}</title>`,
    `<style>${style}</style></head><body>`,
    `<header><h1>Drill ${text(run.runId)}</h1><p><strong>${run.status}</strong>: ${text(run.reason, 600)}</p></header>`,
    "<main>",
    "<h2>Facts</h2>",
    rows(runFacts(report)),
    "<h2>Timeline</h2>",
    rows(run.timeline.map(({ atMs, what }) => [new Date(atMs).toISOString(), what] as const)),
    "</main></body></html>",
  ].join("\n")}\n`;
}
