import type { PolicyViolation, Topology } from "@skylane/core";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { ConnectWorld, NamedIntent } from "../design/world.ts";
import { judgeIntent } from "./judge-intent.ts";
import { asnFault, cidrFault } from "./network-rules.ts";
import type { Breach } from "./rule.ts";

/** Rules that the intents of a design break, each with the way that was found for it; those without a way by themselves. */
export function judgeIntents(
  intents: readonly NamedIntent[],
  design: ConnectDesign,
  { topology, config, today }: ConnectWorld,
): readonly PolicyViolation[] {
  const judging = { intents: config.intents, today };
  const wayOf = new Map(design.ways.map((way) => [way.intentId, way]));
  return [...intents]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((named) => {
      const way = wayOf.get(named.id);
      const crossed = way && topology.connections.filter(({ id }) => way.connectionIds.includes(id));
      const places = (crossed ?? []).flatMap(({ ends }) =>
        ends.flatMap(({ cloud, regionId }) => (cloud === undefined || !regionId ? [] : [`${cloud}:${regionId}`])),
      );
      return judgeIntent(named, { way, places, breaches: hygieneOf(named, design, topology) }, judging);
    });
}

/** Numbers and ranges that make trouble sooner or later; only of what is joined by something new. */
function hygieneOf({ id }: NamedIntent, { ends, ways }: ConnectDesign, { gateways }: Topology): readonly Breach[] {
  const one = ends.get(id);
  const way = ways.find(({ intentId }) => intentId === id);
  if (!one || !way || way.kind === "existing-path") return [];
  const networks = [one.source, one.destination];
  const faults = [
    ...networks.flatMap(({ cidrs }) => cidrs.flatMap((cidr) => fault("network.cidr-hygiene", cidrFault(cidr)))),
    // only BGP looks at numbers
    ...(way.kind === "peering" || way.kind === "transit-peering"
      ? []
      : gateways
          .filter(({ networkKeys }) => networks.some(({ key }) => networkKeys.includes(key)))
          .flatMap(({ asn }) => (asn === undefined ? [] : fault("network.asn-hygiene", asnFault(asn))))),
  ];
  return [...new Map(faults.map((breach) => [breach.reason, breach])).values()];
}

const fault = (rule: string, reason: string | undefined): readonly Breach[] =>
  reason === undefined
    ? []
    : [
        {
          rule,
          reason: `${reason}.`,
          alternatives: [{ id: "renumber", label: "Another range or number, before the two are joined" }],
          isFixable: false,
        },
      ];
