import type { Topology, TopologyConnection } from "./topology.ts";
import type { TopologyDrift } from "./topology-drift.ts";

/** What differs of one thing, with the prefixes it is about. */
export type TopologyChange = Omit<TopologyDrift, "flowIds"> & { readonly prefixes: readonly string[] };

type Subject = Pick<TopologyChange, "what" | "subject" | "cloud" | "regionId" | "prefixes"> & {
  /** Field → value, as text. */
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * What is in one topology and not, or not so, in the other; pure. A Region or account that could not be seen this time says
 * nothing about what is in it, so nothing there is called removed.
 */
export function topologyChanges(before: Topology, after: Topology): readonly TopologyChange[] {
  const [then, now] = [subjectsOf(before), subjectsOf(after)];
  const unseen = new Set(after.gaps.map(({ cloud, regionId }) => (regionId ? `${cloud}/${regionId}` : cloud)));
  const changed: TopologyChange[] = [];
  for (const [id, subject] of now) {
    const old = then.get(id);
    if (!old) changed.push(changeOf("added", subject, []));
    else {
      const changes = Object.keys({ ...old.fields, ...subject.fields })
        .filter((field) => old.fields[field] !== subject.fields[field])
        .map((field) => ({ field, before: old.fields[field] ?? "", after: subject.fields[field] ?? "" }));
      if (changes.length > 0)
        changed.push(changeOf("changed", { ...subject, prefixes: [...old.prefixes, ...subject.prefixes] }, changes));
    }
  }
  for (const [id, subject] of then)
    if (!now.has(id) && !unseen.has(subject.cloud ?? "") && !unseen.has(`${subject.cloud}/${subject.regionId}`))
      changed.push(changeOf("removed", subject, []));
  return changed;
}

const changeOf = (
  kind: TopologyChange["kind"],
  { what, subject, cloud, regionId, prefixes }: Subject,
  changes: TopologyChange["changes"],
): TopologyChange => ({
  kind,
  what,
  subject,
  changes,
  prefixes,
  ...(cloud && { cloud }),
  ...(regionId && { regionId }),
});

/** Only what a person would call a change: no counters, no times. */
function subjectsOf(topology: Topology): ReadonlyMap<string, Subject> {
  const subjects: Subject[] = [];
  for (const { key, cloud, regionId, cidrs, subnetCount } of topology.networks)
    subjects.push({
      what: "network",
      subject: key,
      cloud,
      regionId,
      prefixes: cidrs,
      fields: { cidrs: [...cidrs].sort().join(", "), subnets: String(subnetCount) },
    });
  for (const { key, cloud, regionId, asn, publicIps, networkKeys } of topology.gateways)
    subjects.push({
      what: "gateway",
      subject: key,
      cloud,
      regionId,
      prefixes: topology.networks.filter((network) => networkKeys.includes(network.key)).flatMap(({ cidrs }) => cidrs),
      fields: {
        asn: String(asn ?? ""),
        "public addresses": [...publicIps].sort().join(", "),
        networks: [...networkKeys].sort().join(", "),
      },
    });
  for (const connection of topology.connections) subjects.push(connectionSubject(connection));
  for (const { cloud, owner, tableId, prefix, next, isActive } of topology.routes)
    subjects.push({
      what: "route",
      subject: `${owner} ${tableId} ${prefix}`,
      cloud,
      prefixes: [prefix],
      fields: { next: `${next.kind} ${next.key ?? ""}`.trim(), active: String(isActive) },
    });
  return new Map(subjects.map((subject) => [`${subject.what} ${subject.subject}`, subject]));
}

const connectionSubject = ({
  id,
  kind,
  ends,
  status,
  bandwidthMbps,
  isDeclared,
  reaches,
}: TopologyConnection): Subject => ({
  what: "connection",
  subject: id,
  ...(ends[0].cloud && { cloud: ends[0].cloud }),
  ...(ends[0].regionId && { regionId: ends[0].regionId }),
  prefixes: [...reaches[0], ...reaches[1]],
  fields: {
    kind,
    status,
    ends: ends.map(({ at }) => at).join(" ↔ "),
    "bandwidth, Mbps": String(bandwidthMbps ?? ""),
    declared: String(isDeclared),
    reaches: reaches.map((prefixes) => [...prefixes].sort().join(", ")).join(" | "),
  },
});
