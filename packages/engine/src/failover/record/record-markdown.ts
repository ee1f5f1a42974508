import type { IncidentRecord } from "@skylane/core";
import { markdownText as text } from "@skylane/core";
import { postIncidentFacts } from "./post-incident-facts.ts";
import { recordWords } from "./record-words.ts";

const SAMPLES_A_LINE = 20;
const SHOWN_FLOWS = 10;

/** The record as a document for people; every name in it that comes from outside is escaped. */
export function recordMarkdown(record: IncidentRecord): string {
  const { incident, timeline, evidence, alarms, decision, calls, isPlanKnown, cost, next, dedupKey } = record;
  const { trigger, proof } = incident;
  const { losses, price } = recordWords(record);
  return `${[
    `# Incident ${text(incident.id)}`,
    text(postIncidentFacts(record).text, 2_000),
    table(
      [
        ["group", text(record.groupId)],
        ["status", incident.status],
        ["from", text(incident.fromPathId)],
        ["to", text(incident.toPathId ?? "no path")],
        ["opened", instant(incident.openedAtMs)],
        ["closed", incident.closedAtMs === undefined ? "–" : instant(incident.closedAtMs)],
        [
          "trigger",
          trigger.kind === "manual"
            ? "a person"
            : `${text(trigger.vantageId)} saw ${text(trigger.pathId)} ${trigger.state}`,
        ],
        ["alert key", text(dedupKey)],
      ],
      ["", ""],
    ),
    "## Timeline",
    table(
      timeline.map(({ atMs, what, source }) => [
        instant(atMs),
        offset(atMs - incident.openedAtMs),
        text(what, 400),
        source,
      ]),
      ["time (UTC)", "from the trigger", "what", "by"],
    ),
    "## Evidence",
    evidence.length === 0
      ? "No samples of that time are in the log any more."
      : "Each sign is one probe, oldest first: its delay in ms, `×` lost, `?` not sent, `✓` answered with a delay that was not kept.",
    ...evidence.map(
      ({ pathId, vantageId, samples }) =>
        `**${text(pathId)}**, seen from ${text(vantageId)}${samples.length === 0 ? ": no sample is kept." : `, from ${instant(samples[0]?.atMs ?? 0)}:\n\n${lines(samples)}`}`,
    ),
    "## Alarms of the clouds",
    alarms.length === 0
      ? "None was told around that time."
      : table(
          alarms.map(({ atMs, pathIds, cloud, kind, isRaised, name, resourceIds }) => [
            instant(atMs),
            offset(atMs - incident.openedAtMs),
            pathIds.map((id) => text(id)).join(", "),
            `${text(kind)} ${isRaised ? "raised" : "cleared"}`,
            text(cloud),
            text(name),
            text(resourceIds[0] ?? "–"),
          ]),
          ["time (UTC)", "from the trigger", "path", "alarm", "cloud", "name", "about"],
        ),
    "## Decision",
    `${text(decision.says, 600)}${decision.rule === undefined ? "" : ` (rule **${text(decision.rule)}**)`}`,
    "## Calls",
    calls.length === 0
      ? isPlanKnown
        ? "No route was written."
        : `The plan of then${incident.planHash === undefined ? "" : ` (${text(incident.planHash)})`} is not stored any more; ${incident.preImages.length} routes were read before the first write.`
      : table(
          calls.map(({ change, before, readBack }) => [
            text(change.summary, 200),
            text(change.actuator),
            pairs(change.target),
            pairs(change.desired),
            before ? (before.state === null ? "nothing" : pairs(before.state)) : "not read",
            READ_BACK[readBack],
          ]),
          ["change", "actuator", "where", "to", "before", "read back"],
        ),
    "## Proof",
    proof
      ? `${proof.answeredCount} of ${proof.sentCount} requests answered on ${proof.flowIds.map((id) => text(id)).join(", ") || "no flow"}; ${proof.pathPacketCount ?? "uncounted"} packets on the path.`
      : "Traffic was not proven anywhere.",
    "## Loss of traffic",
    losses,
    "## Cost of the move",
    price,
    ...(cost.flows.length === 0
      ? []
      : [
          table(
            dearestFirst(cost.flows).map(({ flowId, dailyGb, fromDailyUsd, toDailyUsd }) => [
              text(flowId),
              dailyGb === undefined ? "unknown" : `${dailyGb.toFixed(1)} GB`,
              dollars(fromDailyUsd),
              dollars(toDailyUsd),
            ]),
            ["flow", "a day", "before, a day", "now, a day"],
          ),
          ...(cost.flows.length > SHOWN_FLOWS ? [`and ${cost.flows.length - SHOWN_FLOWS} more flows.`] : []),
        ]),
    "## What happens next",
    next.map((sentence) => `- ${text(sentence, 400)}`).join("\n"),
  ].join("\n\n")}\n`;
}

const dearestFirst = (flows: IncidentRecord["cost"]["flows"]): IncidentRecord["cost"]["flows"] =>
  [...flows].sort((a, b) => (b.toDailyUsd ?? 0) - (a.toDailyUsd ?? 0)).slice(0, SHOWN_FLOWS);

const READ_BACK = { shown: "shown as wanted", restored: "as before again", unknown: "unknown" } as const;

const instant = (ms: number): string => new Date(ms).toISOString().replace("T", " ").replace("Z", "");
const offset = (ms: number): string => `${ms < 0 ? "−" : "+"}${(Math.abs(ms) / 1000).toFixed(3)} s`;
const dollars = (usd: number | undefined): string => (usd === undefined ? "unknown" : `$${usd.toFixed(2)}`);

const pairs = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([key, value]) => `${text(key)} ${text(value)}`)
    .join(", ");

function lines(samples: IncidentRecord["evidence"][number]["samples"]): string {
  const signs = samples.map(({ outcome, rttMs }) =>
    outcome === "lost" ? "×" : outcome === "not-sent" ? "?" : rttMs === undefined ? "✓" : rttMs.toFixed(1),
  );
  const rows: string[] = [];
  for (let i = 0; i < signs.length; i += SAMPLES_A_LINE) rows.push(signs.slice(i, i + SAMPLES_A_LINE).join(" "));
  return ["```text", ...rows, "```"].join("\n");
}

const table = (rows: readonly (readonly string[])[], head: readonly string[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
