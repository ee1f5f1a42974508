import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageHeaders, pagePolicy } from "@skylane/core";
import { describe, expect, it } from "vitest";

const dist = join(import.meta.dirname, "../../packages/dashboard/dist");
const isBuilt = existsSync(join(dist, "index.html"));
if (!isBuilt) console.log("page skipped: it is not built here; run `npm run prepare`");
const read = (file: string): string => readFileSync(join(dist, file), "utf8");

describe.skipIf(!isBuilt)("the built page obeys its own policy", () => {
  it("has no script or style written into it, and loads nothing from elsewhere", () => {
    const html = read("index.html");

    expect([...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].length).toBeGreaterThan(0);
    for (const [, attributes, text] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
      expect(attributes).toMatch(/\bsrc="/);
      expect(text).toBe("");
    }
    expect(html).not.toMatch(/<style\b|\sstyle=|\son\w+=|<base\b|<form\b|http-equiv/i);
    for (const [, address = ""] of html.matchAll(/\b(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^(\.\/assets\/[\w.-]+|data:,)$/);
  });

  it("evaluates no text, and writes no markup from text", () => {
    for (const file of globSync("assets/*.js", { cwd: dist })) {
      const script = read(file);
      // React asks for neither but where it is told to by dangerouslySetInnerHTML, which no page of ours does
      expect(script, file).not.toMatch(/\beval\(|document\.write\(/);
    }
    const ours = globSync("../src/**/*.{ts,tsx}", { cwd: dist }).map(read);
    expect(ours.length).toBeGreaterThan(50);
    for (const source of ours) expect(source).not.toMatch(/dangerouslySetInnerHTML|\.innerHTML\b|new Function\(/);
  });

  it("keeps tokens of a provider out of every storage", () => {
    const storing = globSync("../src/**/*.{ts,tsx}", { cwd: dist }).filter(
      (file) =>
        !file.endsWith(".test.ts") && /(localStorage|sessionStorage|document\.cookie|indexedDB)/.test(read(file)),
    );

    // the tab's storage in the session, one switch of keys in the shell
    expect(storing.sort()).toEqual([
      "../src/session/index.ts",
      "../src/session/use-draft.ts",
      "../src/shell/shell.tsx",
    ]);
  });

  it("is served with a policy that lets nothing else in", () => {
    expect(pagePolicy()).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(pageHeaders).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
  });
});
