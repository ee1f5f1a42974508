import type { SeenService } from "@skylane/core";

/** Names that the inventory has: what is one of them is a name in a request, whatever else the word means. */
export interface Vocabulary {
  /** Keys of the services that are called so, by name, id, address and DNS name in lower case. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same names as they are written. */
  readonly written: ReadonlySet<string>;
  /** Names with blanks in them, the longest first. */
  readonly spaced: readonly string[];
  /** Sites of data centres, in lower case. */
  readonly sites: ReadonlySet<string>;
}

/** Nothing is known: names are told by how they look. */
export const NO_VOCABULARY: Vocabulary = { keys: new Map(), written: new Set(), spaced: [], sites: new Set() };

/** The vocabulary of an inventory. Regions of clouds are known without it; `onprem` has sites of its own. */
export function vocabularyOf(services: readonly SeenService[]): Vocabulary {
  const keys = new Map<string, Set<string>>();
  for (const service of services)
    for (const name of namesOf(service)) keys.set(name, (keys.get(name) ?? new Set()).add(service.key));
  return {
    keys,
    written: new Set(
      services.flatMap((service) => [service.name, service.nativeId, service.dnsName ?? "", ...service.addresses]),
    ),
    spaced: [...keys.keys()].filter((name) => /\s/.test(name)).sort((a, b) => b.length - a.length),
    sites: new Set(services.filter(({ cloud }) => cloud === "onprem").map(({ regionId }) => regionId.toLowerCase())),
  };
}

/** Everything a service can be called by, in lower case. */
export const namesOf = (service: SeenService): readonly string[] =>
  [service.name, service.nativeId, service.key, service.dnsName ?? "", ...service.addresses]
    .filter((name) => name !== "")
    .map((name) => name.toLowerCase());
