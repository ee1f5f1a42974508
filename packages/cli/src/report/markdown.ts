import type { Finding, TopologyConnection } from "@skylane/core";
import { groupFindings } from "./group-findings.ts";
import { groupGaps } from "./group-gaps.ts";
import { namesOf } from "./names.ts";
import { markdownText as text } from "./plain.ts";
import type { Report } from "./report.ts";
import { placeOf, severityText, summaryFacts } from "./summary-text.ts";
import { count, kindNames, moment, rate, ruleNames, stateMarks, usd, volume } from "./words.ts";

const EVIDENCE_LINES = 12;

/** For a wiki or a pull request: summary, findings worst first with evidence and plan, connections, what was not seen. */
export function renderMarkdown(report: Report): string {
  const { topology, findings, summary } = report;
  const names = namesOf(topology);
  return `${[
    `# Network of ${text(topology.estate, 80)}`,
    `Seen ${moment(topology.atMs)}. Read only: nothing was changed.`,
    table(
      ["", "what"],
      summaryFacts(report).map(([number, what]) => [`**${number}**`, what]),
      ["--:", "---"],
    ),
    "## Findings",
    findings.length === 0
      ? topology.gaps.length === 0
        ? "None."
        : "None in what could be seen."
      : `${severityText(summary.findings)}.`,
    ...groupFindings(findings).flatMap(({ severity, title, monthlyUsd, findings: members }) => [
      `### ${severity}: ${title}${monthlyUsd > 0 ? ` (${usd(monthlyUsd)} a month)` : ""}`,
      ...members.map(findingText),
    ]),
    "## Connections",
    topology.connections.length === 0
      ? "None seen."
      : table(
          ["connection", "from", "to", "kind", "state", "capacity", "30 days", "a month", "inventory", "joined by"],
          topology.connections.map((connection) => connectionRow(connection, names)),
          ["---", "---", "---", "---", "---", "--:", "--:", "--:", "---", "---"],
        ),
    "## Not seen",
    topology.gaps.length === 0
      ? "Every look succeeded."
      : table(
          ["where", "why", "operations", "missing permission", "what to do"],
          groupGaps(topology.gaps).map(({ first, reason, operations, permissions }) => [
            text(placeOf(first), 140),
            reason,
            listed(operations),
            permissions.length === 0 ? "–" : listed(permissions),
            text(first.todo, 300),
          ]),
        ),
  ].join("\n\n")}\n`;
}

function findingText({ title, rule, evidence, flowIds, monthlyUsd, todo, plan }: Finding): string {
  const shown = evidence.slice(0, EVIDENCE_LINES);
  const facts = [
    ruleNames[rule][0],
    ...(flowIds.length > 0 ? [`${count(flowIds.length)} ${flowIds.length === 1 ? "flow" : "flows"}`] : []),
    ...(monthlyUsd === undefined ? [] : [`${usd(monthlyUsd)} a month`]),
  ];
  return [
    `#### ${text(title, 300)}`,
    "",
    `*${facts.join(" · ")}*`,
    "",
    ...shown.map((line) => `- ${text(line, 400)}`),
    ...(evidence.length > shown.length ? [`- and ${count(evidence.length - shown.length)} more`] : []),
    "",
    `**To do:** ${text(todo, 600)}`,
    ...(plan.length === 0
      ? []
      : ["", ...plan.map(({ step, undo }, index) => `${index + 1}. ${text(step, 400)} *Back:* ${text(undo, 400)}`)]),
  ].join("\n");
}

function connectionRow(connection: TopologyConnection, names: ReturnType<typeof namesOf>): string[] {
  const { kind, ends, status, bandwidthMbps, bytes30d, monthlyUsd, isDeclared, evidence } = connection;
  return [
    text(names.connection(connection), 60),
    text(names.end(ends[0]), 80),
    text(names.end(ends[1]), 80),
    kindNames[kind],
    `${stateMarks[status]} ${status}`,
    bandwidthMbps === undefined ? "–" : rate(bandwidthMbps),
    bytes30d === undefined ? "–" : volume(bytes30d),
    monthlyUsd === undefined ? "–" : usd(monthlyUsd),
    isDeclared ? "yes" : "**no**",
    evidence.map(({ rule, confidence }) => `${rule} ${Math.round(confidence * 100)} %`).join(", ") || "–",
  ];
}

const listed = (texts: readonly string[]): string =>
  `${texts
    .slice(0, 6)
    .map((one) => text(one, 100))
    .join(", ")}${texts.length > 6 ? ` and ${count(texts.length - 6)} more` : ""}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[], lines = head.map(() => "---")): string =>
  [head, lines, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
