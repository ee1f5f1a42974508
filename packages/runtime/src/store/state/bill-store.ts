import { createHash } from "node:crypto";
import {
  BillingMonth,
  type BillLine,
  type BillStore,
  ChargeCategory,
  CloudId,
  coreError,
  IngestReport,
  type Money,
  type OnDemandBill,
  OnDemandUse,
  TransferKind,
  TransferPlace,
} from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { type Packed, packed, packText } from "./packed.ts";

const PK = "BILLS";
/** Two years back can be compared; then a month is gone by itself. */
const KEEP_SECONDS = 800 * 86_400;
/** DynamoDB's limit is 400 KB an item, keys and all. */
const PIECE_BYTES = 350_000;
/** So many lines are tried as one piece; lines that do not compress are halved until they fit. */
const PIECE_LINES = 4_000;
const MAX_PIECE_BYTES = 64_000_000;

/** Exact: a JSON number would lose what a bill must add up to. */
const Amount = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text) as Money);
const text = z.string().optional();
const KeptLine = z.strictObject({
  cloud: CloudId.optional(),
  providerName: z.string(),
  billingAccountId: z.string(),
  subAccountId: text,
  currency: z.string(),
  billingMonth: BillingMonth,
  category: ChargeCategory,
  isCorrection: z.boolean(),
  serviceCategory: z.string(),
  serviceName: z.string(),
  regionId: text,
  resourceId: text,
  resourceType: text,
  skuId: text,
  pricingCategory: text,
  commitment: z
    .strictObject({ id: z.string(), category: z.enum(["Spend", "Usage"]), isUsed: z.boolean().optional() })
    .optional(),
  usage: z.strictObject({ quantity: z.number(), unit: z.string() }).optional(),
  transfer: z
    .strictObject({ kind: TransferKind, from: TransferPlace.optional(), to: TransferPlace.optional() })
    .optional(),
  tags: z.record(z.string(), z.string()),
  billed: Amount,
  effective: Amount,
  list: Amount,
  contracted: Amount,
  day: z.string(),
  rowCount: z.int(),
}) satisfies z.ZodType<BillLine>;

/** What counts of a source and month, and where its lines lie. */
const Pointer = z.strictObject({
  pieces: z.string(),
  pieceCount: z.int().nonnegative(),
  report: packed(IngestReport),
  /** Absent = it was taken without its hours. */
  onDemand: z.strictObject({ rules: z.string(), poolCount: z.int().nonnegative() }).optional(),
});
type Pointer = z.infer<typeof Pointer>;
const Lines = packed(z.array(KeptLine), MAX_PIECE_BYTES);
const Pool = packed(OnDemandUse);

/**
 * Bills in `skylane-state`: the lines of a delivery in pieces of a partition of its own, an item for each pool of its hours on demand in
 * another, and then, in one write, the pointer that makes them the ones that count. Whoever reads gets one delivery whole.
 */
export function billStore(table: DocumentTable): BillStore {
  const pointerKey = (source: string, month: BillingMonth) => ({ pk: PK, sk: `${month}#${source}` });
  /** Items of a delivery that counts, all of them or an error. */
  const itemsOf = async <T>(
    sk: string,
    pointer: Pointer,
    partition: (pieces: string) => string,
    countOf: (pointer: Pointer) => number,
    schema: z.ZodType<T>,
  ): Promise<{ readonly pointer: Pointer; readonly docs: readonly T[] }> => {
    const found = await table.query(partition(pointer.pieces), schema);
    if (found.length === countOf(pointer)) return { pointer, docs: found.map(({ doc }) => doc) };
    // a newer delivery may have taken its place between the two reads
    const now = await table.get({ pk: PK, sk }, Pointer);
    if (now && now.pieces !== pointer.pieces) return itemsOf(sk, now, partition, countOf, schema);
    throw coreError(
      "ERR_BILL_UNREADABLE",
      `of the bill ${sk} there are ${found.length} of ${countOf(pointer)} pieces; take it again`,
      { bill: sk },
    );
  };
  const linesOf = async (sk: string, pointer: Pointer): Promise<readonly BillLine[]> =>
    (await itemsOf(sk, pointer, linesPartition, ({ pieceCount }) => pieceCount, Lines)).docs.flat();
  const onDemandOf = async (sk: string, before: Pointer): Promise<OnDemandBill | undefined> => {
    const { pointer, docs } = await itemsOf(sk, before, hoursPartition, poolCountOf, Pool);
    return pointer.onDemand && { rules: pointer.onDemand.rules, pools: [...docs] };
  };
  return {
    async replace({ source, billingMonth }, lines, report, onDemand) {
      const key = pointerKey(source, billingMonth);
      const before = await table.get(key, Pointer);
      const cut = cutIntoPieces(lines);
      const pools = (onDemand?.pools ?? []).map((pool) => packText(JSON.stringify(pool)));
      const hash = createHash("sha256");
      for (const { bytes } of [...cut, ...pools]) hash.update(bytes);
      if (onDemand) hash.update(onDemand.rules);
      // named by what they say: the same delivery writes the same again, another never writes among pieces that count
      const pieces = `${key.sk}#${hash.digest("hex").slice(0, 24)}`;
      const expiresAtSeconds = Date.parse(`${billingMonth}-01`) / 1_000 + KEEP_SECONDS;
      for (const [i, piece] of cut.entries())
        await table.put({ pk: linesPartition(pieces), sk: nth(i) }, piece, expiresAtSeconds);
      for (const [i, pool] of pools.entries())
        await table.put({ pk: hoursPartition(pieces), sk: nth(i) }, pool, expiresAtSeconds);
      const packedReport = packText(JSON.stringify(report));
      const pointer: z.input<typeof Pointer> = {
        pieces,
        pieceCount: cut.length,
        report: packedReport,
        ...(onDemand && { onDemand: { rules: onDemand.rules, poolCount: pools.length } }),
      };
      await table.put(key, pointer, expiresAtSeconds);
      if (!before || before.pieces === pieces) return;
      for (let i = 0; i < before.pieceCount; i += 1)
        await table.remove({ pk: linesPartition(before.pieces), sk: nth(i) });
      for (let i = 0; i < poolCountOf(before); i += 1)
        await table.remove({ pk: hoursPartition(before.pieces), sk: nth(i) });
    },
    taken: async (source, month) => (await table.get(pointerKey(source, month), Pointer))?.report,
    reports: async (sinceMonth) => (await table.query(PK, Pointer, { after: sinceMonth })).map(({ doc }) => doc.report),
    async lines(month) {
      const found = await table.query(PK, Pointer, { prefix: `${month}#` });
      return (await Promise.all(found.map(({ sk, doc }) => linesOf(sk, doc)))).flat();
    },
    async onDemand(month) {
      const found = await table.query(PK, Pointer, { prefix: `${month}#` });
      const bills = await Promise.all(found.map(({ sk, doc }) => onDemandOf(sk, doc)));
      const known = bills.flatMap((one) => one ?? []);
      return known.length === bills.length ? known : undefined;
    },
  };
}

const linesPartition = (pieces: string): string => `BILL-LINES#${pieces}`;
const hoursPartition = (pieces: string): string => `BILL-HOURS#${pieces}`;
const nth = (i: number): string => String(i).padStart(5, "0");
const poolCountOf = ({ onDemand }: Pointer): number => onDemand?.poolCount ?? 0;

function cutIntoPieces(lines: readonly BillLine[]): readonly Packed[] {
  const pieces: Packed[] = [];
  const cut = (some: readonly BillLine[]): void => {
    const piece = packText(JSON.stringify(some, (_, value) => (typeof value === "bigint" ? value.toString() : value)));
    if (piece.bytes.byteLength <= PIECE_BYTES) {
      pieces.push(piece);
      return;
    }
    if (some.length === 1)
      throw coreError("ERR_BILL_UNREADABLE", `a line of ${some[0]?.serviceName} is too large to be kept`, {});
    const half = Math.ceil(some.length / 2);
    cut(some.slice(0, half));
    cut(some.slice(half));
  };
  for (let i = 0; i < lines.length; i += PIECE_LINES) cut(lines.slice(i, i + PIECE_LINES));
  return pieces;
}
