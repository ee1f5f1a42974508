import type { Estate } from "../../estate/estate.ts";
import type { DnsRecord, ForwardRule, PrivateZone, ResolverEndpoint } from "../../estate/names.ts";

/** Everything that says what a name means, and for whom. API calls change it; the networks' resolvers obey it. */
export interface DnsState {
  readonly zones: Map<string, PrivateZone>;
  /** Records of private zones: zone → `name|type` → record. */
  readonly records: Map<string, Map<string, DnsRecord>>;
  /** Networks that may ask a private zone: zone → network → its link. */
  readonly zoneLinks: Map<string, Map<string, DnsLink>>;
  readonly forwardRules: Map<string, ForwardRule>;
  /** Networks whose resolver obeys a forward rule: rule → network → its link. */
  readonly ruleLinks: Map<string, Map<string, DnsLink>>;
  readonly resolverEndpoints: Map<string, ResolverEndpoint>;
}

/** What ties a network to a zone or a rule; clouds give it a name of its own. */
export interface DnsLink {
  readonly id: string;
}

/** Key of a record in its zone. */
export const recordKey = ({ name, type }: Pick<DnsRecord, "name" | "type">): string => `${name}|${type}`;

export const initialDns = ({ names }: Estate): DnsState => ({
  zones: new Map(names.zones.map(({ networkIds, records, ...zone }) => [zone.id, zone])),
  records: new Map(
    names.zones.map(({ id, records }) => [id, new Map(records.map((record) => [recordKey(record), record]))]),
  ),
  zoneLinks: new Map(names.zones.map(({ id, networkIds }) => [id, linksTo(id, networkIds)])),
  forwardRules: new Map(names.forwardRules.map(({ networkIds, ...rule }) => [rule.id, rule])),
  ruleLinks: new Map(names.forwardRules.map(({ id, networkIds }) => [id, linksTo(id, networkIds)])),
  resolverEndpoints: new Map(names.resolverEndpoints.map((endpoint) => [endpoint.id, endpoint])),
});

const linksTo = (ownerId: string, networkIds: readonly string[]): Map<string, DnsLink> =>
  new Map(networkIds.map((networkId) => [networkId, { id: `${ownerId}-${networkId}` }]));
