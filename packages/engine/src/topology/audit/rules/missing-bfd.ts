import { connectionKindNames, type Finding } from "@skylane/core";
import { type AuditFacts, betweenEnds, finding, isDedicated } from "../facts.ts";

/** Circuits without BFD, by an end that can tell: a cut is noticed when the hold time is over. */
export function missingBfd({ topology }: AuditFacts): readonly Finding[] {
  return topology.connections
    .filter(
      (connection) =>
        isDedicated(connection) &&
        connection.sightings.some(({ isBfdOn }) => isBfdOn === false) &&
        connection.reaches.some((prefixes) => prefixes.length > 0),
    )
    .map((connection) =>
      finding(connection.id, {
        rule: "missing-bfd",
        severity: "medium",
        title: `${connectionKindNames[connection.kind]} without BFD: ${betweenEnds(connection)}`,
        subjects: [connection.id],
        evidence: [
          ...connection.sightings
            .filter(({ isBfdOn }) => isBfdOn !== undefined)
            .map(({ cloud, isBfdOn }) => `${cloud} says BFD is ${isBfdOn ? "on" : "off"}.`),
          "Without it a silent cut lasts until the BGP hold time is over: 90 s by RFC 4271, 30 s where tuned.",
        ],
        todo: "Turn on BFD at both ends, 300 ms with a detect multiplier of 3: a cut is then noticed in 0.9 s. It costs nothing.",
      }),
    );
}
