import { oneLine } from "@skylane/core";
import { withRedundancy } from "../../topology/index.ts";
import { type Advice, type AdviceInputs, type Finder, gb, type LinkUse, MONTHS_OF_30_DAYS, usd } from "./inputs.ts";

/** Keepalives and routing protocols of a month: less than that is nobody's traffic. */
const CHATTER_BYTES = 1e9;
/** Of two ways for the same bytes the dear one is worth looking at if it costs twice as much. */
const DEAR_FACTOR = 2;

/** VPNs that are paid for and carry nothing but keepalives. */
export const zombieVpn: Finder = (inputs) =>
  vpnsOf(inputs).flatMap((link): readonly Advice[] => {
    const { connection } = link;
    const [feeUsd, bytes] = [feeOf(link), connection.bytes30d];
    if (feeUsd === undefined || bytes === undefined || bytes >= CHATTER_BYTES) return [];
    if (neededBecause(link, inputs) !== undefined) return [];
    return [
      {
        title: `Close VPN ${oneLine(connection.id, 80)}: it costs ${usd(feeUsd)} a month and carries nothing`,
        scope: { kind: "link", id: connection.id },
        subjects: [connection.id],
        evidence: [
          `${gb(bytes)} in 30 days, both directions: keepalives and routing`,
          feeLine(link, feeUsd),
          "no link loses its only other way with it, and no failover plan names it",
        ],
        savingUsd: feeUsd,
        // a gateway that others use goes on being paid
        savingLowUsd: link.billedUsd30d === undefined ? feeUsd / 2 : feeUsd,
        savingHighUsd: feeUsd,
        risk: connection.isDeclared ? "medium" : "low",
        risks: [
          ...(connection.isDeclared ? ["the inventory names it: ask its owner first"] : []),
          "traffic of less than once in 30 days is not seen",
        ],
        todo: closing(connection.id),
      },
    ];
  });

/** VPNs whose few bytes would go over another link of the same two places for less than the fee. */
export const lowTrafficVpn: Finder = (inputs) =>
  vpnsOf(inputs).flatMap((link): readonly Advice[] => {
    const { connection } = link;
    const [feeUsd, bytes] = [feeOf(link), connection.bytes30d];
    if (feeUsd === undefined || bytes === undefined || bytes < CHATTER_BYTES) return [];
    if (neededBecause(link, inputs) !== undefined) return [];
    const [other] = (inputs.links ?? [])
      .filter(({ connection: { id } }) => connection.redundancy.alternativeIds.includes(id))
      .flatMap((one) => {
        const usdPerByte = priceOf(one);
        return usdPerByte !== undefined && hasRoom(one, link) ? [{ id: one.connection.id, usdPerByte }] : [];
      })
      .toSorted((a, b) => a.usdPerByte - b.usdPerByte);
    const ownUsdPerByte = priceOf(link);
    if (!other || ownUsdPerByte === undefined) return [];
    const monthlyBytes = bytes * MONTHS_OF_30_DAYS;
    // in place of the bytes over it there are as many over the other
    const moreUsd = monthlyBytes * (other.usdPerByte - ownUsdPerByte);
    const savingUsd = feeUsd - moreUsd;
    if (savingUsd <= 0 || feeUsd < DEAR_FACTOR * monthlyBytes * other.usdPerByte) return [];
    return [
      {
        title: `Move ${gb(bytes)} from VPN ${oneLine(connection.id, 80)} to ${oneLine(other.id, 80)} and close it`,
        scope: { kind: "link", id: connection.id },
        subjects: [connection.id, other.id],
        evidence: [
          `${gb(bytes)} in 30 days, both directions`,
          feeLine(link, feeUsd),
          `the same bytes over ${oneLine(other.id, 80)} cost ${usd(monthlyBytes * other.usdPerByte)} a month, over the VPN ${usd(monthlyBytes * ownUsdPerByte)}: metered prices of both`,
          "no link loses its only other way with it, and no failover plan names it",
        ],
        savingUsd,
        savingLowUsd: savingUsd - Math.max(0, moreUsd) * 0.5,
        savingHighUsd: Math.min(feeUsd, savingUsd + Math.max(0, moreUsd) * 0.5),
        risk: "medium",
        risks: ["its traffic is not encrypted by the network any more if the other link is not"],
        todo: [
          {
            step: `move its prefixes to ${oneLine(other.id, 80)}: skylane paths plan`,
            undo: "send them back over the VPN",
          },
          ...closing(connection.id),
        ],
      },
    ];
  });

const vpnsOf = ({ links = [], nowMs }: AdviceInputs): readonly LinkUse[] => {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return links.filter(
    ({ connection, committedUntil }) =>
      connection.kind === "vpn" && (committedUntil === undefined || committedUntil <= today),
  );
};

const feeOf = ({ connection, billedUsd30d }: LinkUse): number | undefined => {
  const fee = billedUsd30d === undefined ? connection.monthlyUsd : billedUsd30d * MONTHS_OF_30_DAYS;
  return fee === undefined || fee <= 0 ? undefined : fee;
};

const feeLine = ({ billedUsd30d }: LinkUse, feeUsd: number): string =>
  billedUsd30d === undefined
    ? `${usd(feeUsd)} a month by inventory or list price; the bill has not been matched with it`
    : `${usd(billedUsd30d)} in the last 30 days, by the bill`;

/** Why a link must stay; `undefined` = nothing hangs on it. */
export function neededBecause(
  { connection }: LinkUse,
  { links = [], failover }: Pick<AdviceInputs, "links" | "failover">,
): string | undefined {
  const pathIds = new Set(
    failover?.paths.filter(({ connectionId }) => connectionId === connection.id).map(({ id }) => id),
  );
  const planned = failover?.plans.find(({ primaryPathId, backupPathId, spares, cases }) =>
    [primaryPathId, backupPathId, ...spares.map(({ pathId }) => pathId), ...cases.map(({ toPathId }) => toPathId)].some(
      (id) => id !== undefined && pathIds.has(id),
    ),
  );
  if (planned) return `the failover plan of ${planned.groupId} counts on it`;
  const before = links.map((one) => one.connection);
  const after = withRedundancy(before.filter(({ id }) => id !== connection.id));
  const left = after.find(({ id, redundancy }) => {
    const then = before.find((one) => one.id === id)?.redundancy;
    if (!then?.alternativeIds.includes(connection.id)) return false;
    return redundancy.alternativeIds.length === 0 || (then.isDiverse !== false && redundancy.isDiverse !== true);
  });
  return left && `${left.id} would have no other way left that is known to be diverse`;
}

/** What a byte over a link costs, as metered; `undefined` = nobody knows. */
function priceOf({ slots = [] }: LinkUse): number | undefined {
  const priced = slots.filter(({ usd: amount, bytes }) => amount !== undefined && bytes > 0);
  const bytes = priced.reduce((sum, slot) => sum + slot.bytes, 0);
  return bytes === 0 ? undefined : priced.reduce((sum, slot) => sum + (slot.usd ?? 0), 0) / bytes;
}

/** Half of its bandwidth is free after the bytes of both, at three times the mean. */
function hasRoom({ connection: { bandwidthMbps, bytes30d } }: LinkUse, { connection: more }: LinkUse): boolean {
  if (bandwidthMbps === undefined || bytes30d === undefined) return false;
  const meanMbps = ((bytes30d + (more.bytes30d ?? 0)) * 8) / 1e6 / (30 * 86_400);
  return meanMbps * 3 <= bandwidthMbps / 2;
}

const closing = (id: string): Advice["todo"] => [
  {
    step: `withdraw the routes over ${oneLine(id, 80)} and watch for a week`,
    undo: "announce them again",
  },
  { step: `delete ${oneLine(id, 80)} at both ends`, undo: "build it anew: keys and addresses change" },
];
