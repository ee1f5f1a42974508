import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { blobFolder } from "./blob-folder.ts";
import { gcsFolder } from "./gcs-folder.ts";
import { ociFolder } from "./oci-folder.ts";

let close: () => void = () => undefined;
afterEach(() => close());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => void server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const token = async () => "t";
const text = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes)).toString();

describe("runtime/bills/folders", () => {
  it("reads a bucket of Google's page by page", async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      const url = new URL(request.url ?? "", "http://gcs");
      asked.push(`${request.headers.authorization} ${url.pathname}`);
      const object = (name: string) => ({ name, size: "3", generation: "7", updated: "2026-11-05T00:00:00.000Z" });
      if (url.searchParams.get("alt") === "media") response.end("A,B");
      else if (url.searchParams.has("pageToken")) response.end(JSON.stringify({ items: [object("costs/b c.csv")] }));
      else response.end(JSON.stringify({ items: [object("costs/"), object("costs/a.csv")], nextPageToken: "n" }));
    });
    const folder = gcsFolder("bills", "costs/", token, origin);

    expect(await folder.list()).toMatchObject([{ name: "a.csv", version: "7", bytes: 3 }, { name: "b c.csv" }]);
    expect(await text(folder.read("b c.csv"))).toBe("A,B");
    expect(asked.at(-1)).toBe("Bearer t /storage/v1/b/bills/o/costs%2Fb%20c.csv");
  });

  it("reads a container of Azure's page by page", async () => {
    const origin = await serve((request, response) => {
      const url = new URL(request.url ?? "", "http://blob");
      const blob = (name: string): string =>
        `<Blob><Name>${name}</Name><Properties><Last-Modified>Thu, 05 Nov 2026 00:00:00 GMT</Last-Modified><Etag>0x8</Etag><Content-Length>3</Content-Length></Properties></Blob>`;
      if (url.searchParams.get("comp") !== "list")
        response.end(`at ${url.pathname} by ${request.headers["x-ms-version"]}`);
      else if (url.searchParams.has("marker"))
        response.end(`<EnumerationResults><Blobs>${blob("exp/2.csv")}</Blobs><NextMarker /></EnumerationResults>`);
      else
        response.end(
          `<EnumerationResults><Blobs>${blob("exp/007")}</Blobs><NextMarker>m</NextMarker></EnumerationResults>`,
        );
    });
    const folder = blobFolder(origin, "costs", "exp/", token);

    expect(await folder.list()).toEqual([
      { name: "007", version: "0x8", bytes: 3, writtenAtMs: Date.UTC(2026, 10, 5) },
      { name: "2.csv", version: "0x8", bytes: 3, writtenAtMs: Date.UTC(2026, 10, 5) },
    ]);
    expect(await text(folder.read("run/1.csv"))).toBe("at /costs/exp/run/1.csv by 2023-11-03");
  });

  it("reads a bucket of Oracle's page by page", async () => {
    const asked: string[] = [];
    const object = (name: string) => ({ name, size: 3, etag: "e", timeModified: "2026-11-05T00:00:00.000Z" });
    const folder = ociFolder("bling", "ocid1.tenancy.oc1..x", "FOCUS Reports/", async (path) => {
      asked.push(path);
      if (!path.includes("?")) return new Response("A,B");
      return path.includes("start=")
        ? Response.json({ objects: [object("FOCUS Reports/2026/11/05/2.csv")] })
        : Response.json({
            objects: [object("FOCUS Reports/"), object("FOCUS Reports/2026/11/05/1.csv")],
            nextStartWith: "FOCUS Reports/2026/11/05/2.csv",
          });
    });

    expect(await folder.list()).toMatchObject([
      { name: "2026/11/05/1.csv", version: "e", bytes: 3 },
      { name: "2026/11/05/2.csv" },
    ]);
    expect(await text(folder.read("2026/11/05/1.csv"))).toBe("A,B");
    expect(asked[0]).toContain("/n/bling/b/ocid1.tenancy.oc1..x/o?prefix=FOCUS%20Reports%2F&fields=");
    expect(asked.at(-1)).toBe("/n/bling/b/ocid1.tenancy.oc1..x/o/FOCUS%20Reports%2F2026%2F11%2F05%2F1.csv");
  });

  it("a listing of Oracle's that never ends is refused", async () => {
    const folder = ociFolder("bling", "b", "", async () => Response.json({ objects: [], nextStartWith: "a" }));

    await expect(folder.list()).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
      message: expect.stringContaining("more than 20000 files"),
    });
  });

  it("an empty container has no files", async () => {
    const origin = await serve(
      (_, response) => void response.end("<EnumerationResults><Blobs /><NextMarker /></EnumerationResults>"),
    );

    expect(await blobFolder(origin, "costs", "", token).list()).toEqual([]);
  });

  it.each(["<html>", "{}x", '{"items":3}', ""])("says that an answer %j is no listing", async (answer) => {
    const origin = await serve((_, response) => void response.end(answer));

    for (const folder of [gcsFolder("bills", "", token, origin), blobFolder(origin, "costs", "", token)])
      await expect(folder.list()).rejects.toMatchObject({
        name: "ERR_BILL_UNREADABLE",
        message: expect.stringContaining("not understood"),
      });
  });

  it.each([403, 302])(
    "says what is needed where the answer is %i, and takes the token nowhere else",
    async (status) => {
      const asked: (string | undefined)[] = [];
      const origin = await serve((request, response) => {
        asked.push(request.url);
        response.writeHead(status, { location: "/elsewhere" }).end();
      });

      await expect(gcsFolder("bills", "", token, origin).list()).rejects.toMatchObject({
        name: "ERR_BILL_UNREADABLE",
        message: expect.stringContaining("objectViewer"),
      });
      await expect(text(blobFolder(origin, "c", "", token).read("x"))).rejects.toMatchObject({
        name: "ERR_BILL_UNREADABLE",
      });
      expect(asked.some((url) => url?.includes("elsewhere"))).toBe(false);
    },
  );
});
