import { MadeResource, type MadeStore } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

const Claim = z.strictObject({ runId: z.string(), made: MadeResource });

/**
 * What runs have made, each kept twice: by run, and by object, so that a run sees who else has a claim on it. The claim by object is
 * written first: whoever dies in between has a claim too many, which a look at the run's own record ends, never one too few.
 */
export function madeStore(table: DocumentTable): MadeStore {
  const ofRun = (runId: string) => `MADE#${runId}`;
  return {
    list: async (runId) => (await table.query(ofRun(runId), MadeResource)).map(({ doc }) => doc),
    async put(runId, made) {
      const claim = { pk: "MADE-KEY", sk: `${made.key}#${runId}#${made.stepId}` };
      if (made.state !== "removed") await table.put(claim, { runId, made });
      await table.put({ pk: ofRun(runId), sk: made.stepId }, made);
      if (made.state === "removed") await table.remove(claim);
    },
    claimsOn: async (key) => (await table.query("MADE-KEY", Claim, { prefix: `${key}#` })).map(({ doc }) => doc),
  };
}
