import { FASTCHECKOUT_ROUTER } from "./fastcheckout.ts";
import { flowCounts, sites } from "./plan.ts";
import type { EstateInput } from "./types.ts";

const cidrOf = (id: string): string => sites.find((site) => site.id === id)?.cidr ?? id;
const set = (ids: readonly string[]): string => `{ ${[...new Set(ids)].map(cidrOf).join(", ")} }`;

/** Port of the flows, and that at which canaries answer. */
const FLOW_PORT = 8_443;
const CANARY_PORT = 7;

/**
 * `/etc/nftables.conf` of each data centre's router: lets through what the flows are, what probes paths, and what Skylane writes into
 * its chain; all else is dropped, in both directions. Each lets through those of the others too, for it may be on their way.
 */
export function routerRulesets(): NonNullable<NonNullable<EstateInput["guards"]>["routerRulesets"]> {
  const toSites = flowCounts.filter(({ to }) => sites.some(({ id, cloud }) => id === to && cloud === "onprem"));
  const flows = `ip saddr ${set(toSites.map(({ from }) => from))} ip daddr ${set(toSites.map(({ to }) => to))} tcp dport ${FLOW_PORT} accept comment "applications in the clouds"`;
  const canaries = ["tcp", "udp"].map((protocol) => `ip daddr 10.254.0.0/16 ${protocol} dport ${CANARY_PORT} accept`);
  const globalcart = sites
    .filter(({ cloud }) => cloud === "onprem")
    .map(({ gatewayId }) => ({ gatewayId, ruleset: rulesetOf([...canaries, flows]) }));
  return [...globalcart, { gatewayId: FASTCHECKOUT_ROUTER, ruleset: rulesetOf([]) }];
}

const rulesetOf = (rules: readonly string[]): string =>
  [
    "table inet filter {",
    "  chain skylane {",
    "  }",
    "  chain forward {",
    "    type filter hook forward priority filter; policy drop;",
    '    oifname "sky-*" tcp flags syn tcp option maxseg size set 1350',
    "    ct state established,related accept",
    ...rules.map((rule) => `    ${rule}`),
    "    jump skylane",
    "  }",
    "}",
    "",
  ].join("\n");
