import { type BillCharge, type BillLine, type Money, ZERO } from "@skylane/core";
import { ownText } from "./own-text.ts";

/** Adds charges up to what is kept of a bill: a line for each day and everything else that rules may ask for. */
export interface Gathering {
  add(charge: BillCharge): void;
  lines(): readonly BillLine[];
}

type Open = { -readonly [Field in keyof BillLine as Exclude<Field, "usage">]: BillLine[Field] } & {
  usage?: { quantity: number; readonly unit: string } | undefined;
};

const DAY_MS = 86_400_000;

/** Tags of other names than these are not kept: bills have hundreds, and some hold what nobody should store. */
export function gather(tagNames: ReadonlySet<string>): Gathering {
  // by resource and day there are a few lines, which are told apart field by field: a key of all fields is dear a million times
  const open = new Map<string, Map<number, Open[]>>();
  const texts = new Map<string, string>();
  const own = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const copy = ownText(text);
    texts.set(copy, copy);
    return copy;
  };
  const tagSets = new WeakMap<BillCharge["tags"], BillCharge["tags"]>();
  const tagsOf = (tags: BillCharge["tags"]): BillCharge["tags"] => {
    const known = tagSets.get(tags);
    if (known) return known;
    const kept = keptTags(tags, tagNames, own);
    tagSets.set(tags, kept);
    return kept;
  };
  const linesOf = (resourceId: string, dayIndex: number): Open[] => {
    const byDay = open.get(resourceId) ?? new Map<number, Open[]>();
    const lines = byDay.get(dayIndex) ?? [];
    if (lines.length > 0) return lines;
    open.set(own(resourceId), byDay.set(dayIndex, lines));
    return lines;
  };
  return {
    add(charge) {
      const dayIndex = Math.floor(charge.startMs / DAY_MS);
      const tags = tagsOf(charge.tags);
      const lines = linesOf(charge.resourceId ?? "", dayIndex);
      const line = lines.find((one) => isAlike(one, charge, tags));
      if (!line) {
        lines.push(newLine(charge, new Date(dayIndex * DAY_MS).toISOString().slice(0, 10), tags, own));
        return;
      }
      addAmounts(line, charge);
      line.rowCount += 1;
      if (line.usage && charge.usage) line.usage.quantity += charge.usage.quantity;
    },
    lines: () => [...open.values()].flatMap((byDay) => [...byDay.values()].flat()),
  };
}

/** Without a discount all four are the same, and are added once. */
function addAmounts(line: Open, charge: BillCharge): void {
  const { billed } = line;
  const billedSum = sum(billed, charge.billed);
  const added = (own: Money, more: Money): Money =>
    own === billed && more === charge.billed ? billedSum : sum(own, more);
  line.billed = billedSum;
  line.effective = added(line.effective, charge.effective);
  line.list = added(line.list, charge.list);
  line.contracted = added(line.contracted, charge.contracted);
}

const sum = (a: Money, b: Money): Money => (b === ZERO ? a : ((a + b) as Money));

function keptTags(
  tags: BillCharge["tags"],
  names: ReadonlySet<string>,
  own: (text: string) => string,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = tags[name];
    if (value !== undefined) kept[name] = own(value);
  }
  return kept;
}

function newLine(charge: BillCharge, day: string, tags: BillCharge["tags"], own: (text: string) => string): Open {
  const { startMs: _, endMs: __, description: ___, meter: ____, ...rest } = charge;
  const maybe = (text: string | undefined): string | undefined => (text === undefined ? undefined : own(text));
  return {
    ...rest,
    providerName: own(rest.providerName),
    billingAccountId: own(rest.billingAccountId),
    subAccountId: maybe(rest.subAccountId),
    currency: own(rest.currency),
    serviceCategory: own(rest.serviceCategory),
    serviceName: own(rest.serviceName),
    regionId: maybe(rest.regionId),
    resourceId: maybe(rest.resourceId),
    resourceType: maybe(rest.resourceType),
    skuId: maybe(rest.skuId),
    pricingCategory: maybe(rest.pricingCategory),
    ...(rest.commitment && { commitment: { ...rest.commitment, id: own(rest.commitment.id) } }),
    ...(rest.usage && { usage: { ...rest.usage, unit: own(rest.usage.unit) } }),
    day,
    tags,
    rowCount: 1,
  };
}

/** Whether a charge of the same resource and day belongs to a line. */
const isAlike = (line: Open, charge: BillCharge, tags: BillCharge["tags"]): boolean =>
  line.skuId === charge.skuId &&
  line.currency === charge.currency &&
  line.providerName === charge.providerName &&
  line.billingAccountId === charge.billingAccountId &&
  line.subAccountId === charge.subAccountId &&
  line.category === charge.category &&
  line.isCorrection === charge.isCorrection &&
  line.serviceName === charge.serviceName &&
  line.serviceCategory === charge.serviceCategory &&
  line.regionId === charge.regionId &&
  line.resourceType === charge.resourceType &&
  line.pricingCategory === charge.pricingCategory &&
  line.usage?.unit === charge.usage?.unit &&
  isSame(line.commitment, charge.commitment) &&
  isSame(line.transfer, charge.transfer) &&
  (line.tags === tags || isSame(line.tags, tags));

const isSame = (a: object | undefined, b: object | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
