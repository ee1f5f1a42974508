import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportSealer } from "@skylane/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDrillRun } from "../../../../test/support/drills.ts";
import { drillHtml } from "./report-html.ts";
import { tellVerdict, verifyReport } from "./verify-report.ts";

const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const sealer = reportSealer(async () => pem);
const run = aDrillRun({});
let data: string;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "skylane-verify-"));
  writeFileSync(join(data, "drill-report-key.pub.pem"), (await sealer.publicKey())?.pem ?? "");
});
afterEach(() => rmSync(data, { recursive: true, force: true }));
const verdictOn = (report: unknown): string => {
  const file = join(data, "report.json");
  writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report, null, 2));
  return tellVerdict(verifyReport(file, { data }));
};

describe("cli/drills/verify-report", () => {
  it("finds a report intact with the key of the data folder", async () => {
    expect(verdictOn({ run, seal: await sealer.seal(run) })).toMatch(/^Intact: .* key [0-9a-f]{16}\.$/);
  });

  it("says what was altered", async () => {
    const seal = await sealer.seal(run);

    expect(verdictOn({ run: { ...run, by: "somebody", reason: "better" }, seal })).toBe(
      "Altered: by, reason are not what was sealed.",
    );
    expect(verdictOn({ run, seal: { ...seal, keyId: "0".repeat(16) } })).toMatch(
      /^Sealed by key 0{16}, and this is key/,
    );
    expect(verdictOn({ run })).toMatch(/^Not sealed/);
  });

  it("takes nothing else for a report, and does not drop what was added to one", () => {
    for (const other of ["no JSON", { run: { ...run, extra: 1 } }, {}])
      expect(() => verdictOn(other)).toThrow("is no report of a drill");
  });

  it("says where a key is to be had if there is none", () => {
    expect(() => verifyReport(join(data, "report.json"), { data: join(data, "nowhere") })).toThrow(
      /There is no public key at .*skylane drills key/,
    );
  });
});

describe("cli/drills/report-html", () => {
  it("renders nothing from outside as markup", () => {
    const page = drillHtml({ run: aDrillRun({ by: "<script>alert(1)</script>", reason: `"><img src=x onerror=1>` }) });

    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("&lt;script&gt;");
  });
});
