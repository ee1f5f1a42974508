import type { ConnectionKind, PriceRow } from "@skylane/core";
import { isDedicated } from "../plan/estate-facts.ts";
import { allowanceGb, tiersInGb } from "../plan/price-links.ts";
import type { ChoiceSession } from "../plan/session.ts";
import { breakEvens, costAt, monthsUntil, type Offer } from "./break-even.ts";

/** From when a dedicated link pays, against something that could carry the same traffic. */
export interface LinkBreakEven {
  readonly connectionId: string;
  readonly kind: ConnectionKind;
  /** Fee of a month, USD. */
  readonly monthlyUsd: number;
  /** Another link between the same places, or `internet`. */
  readonly against: string;
  readonly againstMonthlyUsd: number;
  /** What it carries under the plan, GB a month. */
  readonly nowGb: number;
  /** Absent = one of the two is cheaper at every volume. */
  readonly breakEvenGb?: number;
  /** Which of the two is cheaper at today's volume, and by how much a month. */
  readonly cheaperNow: string;
  readonly differenceMonthlyUsd: number;
  /** Until it pays, at the growth that was said; absent = never, or no growth is known. */
  readonly monthsUntil?: number;
}

/**
 * Break-even of every dedicated link of the estate: what it costs with its fee, against each tunnel between the same places and
 * against the internet, for what leaves its cloud's side. Links whose fee or price is not known have none.
 */
export function linkBreakEvens(session: ChoiceSession, growthRatio: number | undefined): readonly LinkBreakEven[] {
  const { built, solution } = session;
  const { problem, connections, fees } = built;
  const gbOf = problem.links.map(() => 0);
  for (const [i, flow] of problem.flows.entries())
    for (const { primary, share } of solution.assignment.parts[i] ?? [])
      for (const link of flow.candidates[primary]?.links ?? []) gbOf[link] = (gbOf[link] ?? 0) + flow.monthlyGb * share;
  return connections.flatMap((connection, index): LinkBreakEven[] => {
    if (!isDedicated(connection)) return [];
    const fee = fees[index];
    const own =
      fee === undefined
        ? undefined
        : offerOf(connection.id, fee, chargesFrom(session, connection.ends, connection.kind));
    if (!own || fee === undefined) return [];
    const placesOf = (one: (typeof connections)[number]): string =>
      one.ends
        .map(({ cloud, regionId }) => `${cloud}:${regionId}`)
        .sort()
        .join(" ");
    const tunnels = connections.flatMap((other, i): Offer[] => {
      const otherFee = fees[i];
      if (
        other.kind !== "vpn" ||
        otherFee === undefined ||
        !other.isDeclared ||
        placesOf(other) !== placesOf(connection)
      )
        return [];
      const offer = offerOf(other.id, otherFee, chargesFrom(session, other.ends, "vpn"));
      return offer ? [offer] : [];
    });
    const internet = offerOf("internet", 0, chargesFrom(session, connection.ends, "internet"));
    const nowGb = Math.round(gbOf[index] ?? 0);
    return [...tunnels.slice(0, 1), ...(internet ? [internet] : [])].map((against): LinkBreakEven => {
      const [at] = breakEvens(own, against);
      const difference = costAt(own, nowGb) - costAt(against, nowGb);
      const months = at === undefined || growthRatio === undefined ? undefined : monthsUntil(nowGb, at, growthRatio);
      return {
        connectionId: connection.id,
        kind: connection.kind,
        monthlyUsd: cents(fee),
        against: against.name,
        againstMonthlyUsd: cents(against.monthlyUsd),
        nowGb,
        ...(at !== undefined && { breakEvenGb: Math.round(at) }),
        cheaperNow: difference <= 0 ? connection.id : against.name,
        differenceMonthlyUsd: cents(Math.abs(difference)),
        ...(months !== undefined && { monthsUntil: Math.round(months * 10) / 10 }),
      };
    });
  });

  function chargesFrom(
    { facts: { estimates, gatewayKinds, inventory } }: ChoiceSession,
    [a, b]: (typeof connections)[number]["ends"],
    kind: ConnectionKind,
  ): readonly (PriceRow | undefined)[] | undefined {
    // what leaves the side that charges: an own site asks nothing
    const legs = [
      [a, b],
      [b, a],
    ].map(([near, far]) =>
      near?.cloud === undefined || near.regionId === undefined || far?.cloud === undefined || far.regionId === undefined
        ? undefined
        : estimates.charges({
            kind,
            from: { cloud: near.cloud, regionId: near.regionId },
            to: { cloud: far.cloud, regionId: far.regionId },
            gatewayKind: kind === "internet" ? undefined : gatewayKinds.get(near.at),
            tariff: connections.flatMap((one) => (one.ends[0] === a ? (inventory.get(one.id)?.tariff ?? []) : []))[0],
          }),
    );
    const charged = legs.find((charges) => charges !== undefined && charges.length > 0);
    return charged?.map(({ row }) => row);
  }

  function offerOf(
    name: string,
    monthlyUsd: number,
    rows: readonly (PriceRow | undefined)[] | undefined,
  ): Offer | undefined {
    if (!rows || rows.some((row) => row === undefined)) return undefined;
    const known = rows.flatMap((row) => row ?? []);
    const curves = known.map((row) => withAllowance(tiersInGb(row), allowanceGb(row)));
    const edges = [...new Set(curves.flatMap((tiers) => tiers.flatMap(({ upToGb }) => upToGb ?? [])))].sort(
      (x, y) => x - y,
    );
    const priceAt = (gb: number): number =>
      curves.reduce(
        (sum, tiers) => sum + (tiers.find(({ upToGb = Number.POSITIVE_INFINITY }) => gb < upToGb)?.usdPerGb ?? 0),
        0,
      );
    return {
      name,
      monthlyUsd,
      tiers: [...edges, undefined].map((upToGb, i) => ({
        ...(upToGb !== undefined && { upToGb }),
        usdPerGb: priceAt(i === 0 ? 0 : (edges[i - 1] as number)),
      })),
    };
  }
}

/** Steps of a price with what is free before them. */
const withAllowance = (tiers: Offer["tiers"], freeGb: number): Offer["tiers"] =>
  freeGb === 0
    ? tiers
    : [
        { upToGb: freeGb, usdPerGb: 0 },
        ...tiers.map(({ upToGb, usdPerGb }) => ({
          ...(upToGb !== undefined && { upToGb: upToGb + freeGb }),
          usdPerGb,
        })),
      ];

const cents = (usd: number): number => Math.round(usd * 100) / 100;
