import type { ConnectPlan, Intent, IntentId, MadeResource, ProofEvidence } from "@skylane/core";
import { costInWords } from "./amounts.ts";
import { inMarkdown, inMermaid } from "./escape.ts";
import { WAY_NAMES } from "./preview-lines.ts";
import { tableOf } from "./preview-markdown.ts";

/** A connection that was made, with all that is known of it. */
export interface ConnectionRecord {
  readonly intentId: IntentId;
  readonly intent: Intent;
  /** Who answers for it. */
  readonly owner: string;
  readonly costCentre?: string | undefined;
  readonly plan: ConnectPlan;
  readonly made: readonly MadeResource[];
  readonly evidence: readonly ProofEvidence[];
  /** ISO 8601, when it was proven. */
  readonly provenAt: string;
}

const text = inMarkdown;

/** A connection's documentation in Markdown: owner, purpose, way, objects, rules, cost, evidence, runbook, and a Mermaid diagram. */
export function connectionMarkdown(record: ConnectionRecord): string {
  const { intentId, intent, plan, made, evidence } = record;
  const { source, destination, requirements } = intent;
  const way = plan.ways.find((one) => one.intentId === intentId);
  const steps = plan.steps.filter(({ intentIds }) => intentIds.includes(intentId));
  const madeOf = new Map(made.map((one) => [one.stepId, one]));
  const asked = [
    requirements.maxRttMs !== undefined && `round trip of ${requirements.maxRttMs} ms at most`,
    requirements.compliance.length > 0 && requirements.compliance.join(", "),
    requirements.encryption === "required" && "encrypted on the way",
    requirements.isPublicForbidden && "never over the public internet",
    requirements.monthlyGb !== undefined && `${requirements.monthlyGb} GB a month`,
  ].filter((one) => typeof one === "string");
  return [
    `# ${text(source.name)} to ${text(destination.name)}`,
    "",
    "| | |",
    "| --- | --- |",
    `| Intent | ${intentId} |`,
    `| Owner | ${text(record.owner)} |`,
    ...(record.costCentre === undefined ? [] : [`| Cost centre | ${text(record.costCentre)} |`]),
    `| From | ${text(source.name)} (${source.kind}, ${source.cloud} ${text(source.regionId)}) |`,
    `| To | ${text(destination.name)} (${destination.kind}, ${destination.cloud} ${text(destination.regionId)}), port ${intent.port} |`,
    `| Asked for | ${asked.length > 0 ? asked.map(text).join("; ") : "nothing besides"} |`,
    `| Plan | ${plan.hash} |`,
    `| Proven | ${text(record.provenAt)} |`,
    "",
    ...(way ? diagramOf(intent, way) : []),
    ...(way
      ? [
          "## Way",
          "",
          `${WAY_NAMES[way.kind]}${way.connectionIds.length > 0 ? `: ${way.connectionIds.map(text).join(", ")}` : ""}; ${way.isEncrypted ? "encrypted" : "not encrypted"}, ${way.isPublic ? "over the internet" : "private"}.`,
          "",
        ]
      : []),
    ...tableOf(
      "Objects",
      ["object", "where", "what", "ids"],
      steps.map(({ id, resource, cloud, regionId, summary }) => [
        resource,
        text(`${cloud} ${regionId}`),
        text(summary),
        Object.values(madeOf.get(id)?.ids ?? {})
          .map(text)
          .join("<br>") + (madeOf.get(id)?.wasThere ? " (was there)" : ""),
      ]),
    ),
    ...tableOf(
      "Evidence",
      ["check", "wanted", "seen", "proven"],
      evidence
        .filter((one) => one.intentId === intentId)
        .map(({ check, wanted, seen, isProven, isWaived }) => [
          check,
          text(wanted),
          text(seen),
          isProven ? "yes" : isWaived ? "no, as it was signed" : "**no**",
        ]),
    ),
    "## Cost",
    "",
    `${text(costInWords(plan.cost))} for the whole plan, of ${plan.intentIds.length === 1 ? "this connection" : `${plan.intentIds.length} connections`}, at list price.`,
    "",
    "## Runbook",
    "",
    `- It does not answer: \`skylane status\` says which of its links is down; then look at the rules above, in their order.`,
    `- It is slow: \`skylane paths list\` shows what is measured on its links.`,
    `- It is not needed any more: \`skylane intents undo ${intentId}\` takes away what was made for it, and nothing else.`,
    "",
  ].join("\n");
}

function diagramOf({ source, destination, port }: Intent, way: ConnectPlan["ways"][number]): readonly string[] {
  const links = way.connectionIds.length > 0 ? way.connectionIds : [WAY_NAMES[way.kind]];
  const nodes = links.map((link, i) => `  l${i}[/${inMermaid(link)}/]`);
  const chain = ["s", ...links.map((_, i) => `l${i}`), "d"].join(" --> ");
  return [
    "```mermaid",
    "flowchart LR",
    `  s[${inMermaid(`${source.name}, ${source.cloud} ${source.regionId}`)}]`,
    ...nodes,
    `  d[${inMermaid(`${destination.name}, port ${port}`)}]`,
    `  ${chain}`,
    "```",
    "",
  ];
}
