import type { CloudId, DiscoveryGap } from "@skylane/core";
import { type Check, failed, unlessNone, type Verdict, warning } from "../check.ts";

const MAX_NAMED = 3;

/** What a look at a cloud could not see, one verdict for each reason. */
export function judgeGaps(cloud: CloudId, gaps: readonly DiscoveryGap[]): readonly Verdict[] {
  return [...Map.groupBy(gaps, ({ reason }) => reason)].map(([reason, ofReason]) => {
    const first = ofReason[0] as DiscoveryGap;
    const missing = [...new Set(ofReason.map(({ permission, operation }) => permission ?? operation))].sort();
    const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : "";
    const seen = `${cloud}, ${reason}: ${missing.slice(0, MAX_NAMED).join(", ")}${more}`;
    const todo =
      reason === "denied" ? `${first.todo}; the whole policy: skylane permissions --cloud ${cloud}` : first.todo;
    return reason === "credentials" || reason === "denied" ? failed(seen, todo) : warning(seen, todo);
  });
}

export const permissions: Check = {
  id: "permissions",
  timeLimitMs: 90_000,
  async look({ config, deps }) {
    const clouds = Object.keys(config.clouds) as CloudId[];
    const seen = await Promise.all(
      clouds.map(async (cloud) => {
        const { gaps, callCount } = await deps.surveyor.look(cloud);
        return { verdicts: judgeGaps(cloud, gaps), callCount };
      }),
    );
    const callCount = seen.reduce((sum, one) => sum + one.callCount, 0);
    return unlessNone(
      seen.flatMap(({ verdicts }) => verdicts),
      `${callCount} read calls answered in ${clouds.join(", ")}`,
    );
  },
};
