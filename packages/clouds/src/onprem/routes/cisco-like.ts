import { parsePrefix } from "../../_shared/routes/fit.ts";
import type { LinkPolicy, PolicyClass, RouterPolicy, Treatment } from "./plan-policy.ts";
import { SENTINEL_SEQUENCE, sequenceOf } from "./plan-policy.ts";

/** Lines that make a list and its entry, if they are not there: first the list, which is never empty, then the entry, then its match. */
export function entryLines({ map, chosen }: Pick<LinkPolicy, "map" | "chosen">): readonly string[] {
  const { list, sequence, treatment } = chosen;
  return [
    sentinelOf(list),
    `route-map ${map} ${treatment.does === "withdraw" ? "deny" : "permit"} ${sequence}`,
    ` match ip address prefix-list ${list}`,
    ...setLines(treatment).map((line) => ` ${line}`),
    "exit",
  ];
}

/** Puts the prefixes into the chosen lists and takes them out of the others. An entry that denies is never made here. */
export function applyLines({ links, prefixes }: RouterPolicy): readonly string[] {
  return links.flatMap((link) => [
    ...(link.chosen.treatment.does === "withdraw" ? [sentinelOf(link.chosen.list)] : entryLines(link)),
    ...link.left.flatMap(({ list }) => prefixes.map((prefix) => `no ${memberOf(list, prefix)}`)),
    ...prefixes.map((prefix) => memberOf(link.chosen.list, prefix)),
  ]);
}

/** Takes the prefixes out of the lists: the base policy holds for them again. Entries stay, and match nothing. */
export const undoLines = ({ links, prefixes }: RouterPolicy): readonly string[] =>
  links.toReversed().flatMap(({ chosen }) => prefixes.map((prefix) => `no ${memberOf(chosen.list, prefix)}`));

const sentinelOf = (list: string): string => `ip prefix-list ${list} seq ${SENTINEL_SEQUENCE} deny 0.0.0.0/0 le 32`;

const memberOf = (list: PolicyClass["list"], prefix: string): string =>
  // as long as clouds and providers take them; what is longer is left to the base policy
  `ip prefix-list ${list} seq ${sequenceOf(prefix)} permit ${prefix}${parsePrefix(prefix).length < 24 ? " le 24" : ""}`;

function setLines(treatment: Treatment): readonly string[] {
  switch (treatment.does) {
    case "local-preference":
      return [`set local-preference ${treatment.value}`];
    case "community":
      return [`set community ${treatment.value} additive`];
    case "prepend":
      return [
        `set metric ${treatment.med}`,
        ...(treatment.times > 0 ? [`set as-path prepend ${Array(treatment.times).fill(treatment.asn).join(" ")}`] : []),
      ];
    case "withdraw":
      return [];
  }
}
