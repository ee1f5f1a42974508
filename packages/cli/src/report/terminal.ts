import type { Finding } from "@skylane/core";
import pc from "picocolors";
import { type FindingGroup, groupFindings } from "./group-findings.ts";
import { groupGaps } from "./group-gaps.ts";
import { plain } from "./plain.ts";
import type { Report } from "./report.ts";
import { placeOf, severityText, summaryFacts } from "./summary-text.ts";
import { columnsOf, wrapped } from "./text-width.ts";
import { count, counted, moment, usd } from "./words.ts";

/** How a report is written on a terminal. */
export interface TerminalStyle {
  /** Columns there are. */
  readonly columns: number;
  readonly isColoured: boolean;
}

const TOP_OF_A_RULE = 3;
const TOP_GAPS = 6;

/** The summary, the worst findings of each rule, what was not seen, and what to do next; nothing of the estate commands the terminal. */
export function renderTerminal(report: Report, { columns, isColoured }: TerminalStyle): string {
  const paint = pc.createColors(isColoured);
  const { topology, summary, findings } = report;
  // a readable measure on a wide screen, and no endless column on one of no width
  const width = Math.min(Math.max(columns, 40), 120);
  const line = (text: string, indent: number, dye = (one: string) => one): string =>
    wrapped(text, width - indent)
      .map((one) => `${" ".repeat(indent)}${dye(one)}`)
      .join("\n");
  const headed = (head: string, note: string): string =>
    columnsOf(`${head}  ${note}`) <= width
      ? `${paint.bold(head)}  ${paint.dim(note)}`
      : `${line(head, 0, paint.bold)}\n${line(note, 2, paint.dim)}`;
  const facts = summaryFacts(report);
  const widest = Math.max(...facts.map(([number]) => number.length));
  const groups = groupFindings(findings);
  const gaps = groupGaps(topology.gaps);
  return [
    headed(plain(topology.estate, 60), `seen ${moment(topology.atMs)}`),
    "",
    ...facts.map(([number, text]) => {
      const [first = "", ...rest] = wrapped(text, width - widest - 4);
      return [
        `  ${paint.bold(number.padStart(widest))}  ${first}`,
        ...rest.map((one) => `${" ".repeat(widest + 4)}${one}`),
      ].join("\n");
    }),
    "",
    findings.length === 0
      ? paint.bold(topology.gaps.length === 0 ? "Nothing to complain of." : "No findings in what could be seen.")
      : headed("Findings", severityText(summary.findings)),
    ...groups.flatMap((group) => ["", ...groupLines(group, line, paint)]),
    ...(gaps.length === 0
      ? []
      : [
          "",
          headed("Not seen", `${counted(summary.gaps, "look")} failed; what is there is not known`),
          ...gaps
            .slice(0, TOP_GAPS)
            .flatMap((gap) => [
              line(
                `○ ${placeOf(gap.first)}: ${plain(gap.reason, 60)}, ${counted(gap.operations.length, "operation")}`,
                2,
              ),
              line(`→ ${plain(gap.first.todo, 200)}`, 4, paint.dim),
            ]),
          ...(gaps.length > TOP_GAPS ? [line(`and ${count(gaps.length - TOP_GAPS)} more`, 2, paint.dim)] : []),
        ]),
    "",
    `${paint.bold("Next")}  skylane discover --out report.html`,
    line("(diagram, evidence, plans; .md .svg .json .png too)", 6, paint.dim),
  ].join("\n");
}

type Paint = ReturnType<typeof pc.createColors>;
type Line = (text: string, indent: number, dye?: (one: string) => string) => string;

const MARKS: Readonly<Record<Finding["severity"], string>> = {
  critical: "✕",
  high: "▲",
  medium: "◆",
  low: "•",
  info: "·",
};

function groupLines({ severity, title, findings, monthlyUsd }: FindingGroup, line: Line, paint: Paint): string[] {
  const dye =
    severity === "critical" ? paint.red : severity === "high" || severity === "medium" ? paint.yellow : paint.dim;
  const money = monthlyUsd > 0 ? `, ${usd(monthlyUsd)} a month` : "";
  const rest = findings.length - TOP_OF_A_RULE;
  return [
    line(`${MARKS[severity]} ${severity}  ${title}${money}`, 2, dye),
    ...findings.slice(0, TOP_OF_A_RULE).map((finding) => line(plain(finding.title, 200), 4)),
    ...(rest > 0 ? [line(`and ${count(rest)} more`, 4, paint.dim)] : []),
    ...(findings[0] === undefined ? [] : [line(`→ ${plain(findings[0].todo, 240)}`, 4, paint.dim)]),
  ];
}
