import { endsOf, LAB_PATHS, type LabPath, type LabRouter, peerOf } from "./topology.ts";

/** What a VPN or Direct Connect is raised to; the community is the one AWS reads on a Direct Connect as "high". */
const PREFERRED_LOCAL_PREFERENCE = 300;
const PREFER_COMMUNITY = "7224:7300";

/** Names of the lists that `onprem.prefer-path` puts entries in. */
export const preferListOf = (path: LabPath, direction: "in" | "out"): string =>
  `${path.tag}-${direction.toUpperCase()}-HIGH`;

/**
 * bgpd.conf of a router: both sessions, the probe addresses each over its own session only, and the policy that is there
 * before anything is moved. The site's maps match the preferring lists, which hold nothing yet; the cloud's honour the
 * community. BGP keeps its default timers (60 s, 180 s), so what repairs traffic is not the hold timer.
 */
export const bgpConfig = (router: LabRouter): string =>
  [
    `hostname ${router.id}`,
    `bgp community-list standard PREFER permit ${PREFER_COMMUNITY}`,
    ...LAB_PATHS.flatMap((path) => [
      `ip prefix-list ${path.tag}-PROBE seq 5 permit ${endsOf(router, path).ownProbeIp}/32`,
      // An empty list would permit everything in a route-map of FRR.
      ...(["in", "out"] as const).map(
        (direction) => `ip prefix-list ${preferListOf(path, direction)} seq 4294967294 deny 0.0.0.0/0 le 32`,
      ),
    ]),
    ...LAB_PATHS.flatMap((path) => [...inboundMap(router, path), ...outboundMap(router, path)]),
    `router bgp ${router.asn}`,
    ` bgp router-id ${router.lanIp}`,
    " no bgp ebgp-requires-policy",
    ...LAB_PATHS.flatMap((path) => {
      const { neighborIp } = endsOf(router, path);
      return [
        ` neighbor ${neighborIp} remote-as ${peerOf(router).asn}`,
        ` neighbor ${neighborIp} timers connect 1`,
        ` neighbor ${neighborIp} advertisement-interval 0`,
      ];
    }),
    " address-family ipv4 unicast",
    `  network ${router.lan}`,
    ...LAB_PATHS.map((path) => `  network ${endsOf(router, path).ownProbeIp}/32`),
    ...LAB_PATHS.flatMap((path) => {
      const { neighborIp } = endsOf(router, path);
      return [
        `  neighbor ${neighborIp} soft-reconfiguration inbound`,
        `  neighbor ${neighborIp} route-map ${path.tag}-IN in`,
        `  neighbor ${neighborIp} route-map ${path.tag}-OUT out`,
      ];
    }),
    " exit-address-family",
    "",
  ].join("\n");

function inboundMap(router: LabRouter, path: LabPath): readonly string[] {
  const preferred =
    router.id === "site" ? ` match ip address prefix-list ${preferListOf(path, "in")}` : " match community PREFER";
  return [
    `route-map ${path.tag}-IN permit 10`,
    preferred,
    ` set local-preference ${PREFERRED_LOCAL_PREFERENCE}`,
    `route-map ${path.tag}-IN permit 100`,
    ` set local-preference ${path.localPreference}`,
  ];
}

function outboundMap(router: LabRouter, path: LabPath): readonly string[] {
  const others = LAB_PATHS.filter(({ id }) => id !== path.id);
  return [
    `route-map ${path.tag}-OUT permit 5`,
    ` match ip address prefix-list ${path.tag}-PROBE`,
    ...others.flatMap((other, i) => [
      `route-map ${path.tag}-OUT deny ${6 + i}`,
      ` match ip address prefix-list ${other.tag}-PROBE`,
    ]),
    ...(router.id === "site"
      ? [
          `route-map ${path.tag}-OUT permit 10`,
          ` match ip address prefix-list ${preferListOf(path, "out")}`,
          ` set community ${PREFER_COMMUNITY} additive`,
        ]
      : []),
    `route-map ${path.tag}-OUT permit 100`,
  ];
}
