import * as z from "zod";
import { bearerCall, bodyOf, understood } from "./bearer-call.ts";
import type { BillFile, BillFolder } from "./bill-folder.ts";

const MAX_PAGES = 20;
const Page = z.looseObject({
  items: z
    .array(
      z.looseObject({
        name: z.string(),
        size: z.string().regex(/^\d+$/),
        generation: z.string(),
        updated: z.iso.datetime({ offset: true }),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

/**
 * A prefix of a bucket of Google's. @throws ERR_BILL_UNREADABLE
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects/list
 */
export function gcsFolder(
  bucket: string,
  prefix: string,
  token: () => Promise<string>,
  origin = "https://storage.googleapis.com",
): BillFolder {
  const request = {
    token,
    at: `gs://${bucket}/${prefix}`,
    todo: "Check the name, and that roles/storage.objectViewer is granted",
  };
  const objects = `${origin}/storage/v1/b/${encodeURIComponent(bucket)}/o`;
  return {
    async list() {
      const files: BillFile[] = [];
      let next: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const url = new URL(objects);
        url.search = new URLSearchParams({ prefix, ...(next !== undefined && { pageToken: next }) }).toString();
        const { items, nextPageToken } = understood(Page, await json(await bearerCall(url, request)), request.at);
        for (const { name, size, generation, updated } of items)
          if (!name.endsWith("/"))
            files.push({
              name: name.slice(prefix.length),
              version: generation,
              bytes: Number(size),
              writtenAtMs: Date.parse(updated),
            });
        next = nextPageToken;
        if (next === undefined) break;
      }
      return files;
    },
    async *read(name) {
      const url = new URL(`${objects}/${encodeURIComponent(prefix + name)}?alt=media`);
      yield* bodyOf(await bearerCall(url, { ...request, isFile: true }));
    },
  };
}

/** What is no JSON is judged as nothing. */
const json = async (answer: Response): Promise<unknown> => answer.json().catch(() => undefined);
