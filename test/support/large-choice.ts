import type {
  ChoiceProblem,
  ProblemCandidate,
  ProblemFlow,
  ProblemLink,
  ProblemMeter,
  ProblemRisk,
} from "../../packages/engine/src/paths/optimise/problem.ts";
import { seededRandom } from "./seeded-random.ts";

/** How large a problem shall be, and of which chance. */
export interface LargeChoiceShape {
  readonly flowCount: number;
  readonly linkCount: number;
  readonly seed?: number;
}

type Kind = "dedicated" | "partner" | "vpn";
interface Line {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly rttMs: number;
  readonly carrier: number;
}

const kinds = {
  dedicated: { capacityMbps: 10_000, monthlyUsd: 3200, unavailabilityRatio: 0.0005 },
  partner: { capacityMbps: 2_000, monthlyUsd: 700, unavailabilityRatio: 0.001 },
  vpn: { capacityMbps: 1_250, monthlyUsd: 73, unavailabilityRatio: 0.0005 },
} as const;
const dedicatedTiers: ProblemMeter["tiers"] = [{ usdPerGb: 0.02 }];
const internetTiers: ProblemMeter["tiers"] = [
  { upToGb: 10_240, usdPerGb: 0.09 },
  { upToGb: 51_200, usdPerGb: 0.085 },
  { upToGb: 153_600, usdPerGb: 0.07 },
  { usdPerGb: 0.05 },
];

/**
 * A problem as a large network has it. Places lie on a map; near ones are joined by one to three lines: a dedicated one
 * (10 Gbps a port, its fee), a VPN (1.25 Gbps, small fee, data at internet prices), a partner's (2 Gbps); some may close
 * and a few would be new. Every place has a meter for each kind of line: dedicated data at one price, the other two in
 * steps that fall by volume. What fails alone is a line, a meeting point (two at each place, dedicated lines only) or
 * a carrier's lines at a place. Flows run between pairs of places, most between the busy ones; their volumes have a
 * heavy tail (Pareto, 1.2), and their bandwidth is two to six times the mean. Each has 4–10 candidates of 1–3 lines;
 * some flows may only use what is not the internet, some only the nearest ways. Where the naive choice (each flow its
 * cheapest candidate, and the backup that shares the fewest risks) exceeds a line, after a failure too, ports are added
 * until its peak is at most 110 %: so the busiest lie between 80 and 110 %, and capacities bind after failures.
 */
export function largeChoice({ flowCount, linkCount, seed = 1 }: LargeChoiceShape): ChoiceProblem {
  const random = seededRandom(seed);
  const placeCount = Math.max(5, Math.round(Math.sqrt(linkCount) * 1.9));
  const places = Array.from({ length: placeCount }, () => ({ x: random() * 100, y: random() * 60 }));
  const lines = drawLines(places, linkCount, random);
  const flows = drawFlows(lines, placeCount, flowCount, random);
  const risks = drawRisks(lines, placeCount);
  const ports = portsNeeded(lines, flows, risks);
  const links = lines.map(({ kind }, index): ProblemLink => {
    const chance = random();
    const count = ports[index] ?? 1;
    return {
      id: `link-${index}`,
      capacityMbps: kinds[kind].capacityMbps * count,
      monthlyUsd: kinds[kind].monthlyUsd * count,
      decision: chance < 0.25 ? "may-close" : chance < 0.3 ? "may-open" : "keep",
      ...(kind === "dedicated" && chance > 0.9
        ? { expansion: { capacityMbps: kinds[kind].capacityMbps, monthlyUsd: kinds[kind].monthlyUsd } }
        : {}),
    };
  });
  const meters = Array.from({ length: placeCount * 2 }, (_, index): ProblemMeter => {
    const isInternet = index % 2 === 1;
    return {
      id: `place-${index >> 1}/${isInternet ? "internet" : "dedicated"}`,
      tiers: isInternet ? internetTiers : dedicatedTiers,
      baseGb: 0,
    };
  });
  return {
    links,
    meters,
    allowances: [{ gb: 100, meters: meters.flatMap((_, index) => (index % 2 === 1 ? [index] : [])) }],
    risks,
    flows,
    weights: { perUsd: 1, perGbMs: 0.00005, perLostGb: 0.5 },
  };
}

function drawLines(
  places: readonly { x: number; y: number }[],
  linkCount: number,
  random: () => number,
): readonly Line[] {
  const pairs = places.flatMap((a, from) =>
    places.slice(from + 1).map((b, offset) => {
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      return { from, to: from + 1 + offset, distance, order: distance * (0.6 + 0.8 * random()) };
    }),
  );
  // a ring first, so that all places can reach one another, then the near pairs
  const isRing = (from: number, to: number): boolean => to === from + 1 || (from === 0 && to === places.length - 1);
  const joined = pairs
    .sort((a, b) => Number(isRing(b.from, b.to)) - Number(isRing(a.from, a.to)) || a.order - b.order || a.from - b.from)
    .slice(0, Math.max(places.length, Math.round(linkCount * 0.5)));
  return Array.from({ length: linkCount }, (_, index): Line => {
    const round = Math.floor(index / joined.length);
    const pair = joined[index % joined.length];
    if (pair === undefined) throw new Error("no two places are joined");
    const kind: Kind =
      round % 3 === 0 ? (random() < 0.75 ? "dedicated" : "partner") : random() < 0.7 ? "vpn" : "partner";
    const rttMs = 1 + pair.distance * (kind === "vpn" ? 1.15 : 1) * (0.9 + 0.2 * random());
    return { from: pair.from, to: pair.to, kind, rttMs, carrier: Math.floor(random() * 8) };
  });
}

function drawRisks(lines: readonly Line[], placeCount: number): readonly ProblemRisk[] {
  const alone = lines.map((_, index): ProblemRisk => ({ id: `link-${index}`, links: [index] }));
  const groups = new Map<string, number[]>();
  lines.forEach(({ from, to, kind, carrier }, index) => {
    const place = index % 2 === 0 ? from : to;
    const id =
      kind === "dedicated" ? `meeting-${place}-${carrier % 2}` : `carrier-${carrier}-${place % (placeCount >> 1)}`;
    groups.set(id, [...(groups.get(id) ?? []), index]);
  });
  return [...alone, ...[...groups].filter(([, links]) => links.length > 1).map(([id, links]) => ({ id, links }))];
}

interface Way {
  readonly links: readonly number[];
  /** Meters at each place that is left, in order. */
  readonly meters: readonly number[];
  readonly rttMs: number;
  readonly unavailabilityRatio: number;
  readonly hasInternet: boolean;
}

function drawFlows(
  lines: readonly Line[],
  placeCount: number,
  flowCount: number,
  random: () => number,
): readonly ProblemFlow[] {
  const near = Array.from({ length: placeCount }, (): { to: number; line: number }[] => []);
  lines.forEach(({ from, to }, line) => {
    near[from]?.push({ to, line });
    near[to]?.push({ to: from, line });
  });
  const known = new Map<number, readonly Way[]>();
  const waysOf = (from: number, to: number): readonly Way[] => {
    const key = from * placeCount + to;
    const found = known.get(key) ?? waysBetween(lines, near, from, to);
    known.set(key, found);
    return found;
  };
  // so that lines carry about half of what they could, however many flows share them
  const leastGb = (10_000 * lines.length) / flowCount;
  const flows: ProblemFlow[] = [];
  for (let tries = 0; flows.length < flowCount && tries < flowCount * 50; tries += 1) {
    const from = Math.floor(random() ** 1.6 * placeCount);
    const to = Math.floor(random() ** 1.6 * placeCount);
    if (from === to) continue;
    const ways = waysOf(from, to);
    if (ways.length < 4) continue;
    const rule = random();
    const dedicated = ways.filter(({ hasInternet }) => !hasInternet);
    const allowed = rule < 0.2 && dedicated.length >= 4 ? dedicated : rule < 0.4 ? ways.slice(0, 4) : ways;
    const monthlyGb = Math.round(Math.min(200_000, leastGb * (1 - random()) ** (-1 / 1.2)));
    const peak = 2 + 4 * random();
    const importance = random();
    flows.push({
      id: `flow-${flows.length}`,
      mbps: Math.round(monthlyGb * (8000 / (730 * 3600)) * peak * 1000) / 1000,
      monthlyGb,
      weight: importance < 0.1 ? 100 : importance < 0.7 ? 10 : 1,
      isSplittable: random() < 0.1,
      candidates: allowed.slice(0, 10).map((way) => candidateOf(way, monthlyGb)),
    });
  }
  return flows;
}

function candidateOf(way: Way, monthlyGb: number): ProblemCandidate {
  return {
    links: way.links,
    charges: [...new Set(way.meters)].map((meter) => ({ meter, gb: monthlyGb })),
    rttMs: way.rttMs,
    unavailabilityRatio: way.unavailabilityRatio,
  };
}

/** Ways of at most three lines, nearest first, no more than two that cross the same places. */
function waysBetween(
  lines: readonly Line[],
  near: readonly (readonly { to: number; line: number }[])[],
  from: number,
  to: number,
): readonly Way[] {
  const found: Way[] = [];
  const extend = (at: number, passed: readonly number[], links: readonly number[]): void => {
    for (const { to: next, line } of near[at] ?? []) {
      if (passed.includes(next)) continue;
      if (next === to) found.push(wayOf(lines, from, [...links, line]));
      else if (links.length < 2 && (links.length === 0 || near[next]?.some(({ to: last }) => last === to)))
        extend(next, [...passed, next], [...links, line]);
    }
  };
  extend(from, [from], []);
  const crossed = new Map<string, number>();
  return found
    .sort((a, b) => a.rttMs - b.rttMs || a.links.length - b.links.length)
    .filter(({ meters }) => {
      const places = meters.map((meter) => meter >> 1).join();
      crossed.set(places, (crossed.get(places) ?? 0) + 1);
      return (crossed.get(places) ?? 0) <= 2;
    })
    .slice(0, 24);
}

function wayOf(lines: readonly Line[], from: number, links: readonly number[]): Way {
  let at = from;
  let rttMs = 0;
  let up = 1;
  const meters: number[] = [];
  for (const index of links) {
    const line = lines[index];
    if (line === undefined) throw new Error(`no line ${index}`);
    meters.push(at * 2 + (line.kind === "dedicated" ? 0 : 1));
    rttMs += line.rttMs;
    up *= 1 - kinds[line.kind].unavailabilityRatio;
    at = line.from === at ? line.to : line.from;
  }
  return {
    links,
    meters,
    rttMs: Math.round(rttMs * 10) / 10,
    unavailabilityRatio: Math.round((1 - up) * 1e7) / 1e7,
    hasInternet: meters.some((meter) => meter % 2 === 1),
  };
}

/**
 * Ports that keep the naive choice at no more than 110 % of each line, also after each single failure: every flow on its
 * cheapest candidate, its backup the first of those that share the fewest risks with it.
 */
function portsNeeded(
  lines: readonly Line[],
  flows: readonly ProblemFlow[],
  risks: readonly ProblemRisk[],
): readonly number[] {
  const risksOf: number[][] = lines.map(() => []);
  for (const [risk, { links }] of risks.entries()) for (const link of links) risksOf[link]?.push(risk);
  const known = new Map<readonly number[], ReadonlySet<number>>();
  const hitsOf = ({ links }: ProblemCandidate): ReadonlySet<number> => {
    const found = known.get(links) ?? new Set(links.flatMap((link) => risksOf[link] ?? []));
    known.set(links, found);
    return found;
  };
  const loads = new Float64Array(lines.length);
  const changes = new Float64Array(lines.length * risks.length);
  const add = (link: number, risk: number, mbps: number): void => {
    const index = link * risks.length + risk;
    changes[index] = (changes[index] ?? 0) + mbps;
  };
  const usdPerGb = (meter: number): number => (meter % 2 === 1 ? 0.05 : 0.02);
  for (const { mbps, candidates } of flows) {
    const best = leastBy(candidates, ({ charges, rttMs }) =>
      charges.reduce((sum, { meter }) => sum + usdPerGb(meter), rttMs * 5e-5),
    );
    if (best === undefined) continue;
    const hits = hitsOf(best);
    const backup = leastBy(
      candidates.filter((candidate) => candidate !== best),
      (candidate) => hits.intersection(hitsOf(candidate)).size,
    );
    for (const link of best.links) {
      loads[link] = (loads[link] ?? 0) + mbps;
      for (const risk of hits) add(link, risk, -mbps);
    }
    if (backup === undefined) continue;
    for (const risk of hits.difference(hitsOf(backup))) for (const link of backup.links) add(link, risk, mbps);
  }
  return lines.map(({ kind }, link) => {
    const added = changes.subarray(link * risks.length, (link + 1) * risks.length);
    const peakMbps = (loads[link] ?? 0) + added.reduce((most, mbps) => Math.max(most, mbps), 0);
    return Math.max(1, Math.ceil(peakMbps / (1.1 * kinds[kind].capacityMbps)));
  });
}

function leastBy<T>(items: readonly T[], cost: (item: T) => number): T | undefined {
  let best: { item: T; cost: number } | undefined;
  for (const item of items) {
    const own = cost(item);
    if (best === undefined || own < best.cost) best = { item, cost: own };
  }
  return best?.item;
}
