import { oneLine, type StorageTier } from "@skylane/core";
import { type Advice, DAYS_PER_MONTH, type Finder, percent, type StorageUse, usd } from "./inputs.ts";

const LEAST_USD = 1;
/** What a move costs must be back within half a year. */
const PAYBACK_MONTHS = 6;

type Age = StorageUse["ages"][number];

/** Data that is old and hardly read, in a tier made for data that is read: a lifecycle rule from the age at which it pays. */
export const storageTier: Finder = ({ storage = [] }) =>
  storage.flatMap((store): readonly Advice[] => {
    const { resourceId, scope, tiers, ages, tierId } = store;
    const now = tiers.find(({ id }) => id === tierId);
    if (!now) return [];
    const best = tiers
      .filter((tier) => tier !== now)
      // what has just been written is not old
      .flatMap((tier) => ages.flatMap((age, from) => (age.minAgeDays > 0 ? movedFrom(from, tier, now, ages) : [])))
      .filter(({ monthlyUsd, moveUsd }) => monthlyUsd >= LEAST_USD && moveUsd <= monthlyUsd * PAYBACK_MONTHS)
      .toSorted((a, b) => b.monthlyUsd - a.monthlyUsd)[0];
    if (!best) return [];
    const { tier, monthlyUsd, moveUsd, moved, readUsd } = best;
    const gb = moved.reduce((sum, age) => sum + age.gb, 0);
    const minAgeDays = moved[0]?.minAgeDays ?? 0;
    const name = oneLine(resourceId, 80);
    return [
      {
        title: `Move what is older than ${minAgeDays} days in ${name} to ${oneLine(tier.id, 60)}`,
        scope,
        subjects: [resourceId],
        evidence: [
          `${gb.toFixed(0)} GB of ${ages.reduce((sum, age) => sum + age.gb, 0).toFixed(0)} are older than ${minAgeDays} days; ${percent(moved.reduce((sum, age) => sum + age.readGb30d, 0) / gb)} of as much were read in 30 days at most`,
          `${usd(now.usdPerGbMonth)} a GB and month in ${oneLine(now.id, 40)}, ${usd(tier.usdPerGbMonth)} in ${oneLine(tier.id, 40)}; reading what was read costs ${usd(readUsd)} a month there`,
          `${usd(moveUsd)} once for the move, back in ${(moveUsd / monthlyUsd).toFixed(1)} months`,
        ],
        savingUsd: monthlyUsd,
        // twice as much is read
        savingLowUsd: monthlyUsd - readUsd,
        savingHighUsd: monthlyUsd + readUsd,
        risk: monthlyUsd > 2 * readUsd ? "low" : "medium",
        risks: [
          "reading it again costs more, each request of it too, and in some tiers takes hours",
          `what is deleted within ${tier.minDays} days there is paid until then`,
        ],
        todo: [
          {
            step: `a lifecycle rule on ${name}: to ${oneLine(tier.id, 60)} after ${minAgeDays} days`,
            undo: "remove the rule; what was moved stays until it is copied back, which is paid as reading",
          },
        ],
      },
    ];
  });

/** What a rule saves a month that moves all ages from one on. */
function movedFrom(from: number, tier: StorageTier, now: StorageTier, ages: readonly Age[]) {
  const moved = ages.slice(from);
  const months = DAYS_PER_MONTH / 30;
  const readUsd = moved.reduce((sum, { readGb30d }) => sum + readGb30d * tier.usdPerReadGb * months, 0);
  const readNowUsd = moved.reduce((sum, { readGb30d }) => sum + readGb30d * now.usdPerReadGb * months, 0);
  const heldUsd = moved.reduce((sum, age) => sum + age.gb * (now.usdPerGbMonth - tier.usdPerGbMonth), 0);
  const moveUsd = moved.reduce((sum, { objectCount }) => sum + (objectCount / 1_000) * tier.usdPerThousandMoves, 0);
  return { tier, moved, readUsd, moveUsd, monthlyUsd: heldUsd + readNowUsd - readUsd };
}
