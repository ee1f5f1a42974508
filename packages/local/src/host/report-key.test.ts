import { createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportKeyIn } from "./report-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skylane-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("local/host/report-key", () => {
  it("makes a key once, for its owner only, and writes its public half beside it", () => {
    const pem = reportKeyIn(folder);

    expect(reportKeyIn(folder)).toBe(pem);
    expect(statSync(join(folder, "drill-report-key.pem")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "drill-report-key.pub.pem"), "utf8")).toBe(
      createPublicKey(pem).export({ type: "spki", format: "pem" }),
    );
  });
});
