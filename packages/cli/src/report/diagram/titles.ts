import type { TopologyConnection } from "@skylane/core";
import type { Names } from "../names.ts";
import { xmlText } from "../plain.ts";
import { count, kindNames, rate, stateMarks, usd, volume } from "../words.ts";
import type { DiagramEdge, DiagramNode } from "./graph.ts";

const LINES = 12;

/** What is told of an edge when a pointer rests on it; escaped. */
export const edgeTitle = ({ members }: DiagramEdge, names: Names): string =>
  lines(members, (connection) => connectionText(connection, names));

/** What is told of a box; escaped. */
export function nodeTitle(node: DiagramNode, names: Names): string {
  const members =
    node.kind === "unseen"
      ? node.keys.map((key) => key)
      : node.kind === "gateway"
        ? node.gateways.map(({ key, nativeId }) => `${names.of(key)}: ${nativeId}`)
        : node.networks.map(
            ({ key, cidrs, endpointCount }) =>
              `${names.of(key)}: ${cidrs.slice(0, 4).join(", ")}${cidrs.length > 4 ? ", …" : ""}, ${count(endpointCount)} resources`,
          );
  const told = lines(members, (member) => member);
  return node.inside.length === 0
    ? told
    : `${told}\nAmong them:\n${lines(node.inside, (connection) => connectionText(connection, names))}`;
}

function connectionText(connection: TopologyConnection, names: Names): string {
  const { kind, status, ends, bandwidthMbps, bytes30d, monthlyUsd, isDeclared } = connection;
  return [
    `${stateMarks[status]} ${names.connection(connection)}: ${kindNames[kind]} ${status}`,
    `${names.end(ends[0])} ↔ ${names.end(ends[1])}`,
    ...(bandwidthMbps === undefined ? [] : [rate(bandwidthMbps)]),
    ...(bytes30d === undefined ? [] : [`${volume(bytes30d)} in 30 days`]),
    ...(monthlyUsd === undefined ? [] : [`${usd(monthlyUsd)} a month`]),
    ...(isDeclared ? [] : ["undocumented"]),
  ].join(" · ");
}

const lines = <T>(members: readonly T[], text: (member: T) => string): string =>
  [
    ...members.slice(0, LINES).map((member) => xmlText(text(member), 240)),
    ...(members.length > LINES ? [`and ${count(members.length - LINES)} more`] : []),
  ].join("\n");
