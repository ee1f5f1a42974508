import type { DiscoveryStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { startScan } from "./scan.ts";

const explain = (error: unknown) => ({ reason: "denied" as const, message: String(error), todo: "ask for it" });
const at = (operation: string) => ({ accountId: "a", regionId: "r", operation });

describe("clouds/scan", () => {
  it("keeps a failure as a gap and goes on", async () => {
    const scan = startScan("aws", { concurrency: 2 }, explain);

    const answers = await Promise.all([
      scan.call(at("one"), async () => 1),
      scan.call(at("two"), async () => Promise.reject(new Error("no"))),
      scan.call(at("two"), async () => Promise.reject(new Error("no"))),
      scan.call(at("three"), async () => 3),
    ]);

    expect(answers).toEqual([1, undefined, undefined, 3]);
    expect(scan.callCount()).toBe(4);
    expect(scan.gaps).toEqual([
      {
        cloud: "aws",
        accountId: "a",
        regionId: "r",
        operation: "two",
        reason: "denied",
        message: "Error: no",
        todo: "ask for it",
      },
    ]);
  });

  it("has no more calls in flight than it may, and tells how far it is", async () => {
    const steps: DiscoveryStep[] = [];
    const scan = startScan("gcp", { concurrency: 3, onProgress: (step) => steps.push(step) }, explain);
    let open = 0;
    let most = 0;

    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        scan.call(at(`op${i}`), async () => {
          open += 1;
          most = Math.max(most, open);
          await Promise.resolve();
          open -= 1;
        }),
      ),
    );

    expect(most).toBe(3);
    expect(steps.at(-1)).toEqual({ cloud: "gcp", regionId: "r", doneCount: 12, totalCount: 12 });
  });
});
