import { connectionKindNames, type Finding, type TopologyConnection } from "@skylane/core";
import { type AuditFacts, betweenEnds, dayOf, finding, isDedicated, ownerOf } from "../facts.ts";

const MONTHS_A_YEAR = 12;

/**
 * Links that are paid by the hour and carry nothing: no byte in 30 days, no prefix heard or told, no route over them. A link whose
 * bytes or prefixes could not be read is not called one.
 */
export function zombies({ topology }: AuditFacts): readonly Finding[] {
  const routed = new Set(
    topology.routes.flatMap(({ isActive, next }) => (isActive && next.key !== undefined ? [next.key] : [])),
  );
  return topology.connections
    .filter(
      (connection) =>
        (isDedicated(connection) || connection.kind === "vpn") &&
        connection.bytes30d === 0 &&
        connection.reaches.every((prefixes) => prefixes.length === 0) &&
        knowsItsPrefixes(connection) &&
        connection.sightings.every(({ key }) => !routed.has(key)),
    )
    .map((connection) => {
      const { monthlyUsd } = connection;
      const name = `${connectionKindNames[connection.kind]} ${connection.id}`;
      return finding(connection.id, {
        rule: "zombie",
        severity: "medium",
        title: `${connectionKindNames[connection.kind]} that is paid for and carries nothing: ${betweenEnds(connection)}`,
        subjects: [connection.id],
        evidence: evidenceOf(connection),
        ...(monthlyUsd !== undefined && { monthlyUsd }),
        todo: `Ask ${ownerOf(connection) ?? "its owner"}, then retire it by the plan${monthlyUsd === undefined ? "" : `: it saves ${Math.round(monthlyUsd * MONTHS_A_YEAR).toLocaleString("en-US")} USD a year`}.`,
        plan: retirement(name),
      });
    });
}

const knowsItsPrefixes = ({ sightings }: TopologyConnection): boolean =>
  sightings.some(
    ({ receivedPrefixes, announcedPrefixes, receivedRouteCount }) =>
      receivedPrefixes !== undefined || announcedPrefixes !== undefined || receivedRouteCount !== undefined,
  ) && sightings.every(({ receivedRouteCount }) => (receivedRouteCount ?? 0) === 0);

function evidenceOf(connection: TopologyConnection): string[] {
  const { sightings, monthlyUsd } = connection;
  const owner = ownerOf(connection);
  const times = (pick: "createdAtMs" | "lastChangedAtMs") =>
    sightings.flatMap((sighting) => sighting[pick] ?? []).sort((a, b) => b - a);
  const [createdAtMs] = times("createdAtMs");
  const [changedAtMs] = times("lastChangedAtMs");
  return [
    "Bytes: 0 in the last 30 days, both directions.",
    `BGP: ${sightings.map(({ cloud, control }) => `${cloud} says ${control}`).join(", ")}; no prefix is heard or told at either end that can be read.`,
    "Routes: no active route of any table leads over it.",
    changedAtMs === undefined ? "Last change: not known." : `Last change: ${dayOf(changedAtMs)}.`,
    ...(createdAtMs === undefined ? [] : [`Made on ${dayOf(createdAtMs)}.`]),
    owner === undefined ? "Owner: no tag names one." : `Owner by its tags: ${owner}.`,
    monthlyUsd === undefined
      ? "Cost: not known."
      : `Cost: ${monthlyUsd.toLocaleString("en-US")} USD a month (${connection.isDeclared ? "inventory" : sources(sightings)}).`,
  ];
}

const sources = (sightings: TopologyConnection["sightings"]): string =>
  sightings.flatMap(({ listPrice }) => (listPrice ? [`${listPrice.source}, ${listPrice.asOf}`] : [])).join("; ");

/** Each step can be taken back until the last, which comes after weeks of silence. */
const retirement = (name: string): Finding["plan"] => [
  {
    step: `Write down the configuration of ${name} at both ends, its keys in the vault.`,
    undo: "Nothing was changed.",
  },
  {
    step: "Deny every prefix on its BGP sessions, or give its routes the least preference.",
    undo: "Allow the prefixes again.",
  },
  { step: "Shut its BGP sessions; leave the resource.", undo: "Bring the sessions up again." },
  {
    step: "Wait 14 days, one month end among them, and watch for whoever misses it.",
    undo: "Bring the sessions up again.",
  },
  {
    step: "Delete it at both ends, and the customer gateway or cross-connect that only it used.",
    undo: "Make it again from the written configuration; a new VPN takes minutes, a circuit weeks.",
  },
];
