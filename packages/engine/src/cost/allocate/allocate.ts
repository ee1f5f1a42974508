import {
  type Allocation,
  type BillingMonth,
  type BillLine,
  type CostSettings,
  type CostShare,
  type Money,
  type ScopeKind,
  type SharedCharge,
  splitMoney,
  UNALLOCATED,
  ZERO,
} from "@skylane/core";
import { matcher } from "./match.ts";
import { inOwnCurrency } from "./own-currency.ts";
import { addTransfer, crossingsOf, dearestFirst, type GrowingTransfer, transferOf } from "./transfers.ts";

/** What each scope of a kind sent in the month, and its highest hour: weights for fees that are shared. */
export interface ScopeTraffic {
  readonly bytes: ReadonlyMap<string, number>;
  readonly peakBps: ReadonlyMap<string, number>;
}

export const NO_TRAFFIC: ScopeTraffic = { bytes: new Map(), peakBps: new Map() };

/** Hears what each line brings to whom, as it is split; without an id it is for data between clouds. */
export type ShareListener = (line: BillLine, id: string | undefined, billed: Money) => void;

/**
 * Splits the bill of a month by one kind: each line goes to the first rule that matches, to several where it is shared, or to
 * nobody. One allocation a currency; whatever has a rate is in the currency of the configuration. What is billed, and what is
 * allocated, is equal to the last digit.
 */
export function allocate(
  lines: readonly BillLine[],
  month: BillingMonth,
  kind: ScopeKind,
  settings: CostSettings,
  traffic: ScopeTraffic = NO_TRAFFIC,
  onShare?: ShareListener,
): readonly Allocation[] {
  const byCurrency = Map.groupBy(
    lines.map((line) => inOwnCurrency(line, settings)),
    ({ currency }) => currency,
  );
  return [...byCurrency]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, own]) => ({
      billingMonth: month,
      currency,
      kind,
      ...allocateOne(own, kind, settings, traffic, onShare),
    }));
}

function allocateOne(
  lines: readonly BillLine[],
  kind: ScopeKind,
  settings: CostSettings,
  traffic: ScopeTraffic,
  onShare: ShareListener | undefined,
): Pick<Allocation, "total" | "shares" | "crossCloud" | "notes"> {
  const book = new ShareBook(kind);
  const give = (line: BillLine, id: string, billed: Money, effective: Money): void => {
    book.add(id, line.serviceCategory, billed, effective);
    onShare?.(line, id, billed);
  };
  const transfers = new Map<string, GrowingTransfer>();
  const shared = new Map<SharedCharge, BillLine[]>();
  const rules = settings.scopes
    .filter((rule) => rule.kind === kind)
    .map(({ id, match }) => ({ id, isMeant: matcher(match) }));
  const sharings = settings.shared
    .filter((one) => one.kind === kind)
    .map((sharing) => ({ sharing, isMeant: matcher(sharing.match) }));
  const crossings = crossingsOf(settings);
  let total = 0n;
  for (const line of lines) {
    total += line.billed;
    const transfer = transferOf(line, crossings);
    if (transfer) {
      onShare?.(line, undefined, line.billed);
      addTransfer(transfers, transfer, line);
      continue;
    }
    const own = ownId(line, kind) ?? rules.find(({ isMeant }) => isMeant(line))?.id;
    const sharing = own === undefined ? sharings.find(({ isMeant }) => isMeant(line))?.sharing : undefined;
    if (!sharing) {
      give(line, own ?? UNALLOCATED, line.billed, line.effective);
      continue;
    }
    const fees = shared.get(sharing);
    if (fees) fees.push(line);
    else shared.set(sharing, [line]);
  }
  const notes: string[] = [];
  // what each costs without any shared fee: one fee is no reason for the share of another
  const direct = book.billedById();
  for (const [sharing, own] of shared) {
    const ids = sharing.among ?? [...new Set(rules.map(({ id }) => id))];
    const weights = ids.map((id) => weightOf(sharing, id, traffic, direct));
    const isSplit = weights.some((weight) => weight > 0);
    if (!isSplit)
      notes.push(
        `a fee shared by ${sharing.by} among ${ids.length} is not allocated: none of them has ${sharing.by === "cost" ? "a cost" : "traffic"} that is known`,
      );
    for (const line of own) {
      if (!isSplit) {
        give(line, UNALLOCATED, line.billed, line.effective);
        continue;
      }
      const [billed, effective] = [splitMoney(line.billed, weights), splitMoney(line.effective, weights)];
      for (const [i, id] of ids.entries())
        if ((weights[i] ?? 0) > 0) give(line, id, billed[i] ?? ZERO, effective[i] ?? ZERO);
    }
  }
  return {
    total: total as Money,
    shares: book.shares(),
    crossCloud: dearestFirst(transfers),
    notes,
  };
}

/** What a line is by itself, whatever rules say. */
function ownId(line: BillLine, kind: ScopeKind): string | undefined {
  switch (kind) {
    case "cloud":
      return line.cloud ?? line.providerName;
    case "region":
      return line.regionId ?? UNALLOCATED;
    case "service":
      return line.serviceName;
    default:
      return undefined;
  }
}

function weightOf(
  { by }: SharedCharge,
  id: string,
  { bytes, peakBps }: ScopeTraffic,
  direct: ReadonlyMap<string, number>,
): number {
  switch (by) {
    case "traffic":
      return bytes.get(id) ?? 0;
    case "peak":
      return peakBps.get(id) ?? 0;
    case "cost":
      return Math.max(0, direct.get(id) ?? 0);
    default:
      return 1;
  }
}

/** Shares as they grow. */
class ShareBook {
  readonly #byId = new Map<string, { billed: bigint; effective: bigint; parts: Map<string, bigint> }>();
  readonly #kind: ScopeKind;

  constructor(kind: ScopeKind) {
    this.#kind = kind;
  }

  add(id: string, part: string, billed: Money, effective: Money): void {
    let share = this.#byId.get(id);
    if (!share) {
      share = { billed: 0n, effective: 0n, parts: new Map() };
      this.#byId.set(id, share);
    }
    share.billed += billed;
    share.effective += effective;
    share.parts.set(part, (share.parts.get(part) ?? 0n) + billed);
  }

  billedById(): ReadonlyMap<string, number> {
    return new Map([...this.#byId].map(([id, { billed }]) => [id, Number(billed)]));
  }

  /** In falling order. */
  shares(): readonly CostShare[] {
    const falling = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);
    return [...this.#byId]
      .toSorted(([a, one], [b, other]) => falling(one.billed, other.billed) || (a < b ? -1 : 1))
      .map(([id, { billed, effective, parts }]) => ({
        kind: this.#kind,
        id,
        billed: billed as Money,
        effective: effective as Money,
        parts: [...parts]
          .toSorted(([, a], [, b]) => falling(a, b))
          .map(([part, amount]) => ({ id: part, billed: amount as Money })),
      }));
  }
}
