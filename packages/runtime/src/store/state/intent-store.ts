import { type Ids, IntentRun, type IntentStore, RunSummary } from "@skylane/core";
import { neededSignatures } from "@skylane/engine";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

const RUNS = "INTENT";
/** What a list shows, and where the whole is kept. */
const Head = RunSummary.extend({ body: z.string() });

/**
 * Runs of intents in the state table. A joint plan of a hundred intents is large, so the whole is written to a place of its own
 * first, and then the one item that points there, only over the version that was seen: nobody ever reads half, or another's.
 */
export function intentStore(table: DocumentTable, ids: Pick<Ids, "next">): IntentStore {
  const whole = largeDocuments(table);
  const headOf = (id: string) => table.get({ pk: RUNS, sk: id }, Head);
  const find = async (id: string): Promise<IntentRun | undefined> => {
    const head = await headOf(id);
    return head && whole.read(head.body, IntentRun);
  };
  /** Writes the whole, then the head by `write`; whichever of the two bodies is not pointed at any more is taken away. */
  const write = async (run: IntentRun, write: (head: z.infer<typeof Head>) => Promise<boolean>, old?: string) => {
    const body = `${RUNS}#${run.id}#${ids.next()}`;
    await whole.write(body, run, run.askedAtMs);
    const isWritten = await write({ ...summaryOf(run), body });
    const spare = isWritten ? old : body;
    if (spare !== undefined) await whole.remove(spare);
    return isWritten;
  };
  return {
    async open(run) {
      const isNew = await write(run, (head) => table.putNew({ pk: RUNS, sk: run.id }, head));
      return isNew ? run : ((await find(run.id)) ?? run);
    },
    find,
    list: async (limitCount) =>
      (await table.query(RUNS, Head))
        .map(({ doc: { body: _, ...summary } }) => summary)
        .sort((a, b) => b.askedAtMs - a.askedAtMs || a.id.localeCompare(b.id))
        .slice(0, limitCount),
    async save(next, seen) {
      const run = { ...next, version: seen.version + 1 };
      const old = await headOf(run.id);
      const isWritten = await write(
        run,
        (head) => table.putOver({ pk: RUNS, sk: run.id }, head, seen.version),
        old?.version === seen.version ? old.body : undefined,
      );
      return isWritten ? run : undefined;
    },
  };
}

function summaryOf(run: IntentRun): RunSummary {
  const { id, version, status, askedBy, askedAtMs, owner, intents, plan } = run;
  const [first] = intents;
  const understood = first?.understanding.kind === "understood" ? first.understanding.intent : undefined;
  const title = understood ? `${understood.source.name} → ${understood.destination.name}` : (first?.request.text ?? "");
  return {
    id,
    version,
    status,
    askedBy,
    askedAtMs,
    owner,
    intentCount: intents.length,
    title: title.slice(0, 300),
    ...(plan && { planHash: plan.hash, neededSignatureCount: neededSignatures(plan) }),
  };
}
