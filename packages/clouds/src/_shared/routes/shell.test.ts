import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command, pin, quote, script } from "./shell.ts";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "skylane-shell-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const sh = (text: string) => spawnSync("sh", { input: text, cwd, encoding: "utf8" });
const setting = () => (existsSync(join(cwd, "state")) ? readFileSync(join(cwd, "state"), "utf8").trim() : "absent");
const set = (value: string) => writeFileSync(join(cwd, "state"), `${value}\n`);
const pinned = pin({
  file: "it.before",
  read: "cat state 2>/dev/null || echo None",
  wanted: "ours",
  known: ["ours", "backup"],
  create: "echo ours > state",
  replace: (value) => `echo ${quote(value)} > state`,
  remove: "rm state",
});
const apply = () => sh(script(...pinned.apply)).status;
const undo = () => sh(script(...pinned.undo)).status;

describe("clouds/_shared/routes/shell", () => {
  it("quotes any text as one word", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.constantFrom("$(id)", "it's", "`id`", "a\nb", "''", "\\'")),
        (text) => {
          expect(sh(`printf %s ${quote(text)}`).stdout).toBe(text);
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  it("writes options with their values quoted", () => {
    expect(command("aws x", { region: "r", filters: ["a b", "c"], force: true })).toBe(
      "aws x --region 'r' --filters 'a b' 'c' --force",
    );
  });

  it("makes what is absent, and takes it away again", () => {
    expect([apply(), setting(), apply(), setting()]).toEqual([0, "ours", 0, "ours"]);
    expect([undo(), setting(), undo(), setting()]).toEqual([0, "absent", 0, "absent"]);
  });

  it("replaces a value of ours, and puts it back", () => {
    set("backup");

    expect([apply(), setting(), undo(), setting()]).toEqual([0, "ours", 0, "backup"]);
  });

  it("leaves alone what was so before, when it is taken back", () => {
    set("ours");

    expect([apply(), undo(), setting()]).toEqual([0, 0, "ours"]);
  });

  it("stops at what somebody else has set, before and after", () => {
    set("theirs");
    expect([apply(), setting()]).toEqual([1, "theirs"]);

    set("backup");
    apply();
    set("theirs");
    expect([undo(), setting()]).toEqual([1, "theirs"]);
  });
});
