import type { PolicyClass, RouterPolicy, Treatment } from "./plan-policy.ts";

/** An address that no route has: no list is ever empty. */
const SENTINEL = "255.255.255.255/32";

/** Lines for a configuration session. The terms end in `next policy`: the base policy behind them still decides. */
export function junosLines({ links, prefixes }: RouterPolicy): { readonly apply: string; readonly undo: string } {
  const member = (verb: "set" | "delete", { list }: PolicyClass) =>
    prefixes.map((prefix) => `${verb} policy-options prefix-list ${list} ${prefix}`);
  return {
    apply: session([
      ...links.flatMap(({ map, chosen, left }) => [
        `set policy-options prefix-list ${chosen.list} ${SENTINEL}`,
        ...termLines(`${map}-STEER`, chosen),
        ...left.flatMap((one) => member("delete", one)),
        ...member("set", chosen),
      ]),
    ]),
    undo: session(links.toReversed().flatMap(({ chosen }) => member("delete", chosen))),
  };
}

const session = (lines: readonly string[]): string =>
  [
    "configure exclusive",
    ...lines,
    "show | compare",
    "commit confirmed 5",
    "run show bgp summary",
    "# look whether it is right, then:",
    "commit",
    "exit",
    "",
  ].join("\n");

function termLines(policy: string, { list, treatment }: PolicyClass): readonly string[] {
  const term = `set policy-options policy-statement ${policy} term ${list}`;
  const communityName = treatment.does === "community" ? `SKY-${treatment.value.replace(":", "-")}` : "";
  return [
    ...(treatment.does === "community"
      ? [`set policy-options community ${communityName} members ${treatment.value}`]
      : []),
    `${term} from prefix-list-filter ${list} orlonger`,
    ...thenLines(treatment, communityName).map((line) => `${term} then ${line}`),
    `${term} then ${treatment.does === "withdraw" ? "reject" : "next policy"}`,
  ];
}

function thenLines(treatment: Treatment, communityName: string): readonly string[] {
  switch (treatment.does) {
    case "local-preference":
      return [`local-preference ${treatment.value}`];
    case "community":
      return [`community add ${communityName}`];
    case "prepend":
      return [
        `metric ${treatment.med}`,
        ...(treatment.times > 0 ? [`as-path-prepend "${Array(treatment.times).fill(treatment.asn).join(" ")}"`] : []),
      ];
    case "withdraw":
      return [];
  }
}
