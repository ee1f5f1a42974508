import type { DiscoveryGap } from "@skylane/core";

/** Gaps of one place and reason: one missing permission shows up at every call that needs it. */
export interface GapGroup {
  readonly first: DiscoveryGap;
  readonly reason: string;
  readonly operations: readonly string[];
  readonly permissions: readonly string[];
}

const reasons: Readonly<Record<DiscoveryGap["reason"], string>> = {
  credentials: "no credentials",
  denied: "denied",
  throttled: "throttled",
  timeout: "no answer in time",
  "not-enabled": "not enabled",
  unavailable: "did not answer",
  "not-understood": "answer not understood",
};

/** In the order of the gaps given. */
export function groupGaps(gaps: readonly DiscoveryGap[]): GapGroup[] {
  const groups = Map.groupBy(gaps, ({ cloud, accountId, regionId, reason }) =>
    JSON.stringify([cloud, accountId, regionId, reason]),
  );
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return {
      first,
      reason: reasons[first.reason],
      operations: [...new Set(members.map(({ operation }) => operation))],
      permissions: [...new Set(members.flatMap(({ permission }) => permission ?? []))],
    };
  });
}
