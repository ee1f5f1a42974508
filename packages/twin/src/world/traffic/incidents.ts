import type { EstateConnection, EstateFlow } from "../../estate/estate.ts";
import type { World } from "../world.ts";
import { detoursOf } from "./detours.ts";

const DAY_MS = 86_400_000;
/** Something that goes wrong in a play, and from when to when; whoever watches is not told. */
export interface Incident {
  readonly kind: "misrouting" | "runaway" | "creep";
  readonly fromMs: number;
  readonly toMs: number;
  readonly flowIds: readonly string[];
  /** What they cross meanwhile, and what before. */
  readonly connectionIds: readonly string[];
  readonly usualConnectionIds: readonly string[];
  /** Times of what they send otherwise. */
  factorAt(atMs: number): number;
  /** Who is noted in the audit log; absent where no route is changed. */
  readonly by?: string;
  begin(): void;
  end(): void;
}

/** One of each, at a time and place by chance; none touches what another touches. */
export function chooseIncidents(
  world: World,
  { startMs, firstDay, lastDay }: { readonly startMs: number; readonly firstDay: number; readonly lastDay: number },
  random: () => number,
): readonly Incident[] {
  const between = (low: number, high: number): number => low + random() * (high - low);
  const pick = <T>(all: readonly T[], what: string): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new Error(`This estate has no ${what}: a play of costs needs one.`);
    return one;
  };
  const span = (days: number): { readonly fromMs: number; readonly toMs: number } => {
    const fromMs = startMs + Math.round(between(firstDay, lastDay - days) * DAY_MS);
    return { fromMs, toMs: fromMs + Math.round(days * DAY_MS) };
  };
  const bundles = bundlesOf(world);
  const nothing = (): void => undefined;

  const detour = pick(
    bundles.flatMap(({ connection, flows }) => detoursOf(world, connection, flows)),
    "dedicated link whose flows a route could lead over a VPN",
  );
  const away = span(between(1, 3));
  const misrouting: Incident = {
    kind: "misrouting",
    ...away,
    flowIds: detour.flowIds,
    connectionIds: [detour.to.id],
    usualConnectionIds: [detour.from.id],
    factorAt: () => 1,
    by: detour.by,
    begin: detour.begin,
    end: detour.end,
  };
  const others = bundles.filter(({ connection }) => connection !== detour.from && connection !== detour.to);

  const busy = pick(others, "second link with flows");
  const flow = pick(busy.flows.toSorted((a, b) => b.monthlyGb - a.monthlyGb).slice(0, 2), "flow of some size");
  const size = between(5, 10);
  const runaway: Incident = {
    kind: "runaway",
    ...span(between(0.4, 0.9)),
    flowIds: [flow.id],
    connectionIds: [busy.connection.id],
    usualConnectionIds: [busy.connection.id],
    factorAt: () => size,
    begin: nothing,
    end: nothing,
  };

  // where bytes are dear: some percent a day of what costs little are not worth telling
  const slow = pick(
    others.filter((one) => one !== busy && one.connection.kind === "vpn"),
    "VPN with flows beside those",
  );
  const daily = between(1.07, 1.1);
  const growing = span(8);
  const creep: Incident = {
    kind: "creep",
    ...growing,
    flowIds: slow.flows.map(({ id }) => id),
    connectionIds: [slow.connection.id],
    usualConnectionIds: [slow.connection.id],
    factorAt: (atMs) => daily ** ((atMs - growing.fromMs) / DAY_MS),
    begin: nothing,
    end: nothing,
  };
  return [misrouting, runaway, creep];
}

/** A link with the flows that cross it and nothing else; those that matter are large enough to be paid for. */
interface Bundle {
  readonly connection: EstateConnection;
  readonly flows: readonly EstateFlow[];
}

const LEAST_GB = 5_000;

function bundlesOf(world: World): readonly Bundle[] {
  const flowsOf = new Map<EstateConnection, EstateFlow[]>();
  for (const flow of world.atlas.estate.flows) {
    const [only, more] = world.traceBetween(flow.source, flow.destination).crossings;
    if (only && !more) flowsOf.set(only.connection, [...(flowsOf.get(only.connection) ?? []), flow]);
  }
  return [...flowsOf]
    .map(([connection, flows]) => ({ connection, flows }))
    .filter(({ flows }) => flows.reduce((sum, { monthlyGb }) => sum + monthlyGb, 0) >= LEAST_GB);
}

/** Moments at which something begins or ends, in order. */
export const momentsOf = (incidents: readonly Incident[]): readonly { readonly atMs: number; run(): void }[] =>
  incidents
    .flatMap(({ fromMs, toMs, begin, end }) => [
      { atMs: fromMs, run: begin },
      { atMs: toMs, run: end },
    ])
    .sort((a, b) => a.atMs - b.atMs);
