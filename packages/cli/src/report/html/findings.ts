import type { Finding } from "@skylane/core";
import { groupFindings } from "../group-findings.ts";
import { xmlText as text } from "../plain.ts";
import type { Report } from "../report.ts";
import { severityText } from "../summary-text.ts";
import { counted, usd } from "../words.ts";

const EVIDENCE_LINES = 20;
/** A rule with more findings than this begins closed. */
const OPEN_COUNT = 5;

/** Findings worst first, each with its evidence, what to do and how to take it back, folded until asked for. */
export function findingsSection({ findings, summary, topology }: Report): string {
  if (findings.length === 0)
    return `<p>${topology.gaps.length === 0 ? "Nothing to complain of." : "No findings in what could be seen."}</p>`;
  return [
    `<p class="muted">${severityText(summary.findings)}. Each opens for its evidence.</p>`,
    ...groupFindings(findings).map(({ severity, title, findings: members, monthlyUsd }) =>
      [
        `<section><h3><span class="severity ${severity}">${severity}</span><span>${title}</span>${monthlyUsd > 0 ? `<span class="money">${usd(monthlyUsd)} a month</span>` : ""}</h3>`,
        ...members.slice(0, OPEN_COUNT).map(findingDetails),
        ...(members.length > OPEN_COUNT
          ? [
              `<details><summary><span>${counted(members.length - OPEN_COUNT, "more", "more")}</span></summary><div class="body">`,
              ...members.slice(OPEN_COUNT).map(findingDetails),
              "</div></details>",
            ]
          : []),
        "</section>",
      ].join("\n"),
    ),
  ].join("\n");
}

function findingDetails({ title, evidence, flowIds, monthlyUsd, todo, plan }: Finding): string {
  const shown = evidence.slice(0, EVIDENCE_LINES);
  const facts = [
    ...(flowIds.length > 0 && !/\bflow/i.test(title) ? [counted(flowIds.length, "flow")] : []),
    ...(monthlyUsd === undefined ? [] : [`${usd(monthlyUsd)} a month`]),
  ];
  return [
    `<details><summary><span>${text(title, 300)}</span><span class="money">${facts.join(" · ")}</span></summary><div class="body">`,
    `<ul>${shown.map((line) => `<li>${text(line, 500)}</li>`).join("")}${evidence.length > shown.length ? `<li>and ${evidence.length - shown.length} more</li>` : ""}</ul>`,
    `<p class="todo">${text(todo, 600)}</p>`,
    plan.length === 0
      ? ""
      : `<ol>${plan.map(({ step, undo }) => `<li>${text(step, 400)}<span class="undo">Back: ${text(undo, 400)}</span></li>`).join("")}</ol>`,
    "</div></details>",
  ].join("");
}
