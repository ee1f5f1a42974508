import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addEstateBills } from "./estate-bills.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "estate-bills-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (out: string) => {
  const program = new Command("estate").exitOverride();
  addEstateBills(program);
  return program.parseAsync(["node", "estate", "bills", "--days", "1", "--until", "2026-11-02", "--out", out]);
};

describe("cli/estate bills", () => {
  it("says what to do where a folder cannot be made: no file system makes one below /proc or a file", async () => {
    await writeFile(join(folder, "file"), "");

    for (const out of ["/proc/nowhere/bills", join(folder, "file", "bills")])
      await expect(run(out)).rejects.toMatchObject({
        name: "CliError",
        message: expect.stringContaining(`cannot be written to ${out}`),
      });
  });
});
