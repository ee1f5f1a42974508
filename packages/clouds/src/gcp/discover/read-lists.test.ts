import { describe, expect, it } from "vitest";
import * as z from "zod";
import { startScan } from "../../_shared/scan.ts";
import { explainFailure } from "./explain-failure.ts";
import { listReader } from "./read-lists.ts";

const Item = z.object({ name: z.string() });
const start = () => {
  const scan = startScan("gcp", { concurrency: 2 }, explainFailure);
  return { scan, reader: listReader(scan, "p") };
};

describe("clouds/gcp/read-lists", () => {
  it("goes through the pages, and keeps what it has when a later one fails", async () => {
    const { scan, reader } = start();

    const found = await reader.read("compute.routers.list", Item, async (token) => {
      if (token === "2") throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
      return { data: { items: [{ name: "one" }], nextPageToken: "2" } };
    });

    expect(found).toEqual([{ name: "one" }]);
    expect(scan.gaps).toMatchObject([{ reason: "unavailable" }]);
  });

  it("knows nothing from nothing: a list that cannot be read is not an empty one", async () => {
    const { reader } = start();

    const broken = await reader.read("compute.routers.list", Item, () => Promise.reject(new Error("no")));
    const empty = await reader.read("compute.routers.list", Item, async () => ({ data: {} }));

    expect(broken).toBeUndefined();
    expect(empty).toEqual([]);
  });

  it("leaves out an object that it does not understand, and says so once", async () => {
    const { reader } = start();

    const found = await reader.read("compute.routers.list", Item, async () => ({
      data: { items: [{ name: 1 }, { name: "good" }, "text"] },
    }));

    expect(found).toEqual([{ name: "good" }]);
    expect(reader.oddities).toMatchObject([{ reason: "not-understood", operation: "compute.routers.list" }]);
  });

  it("tells scopes that are empty from those that could not be reached", async () => {
    const { reader } = start();

    await reader.read(
      "compute.instances.aggregatedList",
      Item,
      async () => ({
        data: {
          items: {
            "zones/us-east1-b": { warning: { code: "NO_RESULTS_ON_PAGE" } },
            "zones/europe-west1-b": { warning: { code: "UNREACHABLE" } },
            "zones/us-west1-a": { instances: [{ name: "vm" }] },
          },
          unreachables: ["projects/p/zones/europe-west1-c", "projects/p/regions/asia-east1"],
        },
      }),
      { field: "instances" },
    );

    expect([...reader.unreached.keys()].sort()).toEqual(["asia-east1", "europe-west1"]);
  });

  it("is not held up by a server that gives the same page for ever", async () => {
    const { reader, scan } = start();

    await reader.read("compute.routers.list", Item, async () => ({ data: { items: [], nextPageToken: "same" } }));

    expect(scan.callCount()).toBe(2);
  });
});
