import { generateKeyPairSync } from "node:crypto";
import { DrillReport } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDrillRun } from "../../../../test/support/drills.ts";
import { checkSeal, reportSealer } from "./report-seal.ts";

const pemOf = async () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const keyPem = await pemOf();
const sealer = reportSealer(async () => keyPem);
const publicPem = (await sealer.publicKey())?.pem ?? "";
const run = aDrillRun({});
const sealed = DrillReport.parse({ run, seal: await sealer.seal(run) });

describe("runtime/seal/report-seal", () => {
  it("holds after the report was written to a file and read again, whatever the order of its keys", () => {
    const reversed = Object.fromEntries(Object.entries(sealed.run).reverse());
    const read = DrillReport.parse(JSON.parse(JSON.stringify({ seal: sealed.seal, run: reversed }, null, 4)));

    expect(checkSeal(read, publicPem)).toEqual({ kind: "intact", keyId: sealed.seal?.keyId });
  });

  it("names the part that was altered, whichever it is", () => {
    const parts = Object.keys(sealed.run) as (keyof typeof sealed.run)[];
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.string(), (part, other) => {
        const altered = { ...sealed, run: { ...sealed.run, [part]: `altered ${other}` } } as unknown as DrillReport;
        expect(checkSeal(altered, publicPem)).toEqual({ kind: "altered", parts: [part] });
      }),
    );
  });

  it("names a part that was left out, and one that was put in", () => {
    const { measured: _, ...without } = sealed.run;

    expect(checkSeal({ ...sealed, run: without }, publicPem)).toEqual({ kind: "altered", parts: ["measured"] });
    expect(checkSeal({ ...sealed, run: { ...sealed.run, note: "ok" } as never }, publicPem)).toMatchObject({
      parts: ["note"],
    });
  });

  it("does not believe digests that were made anew for an altered report", async () => {
    const forged = { ...sealed.run, status: "failed" as const };
    const digests = (await reportSealer(pemOf).seal(forged))?.digests ?? {};
    const seal = sealed.seal && { ...sealed.seal, digests };

    expect(checkSeal({ run: forged, seal }, publicPem)).toEqual({ kind: "seal-altered" });
  });

  it("tells a report of another key, and one without a seal", async () => {
    const other = await reportSealer(pemOf).seal(run);

    expect(checkSeal({ run, seal: other }, publicPem)).toMatchObject({ kind: "other-key", keyId: other?.keyId });
    expect(checkSeal({ run }, publicPem)).toEqual({ kind: "not-sealed" });
    expect(await reportSealer(async () => undefined).seal(run)).toBeUndefined();
  });

  it("refuses a key of another kind, and does not repeat it", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

    for (const bad of [pem, "secret words"]) {
      const seal = reportSealer(async () => bad).seal(run);
      await expect(seal).rejects.toThrow(expect.objectContaining({ name: "ERR_REPORT_KEY_INVALID" }));
      await expect(seal).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(bad.slice(0, 12)) }),
      );
    }
  });
});
