import { parseConfig, type SkylaneConfig } from "@skylane/core";
import { preferListOf } from "./frr-config.ts";
import { CLOUD, LAB_PATHS, type LabPath, PROBE_PORT, SITE } from "./topology.ts";

/** What is done to the direct connect, and how the controller watches meanwhile. */
export interface LabCase {
  /**
   * `silent-cut`: nothing gets through, the interfaces stay up. `gray-30`: 30 % of the frames are lost, each way.
   * `hard-cut`: the site's own interface goes down; the far end still has carrier.
   */
  readonly fault: "silent-cut" | "gray-30" | "hard-cut";
  readonly probeIntervalMs: number;
  readonly bfd: "300 ms x 3" | null;
}

const INTERVALS_MS = [1_000, 200, 100] as const;

/** Every case, the slow ones first. */
export const LAB_CASES: readonly LabCase[] = [
  ...INTERVALS_MS.map((probeIntervalMs) => ({ fault: "silent-cut", probeIntervalMs, bfd: null }) as const),
  ...INTERVALS_MS.map((probeIntervalMs) => ({ fault: "gray-30", probeIntervalMs, bfd: null }) as const),
  { fault: "hard-cut", probeIntervalMs: 1_000, bfd: null },
  { fault: "hard-cut", probeIntervalMs: 1_000, bfd: "300 ms x 3" },
];

/** A name to choose a case by, e.g. `silent-cut-200` or `hard-cut-1000-bfd`. */
export const nameOf = ({ fault, probeIntervalMs, bfd }: LabCase): string =>
  `${fault}-${probeIntervalMs}${bfd === null ? "" : "-bfd"}`;

/**
 * The estate of the lab as a person would write it, with the thresholds of a case. Three losses in a row are `down`.
 *
 * At one probe a second a lost one is given up after 200 ms (the default), and loss is what the default says it is: more
 * than 5 % of 20, the second of them. Faster probes are given 100 ms, four round trips of the slower path, and may lose
 * two of 20: at 10 probes a second two strays in two seconds are no illness. Loss moves traffic in the gray cases alone,
 * for it is not the default.
 */
export function configOf({ fault, probeIntervalMs }: LabCase): SkylaneConfig {
  const isSlow = probeIntervalMs >= 1_000;
  const raw = {
    version: 1,
    estate: "lab",
    clouds: {},
    networks: [
      { id: "cloud-net", cloud: "aws", regionId: "us-east-1", cidrs: [CLOUD.lan] },
      { id: "site-net", cloud: "onprem", regionId: "dc1", cidrs: [SITE.lan] },
    ],
    connections: LAB_PATHS.map(({ id }) => ({
      id,
      kind: id,
      ends: ["cloud-net", "site-net"],
      bandwidthMbps: 1_000,
      isEncrypted: id === "vpn",
      isPublic: id === "vpn",
    })),
    probing: { allowedTargets: LAB_PATHS.map(({ probeTargetIp }) => `${probeTargetIp}/32`) },
    vantages: [{ id: "site-router", networkId: "site-net" }],
    groups: [
      {
        id: "site-cloud",
        automation: "act",
        sides: [
          { id: "site", networkId: "site-net", steering: steering("local-preference") },
          // The cloud has no knob of its own here: what the site announces steers its packets.
          { id: "cloud", networkId: "cloud-net", steering: steering("community") },
        ],
        paths: LAB_PATHS.map((path) => ({
          id: path.id,
          connectionId: path.id,
          probe: {
            vantageId: "site-router",
            kind: "tcp",
            sourceIp: path.probeSourceIp,
            host: path.probeTargetIp,
            port: PROBE_PORT,
          },
          handles: { site: handle(path, "in"), cloud: handle(path, "out") },
        })),
      },
    ],
    flows: [
      {
        id: "orders",
        groupId: "site-cloud",
        source: { ip: SITE.lanIp },
        destination: { ip: CLOUD.lanIp, port: PROBE_PORT },
        class: "critical",
      },
    ],
    thresholds: {
      probeIntervalMs: `${probeIntervalMs} ms`,
      probeTimeoutMs: isSlow ? "200 ms" : "100 ms",
      failuresToDownCount: 3,
      windowSampleCount: 20,
      degradedLossRatio: isSlow ? 0.05 : 0.1,
    },
    failover: { on: fault === "gray-30" ? ["down", "degraded"] : ["down"] },
  };
  return parseConfig(raw, "test/lab/cases.ts");
}

const steering = (by: "local-preference" | "community") => ({
  actuator: "onprem.prefer-path",
  settings: { routerId: SITE.id, by },
});

const handle = (path: LabPath, direction: "in" | "out") => ({
  neighborIp: path.cloudIp,
  preferPrefixList: preferListOf(path, direction),
  interfaceName: path.interfaceName,
});
