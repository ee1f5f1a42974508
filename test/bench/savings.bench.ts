import { verifySaving } from "@skylane/engine";
import { seededRandom } from "../support/seeded-random.ts";

// Savings of known size in costs made from seeds: how often the 80 % interval holds the truth, and what is verified of what came
// true and of what did not; with demand that changes at the same time, and with others of its kind that do the same.
const RUNS = 400;
const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = 730 / 24;

interface Made {
  readonly weeks: number;
  readonly hasDemand: boolean;
  readonly controlCount: number;
}

function play(seed: number, savedRatio: number, { weeks, hasDemand, controlCount }: Made) {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const days = weeks * 14 + 1;
  const doneDay = 20_000 + Math.floor(random() * 7);
  const firstDay = doneDay - weeks * 7;
  const [usd, weekend, noise] = [50 + random() * 500, 0.4 + random() * 0.6, 0.02 + random() * 0.08];
  // the season that all of a kind share: it goes up or down by up to a fifth when the saving begins
  const common = controlCount > 0 ? 1 + (random() - 0.5) * 0.4 : 1;
  const asked = hasDemand ? 1 + (random() - 0.5) * 0.6 : 1;
  const fixed = random() * 0.5;
  const drift = Array.from({ length: days }, () => 0);
  for (let i = 1; i < days; i += 1) drift[i] = 0.5 * (drift[i - 1] ?? 0) + normal() * 0.03;
  const series = (own: (i: number) => number): number[] => {
    let rest = 0;
    return Array.from({ length: days }, (_, i) => {
      rest = 0.4 * rest + normal() * noise;
      const week = [2, 3].includes((firstDay + i) % 7) ? weekend : 1;
      return own(i) * week * Math.exp(rest + (controlCount > 0 ? (drift[i] ?? 0) : 0));
    });
  };
  const isAfter = (i: number): boolean => firstDay + i >= doneDay;
  const demand = Array.from({ length: days }, (_, i) => (isAfter(i) ? asked : 1) * Math.exp(normal() * 0.15));
  const costOf = (i: number): number =>
    usd * (hasDemand ? fixed + (1 - fixed) * (demand[i] ?? 1) : 1) * (isAfter(i) ? common : 1);
  const affected = series((i) => costOf(i) * (isAfter(i) ? 1 - savedRatio : 1));
  const controls = Array.from({ length: controlCount }, () => series((i) => (50 + usd) * (isAfter(i) ? common : 1)));
  const mean = (2 * weekend + 5) / 7;
  const askedMean = hasDemand ? fixed + (1 - fixed) * asked : 1;
  return {
    truthUsd: usd * askedMean * common * mean * savedRatio * DAYS_PER_MONTH,
    verdict: verifySaving({
      doneAtMs: doneDay * DAY_MS + 36_000_000,
      nowMs: (firstDay + days) * DAY_MS,
      promised: {
        savingUsd: usd * mean * 0.3 * DAYS_PER_MONTH,
        savingLowUsd: usd * mean * 0.1 * DAYS_PER_MONTH,
      },
      affected: { firstDay, usd: affected },
      ...(hasDemand && { demand: { firstDay, values: demand } }),
      ...(controlCount > 0 && { controls: controls.map((values) => ({ firstDay, usd: values })) }),
      random,
    }),
  };
}

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const share = (all: readonly boolean[]): number =>
  Math.round((all.filter(Boolean).length / all.length) * 1_000) / 1_000;

for (const made of [
  { weeks: 2, hasDemand: false, controlCount: 0 },
  { weeks: 4, hasDemand: false, controlCount: 0 },
  { weeks: 8, hasDemand: false, controlCount: 0 },
  { weeks: 4, hasDemand: true, controlCount: 0 },
  { weeks: 4, hasDemand: false, controlCount: 3 },
]) {
  const came = Array.from({ length: RUNS }, (_, i) => play(1_000 + i, 0.3, made));
  const none = Array.from({ length: RUNS }, (_, i) => play(9_000 + i, 0, made));
  const covered = [...came, ...none].map(({ truthUsd, verdict }) => {
    if (verdict.verdict === "too-early") return false;
    return verdict.verified.savedLowUsd <= truthUsd && truthUsd <= verdict.verified.savedHighUsd;
  });
  print({
    bench: "savings",
    ...made,
    runs: 2 * RUNS,
    nominalCoverage: 0.8,
    coverage: share(covered),
    verifiedOfTrue: share(came.map(({ verdict }) => verdict.verdict === "verified")),
    verifiedOfNone: share(none.map(({ verdict }) => verdict.verdict === "verified")),
  });
}
