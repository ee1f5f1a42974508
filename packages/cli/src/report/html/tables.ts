import type { TopologyConnection } from "@skylane/core";
import { groupGaps } from "../group-gaps.ts";
import { type Names, namesOf } from "../names.ts";
import { xmlText as text } from "../plain.ts";
import type { Report } from "../report.ts";
import { placeOf } from "../summary-text.ts";
import { counted, kindNames, rate, stateMarks, usd, volume } from "../words.ts";

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** Every connection: its two ends, how it stands, what it carries and costs, and why its ends are one. */
export function connectionsSection({ topology }: Report): string {
  if (topology.connections.length === 0) return "<p>None seen.</p>";
  const names = namesOf(topology);
  return table(
    [
      { title: "Connection" },
      { title: "Between" },
      { title: "Kind" },
      { title: "State" },
      { title: "Capacity", isNumber: true },
      { title: "30 days", isNumber: true },
      { title: "A month", isNumber: true },
      { title: "Beside it" },
      { title: "In inventory" },
      { title: "Joined by" },
    ],
    topology.connections.map((connection) => connectionCells(connection, names)),
  );
}

function connectionCells(connection: TopologyConnection, names: Names): string[] {
  const { kind, ends, status, bandwidthMbps, bytes30d, monthlyUsd, isDeclared, evidence } = connection;
  return [
    text(names.connection(connection), 60),
    `${text(names.end(ends[0]), 80)}<br>${text(names.end(ends[1]), 80)}`,
    kindNames[kind],
    `<span class="${status}">${stateMarks[status]} ${status}</span>`,
    bandwidthMbps === undefined ? "–" : rate(bandwidthMbps),
    bytes30d === undefined ? "–" : volume(bytes30d),
    monthlyUsd === undefined ? "–" : usd(monthlyUsd),
    besideIt(connection),
    isDeclared ? "yes" : "<b>no</b>",
    joinedBy(evidence),
  ];
}

/** What could carry its traffic instead; nothing for what carries none, or is never backed up by its like. */
function besideIt({ kind, reaches, redundancy }: TopologyConnection): string {
  if (kind === "peering" || kind === "internet" || reaches.every((prefixes) => prefixes.length === 0)) return "";
  const { alternativeIds, isDiverse } = redundancy;
  if (alternativeIds.length === 0) return "<b>nothing</b>";
  const diversity = isDiverse === undefined ? "carrier unknown" : isDiverse ? "other carrier" : "same carrier";
  return `<span title="${alternativeIds
    .slice(0, 12)
    .map((id) => text(id, 80))
    .join("&#10;")}">${counted(alternativeIds.length, "link")}, ${diversity}</span>`;
}

/** The fact that joined the ends, and how many more agree; the facts themselves when a pointer rests on it. */
function joinedBy([first, ...more]: TopologyConnection["evidence"]): string {
  if (first === undefined) return "–";
  const against = more.filter(({ confidence }) => confidence < 0.5).length;
  const agreeing = more.length - against;
  const told = [first, ...more].map(({ detail }) => text(detail, 240)).join("&#10;");
  return [
    `<span title="${told}">${first.rule} ${Math.round(first.confidence * 100)} %`,
    ...(agreeing > 0 ? [`, ${counted(agreeing, "fact agrees", "facts agree")}`] : []),
    ...(against > 0 ? [`, <b>${counted(against, "disagrees", "disagree")}</b>`] : []),
    "</span>",
  ].join("");
}

/** What could not be seen, why, and which permission or command mends it. */
export function gapsSection({ topology }: Report): string {
  if (topology.gaps.length === 0) return "<p>Every look succeeded.</p>";
  return table(
    [{ title: "Where" }, { title: "Why" }, { title: "Missing" }, { title: "What to do" }],
    groupGaps(topology.gaps).map(({ first, reason, operations, permissions }) => [
      text(placeOf(first), 160),
      reason,
      listed(permissions.length > 0 ? permissions : operations),
      text(first.todo, 400),
    ]),
  );
}

const LISTED = 8;
const listed = (all: readonly string[]): string =>
  [
    ...all.slice(0, LISTED).map((one) => `<code>${text(one, 120)}</code>`),
    ...(all.length > LISTED ? [`and ${all.length - LISTED} more`] : []),
  ].join("<br>");

function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const kind = (i: number): string => (columns[i]?.isNumber ? ' class="number"' : "");
  return [
    '<div class="scroll"><table><thead><tr>',
    ...columns.map(({ title }, i) => `<th scope="col"${kind(i)}>${title}</th>`),
    "</tr></thead><tbody>",
    ...rows.map((cells) => `<tr>${cells.map((cell, i) => `<td${kind(i)}>${cell}</td>`).join("")}</tr>`),
    "</tbody></table></div>",
  ].join("\n");
}
