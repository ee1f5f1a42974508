import {
  addMoney,
  type BillCharge,
  type BillDelivery,
  type BillDeviations,
  type BillLine,
  type BillReader,
  type CloudId,
  type IngestReport,
  type Money,
  moneyText,
  oneLine,
  type RowConverter,
  type RowFault,
  type RowSetAside,
  ZERO,
} from "@skylane/core";
import { type FaultyRow, focusReader } from "./focus-reader.ts";
import { gather } from "./gather.ts";
import { RowHashes } from "./row-hashes.ts";

export interface TakeRules {
  readonly tagNames: ReadonlySet<string>;
  readonly cloudOf: (providerName: string) => CloudId | undefined;
  /** For a file with that header; absent = it is FOCUS. @throws ERR_BILL_HEADER */
  readonly converterFor?: ((header: readonly string[]) => RowConverter) | undefined;
  /** Where the bytes that a charge is for went, as far as its cloud's bill says. */
  readonly transferOf?: ((charge: BillCharge) => BillCharge["transfer"]) | undefined;
  /** Sees each charge that is taken, with its hour, which lines of a day do not keep. */
  readonly onTaken?: ((charge: BillCharge) => void) | undefined;
  readonly nowMs: number;
}

/** A bill that was read whole. */
export interface TakenDelivery {
  readonly lines: readonly BillLine[];
  readonly report: IngestReport;
}

const SHOWN_PER_FAULT = 10;

/**
 * Reads every row of a delivery: each is taken or set aside with its reason, and both are counted, so that nothing is lost in
 * silence. Rows that say the very same twice are one: bills do not do that, exports that were copied do. Order means nothing.
 */
export async function takeDelivery(
  reader: Pick<BillReader, "rows">,
  delivery: BillDelivery,
  rules: TakeRules,
): Promise<TakenDelivery> {
  const gathering = gather(rules.tagNames);
  const seen = new RowHashes();
  const identities = new RowHashes();
  const tally = new Tally();
  const deviations = new Map<string, { column: string; says: string; count: number }>();
  const deviate = (more: BillDeviations): void => {
    for (const [key, one] of more) {
      const known = deviations.get(key);
      if (known) known.count += one.count;
      else deviations.set(key, { ...one });
    }
  };
  let readUsd = 0;
  for (const { name } of delivery.files) {
    let header: readonly string[] | undefined;
    let converter: RowConverter | undefined;
    let focus: ReturnType<typeof focusReader> | undefined;
    for await (const page of reader.rows(delivery, name)) {
      readUsd += page.readUsd ?? 0;
      if (!focus || page.header !== header) {
        header = page.header;
        deviate(converter?.deviations ?? new Map());
        converter = rules.converterFor?.(page.header);
        focus ??= focusReader(converter?.header ?? page.header, delivery.billingMonth, rules.cloudOf);
      }
      for (const { rowNumber, fields, fault } of page.rows) {
        const read = (): BillCharge | FaultyRow => {
          if (fault !== undefined) return { fault: "unreadable", says: oneLine(fault, 400) };
          const count = page.header.length;
          if (converter && fields.length !== count)
            return {
              fault: fields.length > count ? "too-many-fields" : "too-few-fields",
              says: `has ${fields.length} fields, the header ${count}`,
            };
          const charge = (): BillCharge | FaultyRow => {
            const row = converter ? converter.convert(fields) : fields;
            if ("fault" in row) return { fault: row.fault, says: oneLine(row.says, 400) };
            return focus?.read(row) ?? { fault: "unreadable", says: "no header" };
          };
          if (seen.hasOrAdd(fields))
            return { ...amountOf(charge()), fault: "duplicate", says: "says the very same as a row before it" };
          const identity = converter?.identityOf(fields);
          if (identity && identities.hasOrAdd(identity))
            return {
              ...amountOf(charge()),
              fault: "duplicate",
              says: `has the identity of a row before it, ${identity.join(" ")}`.slice(0, 400),
            };
          return charge();
        };
        const one = read();
        if ("fault" in one) tally.setAside(name, rowNumber, one);
        else {
          tally.take(one);
          rules.onTaken?.(one);
          const transfer = rules.transferOf?.(one);
          gathering.add(transfer ? { ...one, transfer } : one);
        }
      }
    }
    deviate(converter?.deviations ?? new Map());
    deviate(focus?.deviations ?? new Map());
  }
  return {
    lines: gathering.lines(),
    report: {
      deliveryId: delivery.id,
      billingMonth: delivery.billingMonth,
      writtenAtMs: delivery.writtenAtMs,
      status: "taken",
      ...tally.counts(),
      ...(readUsd > 0 && { readUsd: Number(readUsd.toFixed(6)) }),
      deviations: [...deviations.values()].toSorted((a, b) => b.count - a.count).slice(0, 200),
      atMs: rules.nowMs,
    },
  };
}

/** What a duplicate says it costs: that much is not in the total, and is said. */
function amountOf(read: BillCharge | FaultyRow | undefined): Pick<FaultyRow, "billed"> {
  if (!read) return {};
  return "fault" in read ? { billed: read.billed } : { billed: { currency: read.currency, amount: read.billed } };
}

class Tally {
  #takenCount = 0;
  #setAsideCount = 0;
  readonly #byFault = new Map<RowFault, number>();
  readonly #shown: RowSetAside[] = [];
  readonly #billed = new Map<string, Money>();
  readonly #setAsideBilled = new Map<string, Money>();

  take({ currency, billed }: BillCharge): void {
    this.#takenCount += 1;
    this.#billed.set(currency, addMoney(this.#billed.get(currency) ?? ZERO, billed));
  }

  setAside(file: string, rowNumber: number, { fault, column, says, billed }: FaultyRow): void {
    this.#setAsideCount += 1;
    const count = (this.#byFault.get(fault) ?? 0) + 1;
    this.#byFault.set(fault, count);
    if (billed)
      this.#setAsideBilled.set(
        billed.currency,
        addMoney(this.#setAsideBilled.get(billed.currency) ?? ZERO, billed.amount),
      );
    if (count <= SHOWN_PER_FAULT && this.#shown.length < 100)
      this.#shown.push({ file, rowNumber, fault, ...(column !== undefined && { column }), says });
  }

  counts() {
    const texts = (amounts: ReadonlyMap<string, Money>): Record<string, string> =>
      Object.fromEntries([...amounts].map(([currency, amount]) => [oneLine(currency, 12), moneyText(amount)]));
    return {
      rowCount: this.#takenCount + this.#setAsideCount,
      takenCount: this.#takenCount,
      setAsideCount: this.#setAsideCount,
      byFault: Object.fromEntries(this.#byFault) as IngestReport["byFault"],
      setAside: this.#shown,
      billed: texts(this.#billed),
      setAsideBilled: texts(this.#setAsideBilled),
    };
  }
}
