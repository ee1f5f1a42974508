import type { IncidentRecord } from "@skylane/core";
import { type Fact, type NarrationFacts, oneLine } from "@skylane/core";

/** What may be said of an incident after it: every number with its label, the names, and the plain text that says it all. */
export function postIncidentFacts(record: IncidentRecord): NarrationFacts {
  const { incident, decision, calls, loss, cost } = record;
  const { proof, preImages, status, trigger } = incident;
  const name = (text: string): string => oneLine(text, 120);
  const [group, from, to] = [name(record.groupId), name(incident.fromPathId), name(incident.toPathId ?? "no path")];
  const toProofMs = loss?.toMs === undefined ? undefined : loss.toMs - loss.fromMs;
  const detectedMs = loss && incident.openedAtMs - loss.fromMs;
  const facts: Fact[] = [];
  const add = (label: string, value: number | undefined, unit: Fact["unit"]): void => {
    if (value !== undefined && Number.isFinite(value)) facts.push({ label, value, unit });
  };
  add("time from the first bad probe to the proof by traffic", toProofMs, "ms");
  add("time from the first bad probe to the trigger", detectedMs, "ms");
  add("requests of the proof that were answered", proof?.answeredCount, "count");
  add("requests of the proof that were sent", proof?.sentCount, "count");
  add("packets counted on the path during the proof", proof?.pathPacketCount, "count");
  const until = toProofMs === undefined ? "while the path was bad" : "until the proof";
  add(`probes lost ${until}`, loss?.lostCount, "count");
  add(`probes known ${until}`, loss?.knownCount, "count");
  add(`probes ${until} that are not recorded`, loss?.missingCount, "count");
  add("routes stored before the first write", preImages.length, "count");
  add("route changes of the move", calls.length, "count");
  const extra = cost.extraDailyUsd;
  if (extra !== undefined && extra !== 0)
    add(`what the bytes cost ${extra > 0 ? "more" : "less"} a day after the move`, Math.abs(extra), "USD");

  const sentences = [
    HOW[status]({ group, from, to, isManual: trigger.kind === "manual" }),
    decision.kind === "hold" && decision.rule !== undefined ? `The rule that held it is ${name(decision.rule)}.` : "",
    toProofMs === undefined ? "" : `From the first bad probe to the proof by traffic it took ${seconds(toProofMs)}.`,
    proof === undefined
      ? ""
      : `Of the proof, ${count(proof.answeredCount, "request was", "requests were")} answered of ${count(proof.sentCount, "request", "requests")} sent.`,
    loss === undefined || loss.lostCount === 0
      ? ""
      : `${loss.missingCount > 0 ? "At least " : ""}${count(loss.lostCount, "probe was", "probes were")} lost${toProofMs === undefined ? "" : " until then"}, of those that are known.`,
    extra === undefined
      ? "What the move costs is not known."
      : Math.abs(extra) < 0.005
        ? ""
        : `Its bytes cost $${Math.abs(extra).toFixed(2)} a day ${extra > 0 ? "more" : "less"}.`,
  ];
  return {
    topic: `Incident ${name(incident.id)} of group ${group}, from ${from} to ${to}`,
    facts,
    names: [
      name(incident.id),
      group,
      from,
      to,
      ...(decision.rule === undefined ? [] : [name(decision.rule)]),
      ...new Set(record.evidence.map(({ vantageId }) => name(vantageId))),
      ...(proof?.flowIds ?? []).map(name),
    ],
    text: sentences.filter((sentence) => sentence !== "").join(" "),
  };
}

interface Told {
  readonly group: string;
  readonly from: string;
  readonly to: string;
  readonly isManual: boolean;
}

const HOW: Readonly<Record<IncidentRecord["incident"]["status"], (told: Told) => string>> = {
  open: ({ group, from }) => `The incident of ${group} on ${from} is open.`,
  moved: ({ group, from, to, isManual }) =>
    `Traffic of ${group} was moved from ${from} to ${to}${isManual ? ", as a person ordered" : ""}, and it was proven there.`,
  "repaired-by-routing": ({ group, from }) =>
    `Routing took the traffic of ${group} off ${from} by itself, and that was proven.`,
  refused: ({ group, from }) => `Traffic of ${group} was left on ${from}: nothing was touched.`,
  "rolled-back": ({ group, from, to }) =>
    `The move of ${group} from ${from} to ${to} could not be proven, and every route was put back.`,
  "failed-back": ({ group, from, to }) =>
    `Traffic of ${group} was moved from ${from} to ${to}, and it is on ${from} again.`,
  "needs-human": ({ group, from, to }) =>
    `The move of ${group} from ${from} to ${to} could not be proven or undone: a person is needed.`,
};

const seconds = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
const count = (value: number, one: string, several: string): string => `${value} ${value === 1 ? one : several}`;
