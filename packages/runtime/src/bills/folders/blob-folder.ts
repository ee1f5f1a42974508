import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import { bearerCall, bodyOf, understood } from "./bearer-call.ts";
import type { BillFile, BillFolder } from "./bill-folder.ts";

const MAX_PAGES = 20;
const VERSION = { "x-ms-version": "2023-11-03" };
const Page = z.looseObject({
  EnumerationResults: z.looseObject({
    Blobs: z.union([
      z.looseObject({
        Blob: z
          .array(
            z.looseObject({
              Name: z.string(),
              Properties: z.looseObject({
                "Content-Length": z.string().regex(/^\d+$/),
                Etag: z.string(),
                "Last-Modified": z.string(),
              }),
            }),
          )
          .default([]),
      }),
      z.literal("").transform(() => ({ Blob: [] })),
    ]),
    NextMarker: z.string().optional(),
  }),
});
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, isArray: (name) => name === "Blob" });

/**
 * A prefix of a container of Azure's. @throws ERR_BILL_UNREADABLE
 * @see https://learn.microsoft.com/rest/api/storageservices/list-blobs
 */
export function blobFolder(
  origin: string,
  container: string,
  prefix: string,
  token: () => Promise<string>,
): BillFolder {
  const request = {
    token,
    headers: VERSION,
    at: `${origin}/${container}/${prefix}`,
    todo: "Check the name, and that the role Storage Blob Data Reader is assigned",
  };
  return {
    async list() {
      const files: BillFile[] = [];
      let marker = "";
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const url = new URL(`${origin}/${encodeURIComponent(container)}`);
        url.search = new URLSearchParams({
          restype: "container",
          comp: "list",
          prefix,
          ...(marker !== "" && { marker }),
        }).toString();
        const { EnumerationResults: found } = understood(
          Page,
          parser.parse(await (await bearerCall(url, request)).text()),
          request.at,
        );
        for (const { Name, Properties: about } of found.Blobs.Blob)
          files.push({
            name: Name.slice(prefix.length),
            version: about.Etag.replaceAll('"', ""),
            bytes: Number(about["Content-Length"]),
            writtenAtMs: Date.parse(about["Last-Modified"]) || 0,
          });
        marker = found.NextMarker ?? "";
        if (marker === "") break;
      }
      return files;
    },
    async *read(name) {
      const path = [container, ...(prefix + name).split("/")].map(encodeURIComponent).join("/");
      yield* bodyOf(await bearerCall(new URL(`${origin}/${path}`), { ...request, isFile: true }));
    },
  };
}
