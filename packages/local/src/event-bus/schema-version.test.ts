import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database.ts";
import { claimSchema } from "./schema-version.ts";

describe("local/event-bus/schema-version", () => {
  it("takes an empty file and its own again, and leaves any other alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "schema-"));
    const file = join(folder, "a.sqlite");
    const claim = (version: number) => {
      const db = openDatabase(file);
      claimSchema(db, file, version, (empty) => empty.exec("CREATE TABLE IF NOT EXISTS notes (text TEXT)"));
      db.close();
    };

    claim(1);
    claim(1);

    expect(() => claim(2)).toThrow(`${file} was written by another version (its schema is 1, this one's is 2).`);
    rmSync(folder, { recursive: true });
  });
});
