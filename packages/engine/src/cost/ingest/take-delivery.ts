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
  type RawBillRow,
  type RowConverter,
  type RowFault,
  type RowSetAside,
  ZERO,
} from "@skylane/core";
import { type FaultyRow, type FocusReader, focusReader } from "./focus-reader.ts";
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
    let reading: Reading | undefined;
    for await (const page of reader.rows(delivery, name)) {
      readUsd += page.readUsd ?? 0;
      if (!reading || page.header !== header) {
        header = page.header;
        deviate(reading?.converter?.deviations ?? new Map());
        const converter = rules.converterFor?.(header);
        const focus = reading?.focus ?? focusReader(converter?.header ?? header, delivery.billingMonth, rules.cloudOf);
        reading = { converter, focus, seen, identities };
      }
      for (const row of page.rows) {
        const one = readRow(row, page.header.length, reading);
        if ("fault" in one) {
          tally.setAside(name, row.rowNumber, one);
          continue;
        }
        tally.take(one);
        rules.onTaken?.(one);
        const transfer = rules.transferOf?.(one);
        gathering.add(transfer ? { ...one, transfer } : one);
      }
    }
    deviate(reading?.converter?.deviations ?? new Map());
    deviate(reading?.focus.deviations ?? new Map());
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

/** How rows of a file are read, and which were. */
interface Reading {
  readonly converter: RowConverter | undefined;
  readonly focus: FocusReader;
  readonly seen: RowHashes;
  readonly identities: RowHashes;
}

/** What a row means, unless it cannot be read or was there before. */
function readRow(
  { fields, fault }: RawBillRow,
  fieldCount: number,
  { converter, focus, seen, identities }: Reading,
): BillCharge | FaultyRow {
  if (fault !== undefined) return { fault: "unreadable", says: oneLine(fault, 400) };
  if (converter && fields.length !== fieldCount)
    return {
      fault: fields.length > fieldCount ? "too-many-fields" : "too-few-fields",
      says: `has ${fields.length} fields, the header ${fieldCount}`,
    };
  const isRepeated = seen.hasOrAdd(fields);
  const identity = isRepeated ? undefined : converter?.identityOf(fields);
  const isKnown = identity !== undefined && identities.hasOrAdd(identity);
  const row = converter ? converter.convert(fields) : fields;
  const read: BillCharge | FaultyRow =
    "fault" in row ? { fault: row.fault, says: oneLine(row.says, 400) } : focus.read(row);
  if (isRepeated) return { ...amountOf(read), fault: "duplicate", says: "says the very same as a row before it" };
  if (!isKnown) return read;
  const says = `has the identity of a row before it, ${identity.join(" ")}`.slice(0, 400);
  return { ...amountOf(read), fault: "duplicate", says };
}

/** What a duplicate says it costs: that much is not in the total, and is said. */
function amountOf(read: BillCharge | FaultyRow): Pick<FaultyRow, "billed"> {
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
