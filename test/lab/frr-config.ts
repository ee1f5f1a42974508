import { endsOf, LAB_PATHS, type LabPath, type LabRouter, peerOf } from "./topology.ts";

/** What a VPN or Direct Connect is raised to; the community is the one AWS reads on a Direct Connect as "high". */
const PREFERRED_LOCAL_PREFERENCE = 300;
const PREFER_COMMUNITY = "7224:7300";

/** Names of the lists that `onprem.prefer-path` puts entries in. */
export const preferListOf = (path: LabPath, direction: "in" | "out"): string =>
  `${path.tag}-${direction.toUpperCase()}-HIGH`;

/** Names of the lists that take a prefix off a path: those of `onprem.withdraw`, `.prepend` and `.graceful-shutdown`. */
export const leaveListsOf = ({ tag }: LabPath) => ({
  withdraw: `${tag}-OUT-WITHDRAW`,
  prepend: `${tag}-OUT-PREPEND`,
  shutdownOut: `${tag}-OUT-SHUTDOWN`,
  shutdownIn: `${tag}-IN-SHUTDOWN`,
});

/**
 * bgpd.conf of a router: both sessions, the probe addresses each over its own session only, and the policy that is there
 * before anything is moved. The site's maps match the lists of every knob, which hold nothing yet; the cloud's honour the
 * communities. BGP keeps its default timers (60 s, 180 s), so what repairs traffic is not the hold timer.
 */
export const bgpConfig = (router: LabRouter): string =>
  [
    `hostname ${router.id}`,
    `bgp community-list standard PREFER permit ${PREFER_COMMUNITY}`,
    "bgp community-list standard SHUTDOWN permit graceful-shutdown",
    ...LAB_PATHS.flatMap((path) => [
      `ip prefix-list ${path.tag}-PROBE seq 5 permit ${endsOf(router, path).ownProbeIp}/32`,
      // An empty list would permit everything in a route-map of FRR.
      ...[preferListOf(path, "in"), preferListOf(path, "out"), ...Object.values(leaveListsOf(path))].map(
        (list) => `ip prefix-list ${list} seq 4294967294 deny 0.0.0.0/0 le 32`,
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
  const isSite = router.id === "site";
  const listed = (list: string): string => ` match ip address prefix-list ${list}`;
  return [
    `route-map ${path.tag}-IN permit 8`,
    isSite ? listed(leaveListsOf(path).shutdownIn) : " match community SHUTDOWN",
    " set local-preference 0",
    `route-map ${path.tag}-IN permit 10`,
    isSite ? listed(preferListOf(path, "in")) : " match community PREFER",
    ` set local-preference ${PREFERRED_LOCAL_PREFERENCE}`,
    `route-map ${path.tag}-IN permit 100`,
    ` set local-preference ${path.localPreference}`,
  ];
}

/** Probe addresses come first: what is matched there is out of reach of every list below. */
function outboundMap(router: LabRouter, path: LabPath): readonly string[] {
  const others = LAB_PATHS.filter(({ id }) => id !== path.id);
  const entry = (rank: string, list: string, ...set: readonly string[]): readonly string[] => [
    `route-map ${path.tag}-OUT ${rank}`,
    ` match ip address prefix-list ${list}`,
    ...set,
  ];
  const lists = leaveListsOf(path);
  return [
    ...entry("permit 4", `${path.tag}-PROBE`),
    ...others.flatMap((other, i) => entry(`deny ${5 + i}`, `${other.tag}-PROBE`)),
    ...(router.id === "site"
      ? [
          ...entry("deny 7", lists.withdraw),
          ...entry("permit 8", lists.shutdownOut, " set community graceful-shutdown additive"),
          ...entry("permit 9", lists.prepend, ` set as-path prepend ${`${router.asn} `.repeat(3).trim()}`),
          ...entry("permit 10", preferListOf(path, "out"), ` set community ${PREFER_COMMUNITY} additive`),
        ]
      : []),
    `route-map ${path.tag}-OUT permit 100`,
  ];
}
