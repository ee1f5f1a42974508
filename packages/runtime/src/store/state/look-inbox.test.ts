import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aDiscovery, aNetwork, aSighting } from "../../../../../test/support/sightings.ts";
import type { DocumentTable } from "./document-table.ts";
import { lookInboxStore } from "./look-inbox.ts";

/** The rows of one partition, which may hold what somebody else has written there. */
const start = () => {
  const rows: { pk: string; sk: string; doc: object }[] = [];
  const table = {
    put: async (key: { pk: string; sk: string }, doc: object) => void rows.push({ ...key, doc }),
    query: async (pk: string) => rows.filter((row) => row.pk === pk),
  } as unknown as DocumentTable;
  return { rows, inbox: lookInboxStore(table) };
};
const azure = aDiscovery({
  cloud: "azure",
  networks: [aNetwork({ key: "azure/v", cloud: "azure", cidrs: ["10.4.0.0/16"] })],
});

describe("runtime/store/look-inbox", () => {
  it("keeps what a cloud's own function saw in that cloud's partition", async () => {
    const { rows, inbox } = start();

    await inbox.put(azure);

    expect(await inbox.last("azure")).toEqual(azure);
    expect(await inbox.last("gcp")).toBeUndefined();
    expect(new Set(rows.map(({ pk }) => pk))).toEqual(new Set(["INBOX#azure"]));
  });

  it.each([
    ["an answer of another cloud", aDiscovery({ cloud: "aws" })],
    ["a network of another cloud", { ...azure, networks: [aNetwork({ key: "aws/vpc-1", cloud: "aws" })] }],
    [
      "a link with another cloud's key",
      { ...azure, links: [aSighting({ key: "aws/vpn-1", cloud: "azure", at: "azure/v" })] },
    ],
    ["what is no answer at all", { cloud: "azure" }],
  ])("does not take %s", async (_, forged) => {
    const { rows, inbox } = start();
    rows.push({
      pk: "INBOX#azure",
      sk: "0000",
      doc: { gzip: gzipSync(JSON.stringify(forged)).toString("base64"), atMs: 1, pieceCount: 1 },
    });

    expect(await inbox.last("azure")).toBeUndefined();
  });

  it("unpacks no more than an estate may be", async () => {
    const { rows, inbox } = start();
    const bomb = gzipSync(Buffer.alloc(65_000_000, "[")).toString("base64");
    rows.push({ pk: "INBOX#azure", sk: "0000", doc: { gzip: bomb, atMs: 1, pieceCount: 1 } });

    await expect(inbox.last("azure")).rejects.toThrow("larger than");
  });
});
