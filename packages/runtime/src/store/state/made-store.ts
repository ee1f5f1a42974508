import { MadeResource, type MadeStore } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

const Claim = z.strictObject({ runId: z.string(), made: MadeResource });

/** In these a run takes hold of an object, or lets go of it; in between its claim is what it was. */
const CLAIMING: ReadonlySet<MadeResource["state"]> = new Set(["ordering", "removing"]);

/**
 * What runs have made, each kept by run, and by object, so that a run sees who else has a claim on it. Both are written by one
 * call, which may do one and not the other before it fails: whoever holds the lease of the object then writes both again before
 * anybody else may have it. The claim goes after the record: whoever dies in between has a claim too many, never one too few.
 */
export function madeStore(table: DocumentTable): MadeStore {
  const ofRun = (runId: string) => `MADE#${runId}`;
  return {
    list: async (runId) => (await table.query(ofRun(runId), MadeResource)).map(({ doc }) => doc),
    async put(runId, made) {
      const claim = { pk: "MADE-KEY", sk: `${made.key}#${runId}#${made.stepId}` };
      const record = { pk: ofRun(runId), sk: made.stepId };
      if (CLAIMING.has(made.state))
        await table.putMany([
          { key: claim, doc: { runId, made } },
          { key: record, doc: made },
        ]);
      else await table.put(record, made);
      if (made.state === "removed") await table.remove(claim);
    },
    claimsOn: async (key) => (await table.query("MADE-KEY", Claim, { prefix: `${key}#` })).map(({ doc }) => doc),
  };
}
