import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageHeaders, pagePolicy } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { pageFolder as dist } from "../support/browser.ts";
import { MAX_SCRIPT_BYTES, scriptBytes } from "../support/page-weight.ts";

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

  it("weighs no more than a phone on a train loads", () => {
    const files = [...scriptBytes()];

    expect(files.length).toBeGreaterThan(10);
    expect(files.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
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

describe("style sheets of pages", () => {
  it("give nothing of another page its looks: once a page was opened its styles stay", () => {
    const folder = join(dist, "../src");
    const files = globSync("**/*.{css,tsx}", { cwd: folder });
    const text = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
    const pageOf = (file: string): string =>
      /^(shell|session)\/|^[^/]*$/.test(file) ? "" : (file.split("/")[0] ?? "");
    const selectorsOf = (file: string): readonly string[] =>
      [...(text.get(file) ?? "").matchAll(/[^{}]+(?=\{)/g)].flatMap(([list]) =>
        list.split(",").map((one) => one.trim()),
      );
    const namesIn = (file: string): readonly string[] =>
      file.endsWith(".css")
        ? selectorsOf(file).flatMap((one) => [...one.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = ""]) => name))
        : [...(text.get(file) ?? "").matchAll(/className=(?:"([^"]*)"|\{((?:[^{}]|\{[^{}]*\})*)\})/g)].flatMap(
            ([, plain = "", code = ""]) =>
              [plain, ...[...code.matchAll(/"([^"]*)"|`([^`]*)`/g)].map(([, a = "", b = ""]) => a + b)].flatMap(
                (words) => words.replace(/\$\{[^}]*\}/g, " ").split(/\s+/),
              ),
          );
    const pagesWith = Map.groupBy(
      files.flatMap((file) => namesIn(file).map((name) => ({ name, page: pageOf(file) }))),
      ({ name }) => name,
    );
    const borrowers = (page: string): ReadonlySet<string> =>
      new Set(files.filter((file) => text.get(file)?.includes(`import "../${page}/${page}.css"`)).map(pageOf));

    const leaks = files.flatMap((file) =>
      !file.endsWith(".css") || pageOf(file) === ""
        ? []
        : selectorsOf(file).flatMap((selector) => {
            // a class that begins a selector by itself reaches whatever page has it
            const name = /^\.([\w-]+)(?![\w.:[-])/.exec(selector)?.[1] ?? "";
            const pages = new Set(name === "" ? [] : pagesWith.get(name)?.map(({ page }) => page));
            return [...pages]
              .filter((page) => page !== pageOf(file) && !borrowers(pageOf(file)).has(page))
              .map((page) => `${file}: ${selector} in ${page || "all"}`);
          }),
    );

    expect(pagesWith.size).toBeGreaterThan(200);
    expect(leaks).toEqual([]);
  });
});
