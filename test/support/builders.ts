import {
  type FailoverPlan,
  type PathHealthRecord,
  type PathStateName,
  parseConfig,
  type SkylaneConfig,
} from "@skylane/core";

/** A small estate as a person would write it: one group of two paths, both sides steerable, one critical flow. */
export const rawConfig = () => ({
  version: 1,
  estate: "test",
  clouds: { aws: { accounts: [{ id: "111122223333", regions: ["us-east-1"] }] } },
  policies: [{ id: "open" }, { id: "sealed", requireEncryption: true }],
  networks: [
    { id: "cloud-net", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"] },
    { id: "site-net", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"] },
  ],
  connections: [
    {
      id: "dx",
      kind: "direct-connect",
      ends: ["cloud-net", "site-net"],
      bandwidthMbps: 10_000,
      isEncrypted: false,
      isPublic: false,
    },
    {
      id: "vpn",
      kind: "vpn",
      ends: ["cloud-net", "site-net"],
      bandwidthMbps: 1_250,
      isEncrypted: true,
      isPublic: true,
    },
  ],
  probing: { allowedTargets: ["10.254.0.0/16"] },
  vantages: [{ id: "v1", networkId: "cloud-net" }],
  groups: [
    {
      id: "g",
      policyId: "open",
      automation: "act",
      sides: [
        { id: "cloud", networkId: "cloud-net", steering: { actuator: "test.table", settings: { table: "t1" } } },
        { id: "site", networkId: "site-net", steering: { actuator: "test.table", settings: { table: "t2" } } },
      ],
      paths: [path("dx", 1), path("vpn", 2)],
    },
  ],
  flows: [
    {
      id: "orders",
      groupId: "g",
      source: { ip: "10.1.0.5" },
      destination: { ip: "10.9.0.5", port: 8443 },
      class: "critical",
    },
    {
      id: "batch",
      groupId: "g",
      source: { ip: "10.1.0.6" },
      destination: { ip: "10.9.0.6", port: 8443 },
      class: "bulk",
    },
  ],
});

const path = (id: string, i: number) => ({
  id,
  connectionId: id,
  probe: { vantageId: "v1", sourceIp: `10.255.0.${i}`, host: `10.254.0.${i}`, port: 7 },
  handles: { cloud: { hop: id }, site: { hop: id } },
});

/** That estate, parsed; `change` may alter the raw form first. */
export function aConfig(change: (raw: ReturnType<typeof rawConfig>) => unknown = (raw) => raw): SkylaneConfig {
  const raw = rawConfig();
  return parseConfig(change(raw) ?? raw, "test.yaml");
}

/** What has schedules only where a configuration has it, in raw form: a status page and a drill of its group. */
export const withSchedules = {
  status: { components: [{ name: "Shop", groupIds: ["g"] }] },
  drills: [
    {
      id: "d",
      over: { groupIds: ["g"] },
      kind: "reroute",
      targetRtoMs: "5 seconds",
      schedule: { expression: "cron(0 3 ? * SUN *)" },
    },
  ],
};

/** The stored plan of its group: dx first, vpn in its place. */
export const aPlan = (more: object = {}): FailoverPlan =>
  ({
    groupId: "g",
    hash: "12345678",
    computedAtMs: 0,
    primaryPathId: "dx",
    backupPathId: "vpn",
    ruledOut: [],
    changes: [],
    spares: [],
    cases: [],
    proofFlowIds: [],
    ...more,
  }) as unknown as FailoverPlan;

/** Health of a path in a state, as its vantage stored it. */
export function healthOf(
  pathId: string,
  state: PathStateName,
  more: { vantageId?: string; sinceMs?: number; epoch?: number; baselineRttMs?: number } = {},
): PathHealthRecord {
  const common = {
    sinceMs: more.sinceMs ?? 1_000_000,
    epoch: more.epoch ?? 1,
    ...(more.baselineRttMs !== undefined && { baselineRttMs: more.baselineRttMs }),
    learning: [],
    recent: [],
    failuresInRowCount: 0,
    successesInRowCount: 0,
    blindInRowCount: 0,
  };
  return {
    pathId: pathId as PathHealthRecord["pathId"],
    vantageId: (more.vantageId ?? "v1") as PathHealthRecord["vantageId"],
    sampledAtMs: 1_000_000,
    health: state === "degraded" ? { state, because: "loss", ...common } : { state, ...common },
  };
}
