import type { ConnectPlan } from "@skylane/core";
import { shown } from "../design/security-rules.ts";
import { costInWords, durationInWords } from "./amounts.ts";
import { inMarkdown } from "./escape.ts";
import { WAY_NAMES } from "./preview-lines.ts";

const text = (value: string): string => inMarkdown(shown(value));

/** The whole plan in Markdown: what an approver reads. Texts from outside are escaped. */
export function previewMarkdown(plan: ConnectPlan): string {
  const { cost, risk } = plan;
  return [
    `# Plan ${plan.hash.slice(0, 12)}`,
    "",
    `${plan.steps.length} objects to make, ${durationInWords(plan.expectedDurationMs)}, ${costInWords(cost)}. Risk: **${risk.tier}**.`,
    "",
    ...listOf("Why so many must agree", risk.reasons.map(text)),
    ...tableOf(
      "Ways",
      ["intent", "way", "round trip", "encrypted", "internet", "not chosen"],
      plan.ways.map((way) => [
        text(way.intentId),
        `${WAY_NAMES[way.kind]}${way.connectionIds.length > 0 ? `: ${way.connectionIds.map(text).join(", ")}` : ""}`,
        way.expectedRttMs === undefined
          ? "not known"
          : `${Math.round(way.expectedRttMs * 10) / 10} ms (${way.rttFrom})`,
        way.isEncrypted ? "yes" : "no",
        way.isPublic ? "yes" : "no",
        way.notChosen.map((other) => text(`${other.way}: ${other.because}`)).join("<br>"),
      ]),
    ),
    ...tableOf(
      "Cannot be made",
      ["intent", "field", "why", "would do"],
      plan.issues.map(({ intentId, issue }) => [intentId, issue.field, issue.message, issue.example].map(text)),
    ),
    ...tableOf(
      "Policy",
      ["intent", "rule", "why", "would comply"],
      plan.violations.map(({ intentId, rule, reason, alternatives }) => [
        ...[intentId, rule, reason].map(text),
        alternatives.map(({ label }) => text(label)).join("<br>"),
      ]),
    ),
    ...tableOf(
      "Who can reach whom, that could not",
      ["from", "to", "ports", "asked for", "because"],
      plan.reach.map(({ from, to, ports, isWanted, because }) => [
        text(from),
        text(to),
        text(ports),
        isWanted ? "yes" : "**no**",
        text(because),
      ]),
    ),
    ...tableOf(
      "Rules",
      ["guard", "change", "rule"],
      plan.security.map(({ guard, change, rule }) => [text(guard), change, text(rule)]),
    ),
    ...tableOf(
      "Routes",
      ["table", "prefix", "before", "after"],
      plan.routes.map(({ owner, prefix, before, after }) =>
        [owner, prefix, before ?? "none", after ?? "none"].map(text),
      ),
    ),
    ...tableOf(
      "Objects",
      ["#", "object", "where", "what"],
      plan.steps.map(({ resource, cloud, regionId, summary }, i) => [
        `${i + 1}`,
        resource,
        text(`${cloud} ${regionId}`),
        text(summary),
      ]),
    ),
    ...tableOf(
      "Cost a month",
      ["what", "USD"],
      [
        ...cost.lines.map(({ what, monthlyUsd }) => [text(what), monthlyUsd.toFixed(2)]),
        ...cost.unknown.map((what) => [text(what), "not known"]),
      ],
    ),
    ...(cost.unverified === undefined
      ? []
      : ["Prices that nobody has confirmed:", "", ...cost.unverified.map((what) => `- ${text(what)}`), ""]),
    ...(cost.breakEvenGb === undefined
      ? []
      : [`A dedicated port would be cheaper from ${cost.breakEvenGb} GB a month on.`, ""]),
    ...listOf("Undo, in this order", plan.undo.map(text)),
    ...plan.orders.flatMap(({ markdown }) => [markdown.replace(/^# /, "## "), ""]),
  ].join("\n");
}

/** A table, or nothing where it would be empty. Cells are Markdown already. */
export const tableOf = (
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] =>
  rows.length === 0
    ? []
    : [
        `## ${title}`,
        "",
        `| ${head.join(" | ")} |`,
        `| ${head.map(() => "---").join(" | ")} |`,
        ...rows.map((row) => `| ${row.join(" | ")} |`),
        "",
      ];

const listOf = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, "", ...lines.map((line) => `1. ${line}`), ""];
