import { type BillCharge, type BillLine, type Money, ZERO } from "@skylane/core";

/** Adds charges up to what is kept of a bill: a line for each day and everything else that rules may ask for. */
export interface Gathering {
  add(charge: BillCharge): void;
  lines(): readonly BillLine[];
}

type Open = { -readonly [Field in keyof BillLine]: BillLine[Field] };

const DAY_MS = 86_400_000;

/** Tags of other names than these are not kept: bills have hundreds, and some hold what nobody should store. */
export function gather(tagNames: ReadonlySet<string>): Gathering {
  const open = new Map<string, Open>();
  const days = new Map<number, string>();
  const dayOf = (startMs: number): string => {
    const index = Math.floor(startMs / DAY_MS);
    const known = days.get(index);
    if (known !== undefined) return known;
    const day = new Date(index * DAY_MS).toISOString().slice(0, 10);
    days.set(index, day);
    return day;
  };
  return {
    add(charge) {
      const day = dayOf(charge.startMs);
      const tags = keptTags(charge.tags, tagNames);
      const key = keyOf(charge, day, tags);
      const line = open.get(key);
      if (!line) {
        const { startMs: _, endMs: __, description: ___, ...rest } = charge;
        open.set(key, { ...rest, day, tags, rowCount: 1 });
        return;
      }
      line.billed = sum(line.billed, charge.billed);
      line.effective = sum(line.effective, charge.effective);
      line.list = sum(line.list, charge.list);
      line.contracted = sum(line.contracted, charge.contracted);
      line.rowCount += 1;
      if (line.usage && charge.usage)
        line.usage = { quantity: line.usage.quantity + charge.usage.quantity, unit: line.usage.unit };
    },
    lines: () => [...open.values()],
  };
}

const sum = (a: Money, b: Money): Money => (a === ZERO ? b : ((a + b) as Money));

const NO_TAGS = {};

function keptTags(tags: BillCharge["tags"], names: ReadonlySet<string>): Readonly<Record<string, string>> {
  if (names.size === 0) return NO_TAGS;
  let kept: Record<string, string> | undefined;
  for (const name of names) {
    const value = tags[name];
    if (value === undefined) continue;
    kept ??= {};
    kept[name] = value;
  }
  return kept ?? NO_TAGS;
}

/** A character that no field of a bill can hold once it was read as a line. */
const BETWEEN = "\u0000";

function keyOf(charge: BillCharge, day: string, tags: Readonly<Record<string, string>>): string {
  const { commitment, usage, transfer } = charge;
  let key =
    day +
    BETWEEN +
    charge.currency +
    BETWEEN +
    charge.providerName +
    BETWEEN +
    charge.billingAccountId +
    BETWEEN +
    (charge.subAccountId ?? "") +
    BETWEEN +
    charge.category +
    (charge.isCorrection ? "!" : "") +
    BETWEEN +
    charge.serviceName +
    BETWEEN +
    charge.serviceCategory +
    BETWEEN +
    (charge.regionId ?? "") +
    BETWEEN +
    (charge.resourceId ?? "") +
    BETWEEN +
    (charge.resourceType ?? "") +
    BETWEEN +
    (charge.skuId ?? "") +
    BETWEEN +
    (charge.pricingCategory ?? "") +
    BETWEEN +
    (usage?.unit ?? "");
  if (commitment) key += `${BETWEEN}c${commitment.id}${commitment.isUsed}${commitment.category}`;
  if (transfer) key += `${BETWEEN}t${JSON.stringify(transfer)}`;
  for (const name in tags) key += `${BETWEEN}${name}=${tags[name]}`;
  return key;
}
