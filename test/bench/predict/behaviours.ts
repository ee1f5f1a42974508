import { type Behaviour, gauss } from "../../support/synthetic-path.ts";

const HOUR_MS = 3_600_000;
/** A path that gets worse is well for so long before. */
export const WELL_MS = 3 * HOUR_MS;

const noisy = (rttMs: number, noiseMs: number) => (_: number, random: () => number) => rttMs + noiseMs * gauss(random);
const sinceBad = (atMs: number): number => Math.max(0, atMs - WELL_MS);

/** Paths that are well, for whom every prediction is a false alarm. */
export const wellPaths: Readonly<Record<string, Behaviour>> = {
  "quiet, 40 ms": { rttMs: noisy(40, 0.5), lossRatio: () => 0 },
  "quiet, 1 ms": { rttMs: (_, random) => 1 + 0.05 * Math.abs(gauss(random)), lossRatio: () => 0 },
  "heavy tails, one lost of a thousand": {
    rttMs: (_, random) => 40 + 0.5 * gauss(random) + (random() < 0.02 ? 30 * random() : 0),
    lossRatio: () => 0.001,
  },
  "one lost of a hundred": { rttMs: noisy(40, 1), lossRatio: () => 0.01 },
  "loses one of a hundred from the sixth hour on, and no more": {
    rttMs: noisy(40, 0.5),
    lossRatio: (atMs) => (atMs > 6 * HOUR_MS ? 0.01 : 0),
  },
  "swings by 60 % over the day": {
    rttMs: (atMs, random) => 50 + 15 * Math.sin((2 * Math.PI * atMs) / (24 * HOUR_MS)) + 2 * gauss(random),
    lossRatio: () => 0.0005,
  },
  "80 % more every evening, within two hours": {
    rttMs: (atMs, random) =>
      50 +
      gauss(random) +
      20 * Math.max(0, Math.min(((atMs / HOUR_MS + 21) % 24) - 18, 2, 24 - ((atMs / HOUR_MS + 21) % 24))),
    lossRatio: () => 0.0005,
  },
  "takes another way, 25 % longer, every three hours": {
    rttMs: (atMs, random) => 40 + 0.3 * gauss(random) + ((atMs / (3 * HOUR_MS)) % 2 < 1 ? 0 : 10),
    lossRatio: () => 0,
  },
};

/** Paths that get worse after `WELL_MS`, until they are down or twice as slow as they were, and longer. */
export const worsePaths: Readonly<
  Record<string, Behaviour & { readonly hours: number; readonly ends: "down" | "degraded" }>
> = {
  ...Object.fromEntries(
    [1, 4, 12, 24].map((hours) => [
      `dies within ${hours} h`,
      {
        hours,
        ends: "down" as const,
        rttMs: noisy(40, 0.5),
        lossRatio: (atMs: number) => Math.min(1, sinceBad(atMs) / (hours * HOUR_MS)),
      },
    ]),
  ),
  ...Object.fromEntries(
    [1, 6, 24].map((hours) => [
      `60 ms slower within ${hours} h`,
      {
        hours,
        ends: "degraded" as const,
        rttMs: (atMs: number, random: () => number) => 40 + gauss(random) + (60 * sinceBad(atMs)) / (hours * HOUR_MS),
        lossRatio: () => 0,
      },
    ]),
  ),
  "10 ms slower at once, then 5 ms every half hour": {
    hours: 4,
    ends: "degraded",
    rttMs: (atMs, random) =>
      40 + 0.5 * gauss(random) + (sinceBad(atMs) > 0 ? 10 + 5 * Math.floor(sinceBad(atMs) / (HOUR_MS / 2)) : 0),
    lossRatio: () => 0,
  },
};
