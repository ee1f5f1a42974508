import { createHash } from "node:crypto";
import { diagramStyle } from "../diagram/style.ts";
import { renderSvg } from "../diagram/svg.ts";
import { xmlText as text } from "../plain.ts";
import type { Report } from "../report.ts";
import { summaryFacts } from "../summary-text.ts";
import { counted, moment } from "../words.ts";
import { findingsSection } from "./findings.ts";
import { style } from "./style.ts";
import { connectionsSection, gapsSection } from "./tables.ts";

/**
 * A page that stands alone: no script, no request, nothing from outside unescaped, and a policy that forbids all but its own two
 * style sheets should something slip through.
 */
export async function renderHtml(report: Report): Promise<string> {
  const { topology, findings } = report;
  const svg = await renderSvg(report);
  const estate = text(topology.estate, 80);
  const policy = `default-src 'none'; style-src ${[style, diagramStyle].map(hashOf).join(" ")}; base-uri 'none'; form-action 'none'`;
  return `${[
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${estate}: networks and links</title>`,
    `<style>${style}</style></head><body>`,
    `<header><h1>${estate}</h1>`,
    `<p class="muted">Seen ${moment(topology.atMs)} by Skylane. Read only: nothing was changed.</p>`,
    '<nav aria-label="Sections"><a href="#picture">Picture</a><a href="#findings">Findings</a><a href="#connections">Connections</a><a href="#gaps">Not seen</a></nav>',
    `<ul class="tiles">${tiles(report)}</ul></header>`,
    "<main>",
    '<h2 id="picture">Picture</h2>',
    `<section class="drawing" tabindex="0" aria-label="Diagram, scrolls">${svg.trim()}</section>`,
    '<h2 id="findings">Findings</h2>',
    findingsSection(report),
    `<h2 id="connections">Connections <span class="muted">${topology.connections.length}</span></h2>`,
    connectionsSection(report),
    `<h2 id="gaps">Not seen${topology.gaps.length > 0 ? ` <span class="muted">${counted(topology.gaps.length, "look")} failed</span>` : ""}</h2>`,
    gapsSection(report),
    "</main>",
    `<footer>${counted(findings.length, "finding")}. What is unknown is shown as unknown (–), never as zero. Prices are list prices before discounts, unless the inventory says otherwise.</footer>`,
    "</body></html>",
  ].join("\n")}\n`;
}

/** Tiles of the numbers that matter, the bad ones marked. */
function tiles(report: Report): string {
  const bad = [false, false, true, true, true, true];
  return summaryFacts(report)
    .map(
      ([number, what], i) =>
        `<li${bad[i] && number !== "0" ? ' class="bad"' : ""}><b>${number}</b><span>${text(what)}</span></li>`,
    )
    .join("");
}

const hashOf = (sheet: string): string => `'sha256-${createHash("sha256").update(sheet).digest("base64")}'`;
