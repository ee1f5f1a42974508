import * as z from "zod";

const name = z.string().min(1).max(1_024);
const size = z.int().nonnegative();

/** A manifest, from whichever cloud: the files of a run, and which run of which month it is. */
export interface Manifest {
  readonly runId?: string | undefined;
  /** First day of the month, e.g. 2026-11; absent = the path says it. */
  readonly month?: string | undefined;
  /** Ends of the names that the files have. */
  readonly files: readonly { readonly name: string; readonly bytes?: number | undefined }[];
}

/** AWS's reports, legacy. @see https://docs.aws.amazon.com/cur/latest/userguide/access-cur-s3.html */
const cur = z.looseObject({
  assemblyId: z.string().max(200),
  billingPeriod: z.looseObject({ start: z.string().regex(/^\d{8}T/) }),
  reportKeys: z.array(name).max(10_000),
});
/** AWS's data exports. @see https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html */
const dataExport = z.looseObject({ dataFiles: z.array(name).max(10_000), executionId: z.string().max(200).optional() });
/** Azure's exports. @see https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-improved-exports */
const azure = z.looseObject({
  blobs: z.array(z.looseObject({ blobName: name, byteCount: size.optional() })).max(10_000),
  runInfo: z.looseObject({ runId: z.string().max(200), startDate: z.string().max(40).optional() }),
});

/** Reads a manifest; `undefined` = it is none that is known. */
export function readManifest(text: string): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const report = cur.safeParse(json);
  if (report.success) {
    const { assemblyId, billingPeriod, reportKeys } = report.data;
    return {
      runId: assemblyId,
      month: `${billingPeriod.start.slice(0, 4)}-${billingPeriod.start.slice(4, 6)}`,
      files: reportKeys.map((key) => ({ name: key })),
    };
  }
  const exported = dataExport.safeParse(json);
  if (exported.success)
    return {
      runId: exported.data.executionId,
      files: exported.data.dataFiles.map((file) => ({ name: file.replace(/^s3:\/\/[^/]+\//, "") })),
    };
  const ofAzure = azure.safeParse(json);
  if (!ofAzure.success) return undefined;
  const { blobs, runInfo } = ofAzure.data;
  return {
    runId: runInfo.runId,
    month: /^(\d{4}-\d{2})/.exec(runInfo.startDate ?? "")?.[1],
    files: blobs.map(({ blobName, byteCount }) => ({ name: blobName, bytes: byteCount })),
  };
}
