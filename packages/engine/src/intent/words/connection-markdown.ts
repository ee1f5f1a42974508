import {
  type BuiltRecord,
  type BuiltShare,
  type BuiltWatch,
  type ConnectPlan,
  type Intent,
  type IntentId,
  type MadeResource,
  markdownText,
  type PlanSignature,
  type ProofEvidence,
} from "@skylane/core";
import { costInWords, counted } from "./amounts.ts";
import { inMarkdown, inMermaid } from "./escape.ts";
import { WAY_NAMES } from "./preview-lines.ts";
import { tableOf } from "./preview-markdown.ts";

/** A connection that was made, with all that is known of it. */
export interface ConnectionRecord {
  readonly intentId: IntentId;
  readonly runId: IntentId;
  readonly intent: Intent;
  /** Who answers for it. */
  readonly owner: string;
  readonly costCentre?: string | undefined;
  readonly askedBy: string;
  /** Who signed its plan, with their reasons. */
  readonly signatures: readonly PlanSignature[];
  readonly plan: ConnectPlan;
  readonly made: readonly MadeResource[];
  readonly evidence: readonly ProofEvidence[];
  /** ISO 8601, when it was proven. */
  readonly provenAt: string;
  /** Who looks after it; absent = that was not settled yet. */
  readonly watch?: BuiltWatch | undefined;
  /** Of its run's own objects. */
  readonly cost?: Pick<BuiltRecord, "monthlyUsd" | "resources"> | undefined;
  /** Its own part of that. */
  readonly share?: Pick<BuiltShare, "monthlyUsd"> | undefined;
  /** Absent = it stands. */
  readonly takenBack?:
    | { readonly at: string; readonly by?: string | undefined; readonly why?: string | undefined }
    | undefined;
}

const text = inMarkdown;

/**
 * A connection's documentation in Markdown: owner, who asked and who signed, way with a Mermaid diagram, objects, evidence, cost, who
 * looks after it, runbook. Of one that was taken back: what is gone, and when. The same record gives the same text.
 */
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
    requirements.endpoint === "public" && "over the public endpoint",
    requirements.monthlyGb !== undefined && `${requirements.monthlyGb} GB a month`,
  ].filter((one) => typeof one === "string");
  return [
    `# ${text(source.name)} to ${text(destination.name)}`,
    "",
    ...takenBackLines(record),
    "| | |",
    "| --- | --- |",
    `| Intent | ${intentId} |`,
    `| Owner | ${text(record.owner)} |`,
    ...(record.costCentre === undefined ? [] : [`| Cost centre | ${text(record.costCentre)} |`]),
    `| Asked for by | ${text(record.askedBy)} |`,
    `| Signed by | ${signersOf(record)} |`,
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
      ["object", "where", "what", "ids", ...(record.takenBack ? ["now"] : [])],
      steps.map(({ id, resource, cloud, regionId, summary }) => [
        resource,
        text(`${cloud} ${regionId}`),
        text(summary),
        Object.values(madeOf.get(id)?.ids ?? {})
          .map(text)
          .join("<br>") + (madeOf.get(id)?.wasThere ? " (was there)" : ""),
        ...(record.takenBack ? [becameOf(madeOf.get(id))] : []),
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
    ...costLines(record),
    ...(record.takenBack ? [] : [...watchLines(record), ...runbook(record)]),
  ].join("\n");
}

function takenBackLines({ takenBack }: ConnectionRecord): readonly string[] {
  if (!takenBack) return [];
  const { at, by, why } = takenBack;
  return [
    `**Taken back** on ${text(at)}${by === undefined ? "" : ` by ${text(by)}`}${why === undefined ? "" : `: ${text(why)}`}. What follows is how it was.`,
    "",
  ];
}

const signersOf = ({ signatures }: ConnectionRecord): string =>
  signatures.map(({ by, reason }) => `${text(by)} (${text(reason)})`).join("<br>") ||
  "nobody: policy asks for no signature";

/** What became of an object when its connection was taken back. */
function becameOf(made: MadeResource | undefined): string {
  if (!made || made.state === "planned") return "was never made";
  if (made.state !== "removed") return "**is left**";
  if (made.reason?.startsWith("kept: ")) return text(made.reason);
  return made.wasThere ? "as it was before" : "gone";
}

const usdOf = (monthlyUsd: number | undefined): string =>
  monthlyUsd === undefined ? "not known" : `$${monthlyUsd.toFixed(2)}`;

function costLines({ plan, cost, share, costCentre }: ConnectionRecord): readonly string[] {
  const charged = (cost?.resources ?? []).filter(({ monthlyUsd }) => monthlyUsd !== 0);
  return [
    "## Cost",
    "",
    `${text(costInWords(plan.cost))} for the whole plan, of ${counted(plan.intentIds.length, "connection")}, at list price and with what is sent over it.`,
    ...(cost
      ? [
          `Objects of its run: ${usdOf(cost.monthlyUsd)} a month. Its share: ${usdOf(share?.monthlyUsd)}, charged to ${costCentre === undefined ? "no cost centre" : text(costCentre)}; what several connections need is shared evenly.`,
        ]
      : []),
    "",
    ...(charged.length === 0
      ? []
      : [
          "| object | USD a month |",
          "| --- | --- |",
          ...charged.map(
            ({ resource, stepId, monthlyUsd }) => `| ${resource} ${text(stepId)} | ${usdOf(monthlyUsd)} |`,
          ),
          "",
        ]),
  ];
}

function watchLines({ watch }: ConnectionRecord): readonly string[] {
  if (!watch) return [];
  const { groupId, pathIds, because } = watch;
  return [
    "## Looked after",
    "",
    markdownText(because, 1_000),
    ...(groupId === undefined ? [] : ["", `Group ${text(groupId)}; paths ${pathIds.map(text).join(", ")}.`]),
    "",
  ];
}

function runbook({ intentId, runId, watch }: ConnectionRecord): readonly string[] {
  const [path] = watch?.pathIds ?? [];
  return [
    "## Runbook",
    "",
    "| when | do |",
    "| --- | --- |",
    `| It does not answer | \`skylane status\`: which of its paths and links is down${path === undefined ? "" : `; its first path is ${text(path)}`}. \`skylane topology show\`: whether its tunnels are up as the clouds see them. \`skylane intents show ${runId}\`: its objects; look at the rules among them. |`,
    "| It was away | `skylane failover history`: what was seen, decided and told, by incident. |",
    `| It is slow | \`skylane status\`: the round trip of its path against what is usual; \`skylane events tail\`: whether it was predicted. |`,
    `| A person moved an object by hand | \`skylane discover\`: what differs. |`,
    `| It is not needed any more | \`skylane intents undo ${intentId}\` takes away what was made for it, and nothing else. |`,
    "",
  ];
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
