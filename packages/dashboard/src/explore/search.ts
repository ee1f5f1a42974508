import { gatewayKindNames } from "@skylane/core";
import { compare, ELSEWHERE, type EstateIndex, nameOf } from "./estate-index.ts";
import { overlap, type Range, rangeOf } from "./ipv4.ts";
import { cloudName, kindNames, ruleNames } from "./words.ts";

/** Something that can be found and chosen. */
export interface Entry {
  /** What the address selects. */
  readonly key: string;
  readonly what: "place" | "network" | "gateway" | "connection" | "finding";
  readonly title: string;
  readonly detail: string;
}

interface Indexed extends Entry {
  /** Lower case: what it is called, then everything else it can be found by. */
  readonly names: readonly string[];
  readonly words: string;
  readonly ranges: readonly Range[];
}

const ORDER: readonly Entry["what"][] = ["place", "network", "gateway", "connection", "finding"];

/** Everything of an estate that can be found; made once for a view. */
export function searchable(index: EstateIndex): readonly Indexed[] {
  const { topology } = index;
  const where = (cloud: string, regionId: string) => `${cloudName(cloud)} ${regionId}`.trim();
  return [
    ...index.places
      .filter(({ cloud }) => cloud !== ELSEWHERE)
      .map(({ id, cloud, regionId }) =>
        indexed(
          { key: id, what: "place", title: regionId || "global", detail: cloudName(cloud) },
          [id],
          ["region site", cloud],
          [],
        ),
      ),
    ...topology.networks.map((network) =>
      indexed(
        {
          key: network.key,
          what: "network",
          title: nameOf(index, network.key),
          detail: `${where(network.cloud, network.regionId)} · ${network.cidrs.join(", ")}`,
        },
        [network.nativeId, network.key],
        ["network vpc vnet vcn", network.accountId, ...network.cidrs, ...tagWords(network.tags)],
        network.cidrs,
      ),
    ),
    ...topology.gateways.map((gateway) =>
      indexed(
        {
          key: gateway.key,
          what: "gateway",
          title: nameOf(index, gateway.key),
          detail: `${gatewayKindNames[gateway.kind]} · ${where(gateway.cloud, gateway.regionId)}`,
        },
        [gateway.nativeId, gateway.key],
        [
          "gateway",
          gateway.kind,
          gateway.accountId,
          ...(gateway.asn === undefined ? [] : [`as${gateway.asn}`]),
          ...gateway.publicIps,
          ...tagWords(gateway.tags),
        ],
        gateway.publicIps,
      ),
    ),
    ...topology.connections.map((connection) => {
      const { sightings, ends } = connection;
      const ips = sightings.flatMap(({ join }) =>
        [join.localPublicIp, join.peerPublicIp, join.localInsideIp, join.peerInsideIp].filter((ip) => ip !== undefined),
      );
      return indexed(
        {
          key: connection.id,
          what: "connection",
          title: connection.id,
          detail: `${kindNames[connection.kind]} · ${ends.map(({ at }) => nameOf(index, at)).join(" ↔ ")} · ${connection.status}`,
        },
        sightings.flatMap(({ nativeId, name, aliases }) => [nativeId, name ?? "", ...aliases]),
        [
          "connection link",
          connection.kind,
          connection.status,
          connection.isDeclared ? "declared" : "undeclared undocumented",
          connection.isEncrypted ? "encrypted" : "",
          connection.isPublic ? "public" : "",
          connection.carrier ?? "",
          connection.location ?? "",
          ...ips,
          ...ends.flatMap(({ at, cloud, regionId }) => [at, cloud ?? "", regionId ?? ""]),
          ...sightings.flatMap(({ tags }) => tagWords(tags)),
          ...(index.findingsOn.get(connection.id) ?? []).map(({ rule }) => `${rule} ${ruleNames[rule]}`),
        ],
        [...ips, ...connection.reaches.flat()],
      );
    }),
    ...index.findings.map((finding) =>
      indexed(
        {
          key: finding.id,
          what: "finding",
          title: finding.title,
          detail: `${finding.severity} · ${ruleNames[finding.rule]}`,
        },
        [finding.id, finding.rule],
        [finding.severity, ruleNames[finding.rule], ...finding.subjects, ...finding.flowIds],
        [],
      ),
    ),
  ];
}

/**
 * What a person looks for: every word must be somewhere in it. An address or CIDR finds what holds or overlaps it. Exact names
 * first, then beginnings of names, then names, then the rest; equals in the order of kinds and of titles.
 */
export function search(entries: readonly Indexed[], query: string, limitCount = 12): readonly Entry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const asked = words.map((word) => ({ word, range: rangeOf(word) }));
  return entries
    .map((entry) => ({ entry, rank: Math.max(...asked.map((word) => rankOf(entry, word))) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        ORDER.indexOf(a.entry.what) - ORDER.indexOf(b.entry.what) ||
        compare(a.entry.title, b.entry.title) ||
        compare(a.entry.key, b.entry.key),
    )
    .slice(0, limitCount)
    .map(({ entry: { key, what, title, detail } }) => ({ key, what, title, detail }));
}

function rankOf(
  { names, words, ranges }: Indexed,
  { word, range }: { readonly word: string; readonly range: Range | undefined },
): number {
  if (names.includes(word)) return 0;
  if (range && ranges.some((own) => overlap(own, range))) return 1;
  if (names.some((name) => name.startsWith(word))) return 1;
  if (names.some((name) => name.includes(word))) return 2;
  return words.includes(word) ? 3 : Number.POSITIVE_INFINITY;
}

const indexed = (
  entry: Entry,
  names: readonly string[],
  words: readonly string[],
  ranges: readonly string[],
): Indexed => ({
  ...entry,
  names: [entry.title, ...names].map((name) => name.toLowerCase()).filter((name) => name !== ""),
  words: [entry.detail, ...words].join("\n").toLowerCase(),
  ranges: ranges.map(rangeOf).filter((range) => range !== undefined),
});

const tagWords = (tags: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(tags).map(([name, value]) => `${name}=${value}`);
