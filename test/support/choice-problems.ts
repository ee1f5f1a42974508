import fc from "fast-check";
import type {
  ChoiceProblem,
  ObjectiveWeights,
  ProblemCandidate,
  ProblemFlow,
  ProblemLink,
  ProblemMeter,
  ProblemRisk,
} from "../../packages/engine/src/paths/optimise/problem.ts";
import { seededRandom } from "./seeded-random.ts";

/** Candidates of each flow; so few that all assignments of a problem can be tried in a millisecond or so. */
const shapes: readonly (readonly number[])[] = [
  [1],
  [2],
  [4],
  [2, 2],
  [3, 2],
  [3, 3],
  [4, 2],
  [4, 3],
  [1, 2, 3],
  [2, 2, 2],
  [3, 3, 2],
  [2, 2, 2, 1],
  [2, 2, 2, 2],
];

const aimsOf: readonly ObjectiveWeights[] = [
  { perUsd: 1, perGbMs: 0, perLostGb: 0 },
  { perUsd: 0.01, perGbMs: 0.001, perLostGb: 0 },
  { perUsd: 0.01, perGbMs: 0, perLostGb: 50 },
  { perUsd: 1, perGbMs: 0.0005, perLostGb: 5 },
  { perUsd: 0, perGbMs: 0.002, perLostGb: 1 },
];

const dollars = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 4, max: most * 4 }).map((quarters) => quarters / 4);

const links: fc.Arbitrary<ProblemLink[]> = fc
  .array(
    fc.record({
      capacityMbps: fc.option(fc.constantFrom(50, 100, 150, 200, 300), { nil: undefined }),
      monthlyUsd: fc.oneof(fc.constant(0), dollars(1, 400)),
      decision: fc.constantFrom("keep" as const, "keep" as const, "may-close" as const, "may-open" as const),
      expansion: fc.option(fc.record({ capacityMbps: fc.constantFrom(50, 100, 200), monthlyUsd: dollars(0, 200) }), {
        nil: undefined,
        freq: 2,
      }),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(({ capacityMbps, expansion, ...link }, index) => ({
      id: `l${index}`,
      ...link,
      ...(capacityMbps === undefined ? {} : { capacityMbps }),
      ...(expansion === undefined ? {} : { expansion }),
    })),
  );

const meters: fc.Arbitrary<ProblemMeter[]> = fc
  .array(
    fc.record({
      widths: fc.array(fc.constantFrom(50, 100, 250, 500), { maxLength: 2 }),
      prices: fc.array(
        fc.integer({ min: 0, max: 60 }).map((cents) => cents / 100),
        { minLength: 3, maxLength: 3 },
      ),
      baseGb: fc.constantFrom(0, 0, 40, 180, 900),
    }),
    { maxLength: 3 },
  )
  .map((drawn) =>
    drawn.map(({ widths, prices, baseGb }, index) => {
      let upToGb = 0;
      const bounded = widths.map((width, step) => {
        upToGb += width;
        return { upToGb, usdPerGb: prices[step] ?? 0 };
      });
      return { id: `m${index}`, tiers: [...bounded, { usdPerGb: prices[widths.length] ?? 0 }], baseGb };
    }),
  );

/** All of their links alone, and up to two sites or carriers that take several links along. */
const risksOver = (linkCount: number): fc.Arbitrary<ProblemRisk[]> =>
  fc
    .array(fc.uniqueArray(fc.nat(linkCount - 1), { minLength: 2, maxLength: Math.min(3, linkCount) }), { maxLength: 2 })
    .map((shared) =>
      [...Array.from({ length: linkCount }, (_, link) => [link]), ...shared].map((taken, index) => ({
        id: `r${index}`,
        links: taken,
      })),
    );

const candidateOver = (linkCount: number, meterCount: number): fc.Arbitrary<ProblemCandidate> =>
  fc.record({
    links: fc.uniqueArray(fc.nat(linkCount - 1), { minLength: 1, maxLength: Math.min(3, linkCount) }),
    charges:
      meterCount === 0
        ? fc.constant([])
        : fc.uniqueArray(fc.record({ meter: fc.nat(meterCount - 1), gb: fc.constantFrom(10, 60, 120, 300, 700) }), {
            maxLength: 2,
            selector: ({ meter }) => meter,
          }),
    rttMs: fc.integer({ min: 1, max: 120 }),
    unavailabilityRatio: fc.integer({ min: 0, max: 50 }).map((tenThousandths) => tenThousandths / 10_000),
  });

const flowOver = (
  candidateCount: number,
  index: number,
  size: { readonly links: number; readonly meters: number },
  isSplittable: fc.Arbitrary<boolean>,
): fc.Arbitrary<ProblemFlow> =>
  fc.record({
    id: fc.constant(`f${index}`),
    mbps: fc.constantFrom(10, 40, 50, 80, 120),
    monthlyGb: fc.constantFrom(10, 120, 300, 700),
    weight: fc.constantFrom(1, 10, 100),
    isSplittable,
    candidates: fc.array(candidateOver(size.links, size.meters), {
      minLength: candidateCount,
      maxLength: candidateCount,
    }),
  });

/**
 * Small random problems with everything in them that a choice can turn on: shared fees and capacities, links that may
 * close or open, second ports, prices that rise or fall by volume, shared allowances, shared risks, budgets. Many of
 * them cannot be solved, or not with a backup for each flow. No flow may be split unless `isSplittable` says so.
 */
export const smallChoiceProblem = (
  isSplittable: fc.Arbitrary<boolean> = fc.constant(false),
): fc.Arbitrary<ChoiceProblem> =>
  fc
    .record({ links, meters, shape: fc.constantFrom(...shapes), weights: fc.constantFrom(...aimsOf) })
    .chain(({ links, meters, shape, weights }) => {
      const size = { links: links.length, meters: meters.length };
      return fc
        .record({
          risks: risksOver(links.length),
          flows: fc.tuple(...shape.map((count, index) => flowOver(count, index, size, isSplittable))),
          allowances:
            meters.length === 0
              ? fc.constant([])
              : fc.array(
                  fc.record({
                    gb: fc.constantFrom(20, 100, 250),
                    meters: fc.uniqueArray(fc.nat(meters.length - 1), { minLength: 1, maxLength: meters.length }),
                  }),
                  { maxLength: 2 },
                ),
          maxMonthlyUsd: fc.option(dollars(0, 1500), { nil: undefined, freq: 2 }),
        })
        .map(({ maxMonthlyUsd, ...rest }) => ({
          links,
          meters,
          weights,
          ...rest,
          ...(maxMonthlyUsd === undefined ? {} : { maxMonthlyUsd }),
        }));
    });

/**
 * An estate the size of a large company's, the same for the same seed: 40 links in 8 sites, of which some may close and
 * some may be ordered; `relations` pairs of places with 8 ways each, and flows spread over them. The capacities leave
 * room for about twice the traffic, `tightness` times less.
 */
export const largeChoiceProblem = ({
  seed,
  flows: flowCount,
  relations: relationCount = 60,
  tightness = 1,
}: {
  readonly seed: number;
  readonly flows: number;
  readonly relations?: number;
  readonly tightness?: number;
}): ChoiceProblem => {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const between = (least: number, most: number): number => least + random() * (most - least);
  const linkCount = 40;
  const siteCount = 8;
  const meterCount = 20;
  const relations = Array.from({ length: relationCount }, () =>
    Array.from({ length: 8 }, () => {
      const taken = new Set<number>();
      const length = 1 + below(3);
      while (taken.size < length) taken.add(below(linkCount));
      return {
        links: [...taken],
        meters: [...new Set([below(meterCount), below(meterCount)])],
        rttMs: Math.round(between(2, 150)),
        unavailabilityRatio: between(0.0001, 0.005),
      };
    }),
  );
  const flows = Array.from({ length: flowCount }, (_, index): ProblemFlow => {
    const monthlyGb = Math.round(10 ** between(1, 4.5));
    return {
      id: `f${index}`,
      mbps: Math.max(1, Math.round(monthlyGb / 100)),
      monthlyGb,
      weight: [1, 10, 100][below(3)] ?? 1,
      isSplittable: false,
      candidates: (relations[below(relationCount)] ?? []).map(({ meters, ...way }) => ({
        ...way,
        charges: meters.map((meter) => ({ meter, gb: monthlyGb })),
      })),
    };
  });
  // each flow puts its bandwidth on about two links, and as much again is kept free for what fails
  const totalMbps = flows.reduce((sum, { mbps }) => sum + mbps, 0);
  const capacityMbps = (totalMbps * 2 * 2) / linkCount / tightness;
  const links = Array.from({ length: linkCount }, (_, index): ProblemLink => {
    const roomMbps = Math.round(capacityMbps * between(0.6, 2));
    return {
      id: `l${index}`,
      capacityMbps: roomMbps,
      monthlyUsd: Math.round(between(200, 4000)),
      decision: index % 4 === 0 ? "may-close" : index % 4 === 1 ? "may-open" : "keep",
      ...(index % 3 === 0 ? { expansion: { capacityMbps: roomMbps, monthlyUsd: Math.round(between(300, 3000)) } } : {}),
    };
  });
  const meters = Array.from({ length: meterCount }, (_, index): ProblemMeter => {
    const usdPerGb = Math.round(between(1, 9)) / 100;
    return {
      id: `m${index}`,
      tiers:
        index % 4 === 0
          ? [{ upToGb: 10_000, usdPerGb }, { upToGb: 50_000, usdPerGb: usdPerGb * 0.9 }, { usdPerGb: usdPerGb * 0.7 }]
          : [{ usdPerGb }],
      baseGb: 0,
    };
  });
  return {
    links,
    meters,
    allowances: [{ gb: 100, meters: [0, 1, 2, 3, 4] }],
    risks: [
      ...links.map(({ id }, index) => ({ id, links: [index] })),
      ...Array.from({ length: siteCount }, (_, site) => ({
        id: `site-${site}`,
        links: links.map((_, index) => index).filter((index) => index % siteCount === site),
      })),
    ],
    flows,
    weights: { perUsd: 1, perGbMs: 0.00002, perLostGb: 1 },
  };
};
