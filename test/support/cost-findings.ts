import type { CostAnomaly, CostForecast, CostRecommendation } from "@skylane/core";

const AT_MS = Date.UTC(2026, 10, 20, 18);

export const anAnomaly = (more: Partial<CostAnomaly> = {}): CostAnomaly => ({
  id: "ca-flow-orders-1",
  scope: { kind: "flow", id: "orders" },
  beganAtMs: AT_MS - 3_600_000,
  foundAtMs: AT_MS,
  detectors: ["misrouting"],
  severity: "high",
  observedUsdPerHour: 20,
  expectedUsdPerHour: 5,
  usdPerDay: 360,
  usdSoFar: 15,
  cause: "misrouting",
  evidence: ["It leaves by the VPN."],
  flowIds: ["orders"],
  connectionIds: ["vpn-1"],
  status: "open",
  ...more,
});

export const aRecommendation = (more: Partial<CostRecommendation> = {}): CostRecommendation => ({
  id: "cr-zombie-vpn-1",
  kind: "zombie-vpn",
  title: "vpn-7 carries nothing",
  scope: { kind: "link", id: "vpn-7" },
  subjects: ["vpn-7"],
  evidence: ["No bytes in 30 days."],
  savingUsd: 36.5,
  savingLowUsd: 36.5,
  savingHighUsd: 36.5,
  risk: "low",
  risks: [],
  todo: [{ step: "delete it", undo: "make it again" }],
  raisedAtMs: AT_MS,
  status: "open",
  ...more,
});

export const aForecast = (more: Partial<CostForecast> = {}): CostForecast => ({
  scope: { kind: "all", id: "all" },
  atMs: AT_MS,
  spentUsd: 100,
  monthEndUsd: 150,
  lowUsd: 140,
  highUsd: 160,
  dayCount: 60,
  ...more,
});
