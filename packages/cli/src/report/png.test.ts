import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderPdf } from "./pdf.ts";
import { renderPng } from "./png.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-browser-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const browser = (script: string): string => {
  const file = join(folder, `browser-${Math.abs(script.length)}`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"></svg>';

describe("cli/report/png", () => {
  it("has the browser draw it as large as it is", async () => {
    const CHROMIUM = browser(
      'for a in "$@"; do case $a in --screenshot=*) echo "$@" > $(echo $a | cut -c14-);; esac; done',
    );

    expect(new TextDecoder().decode(await renderPng(svg, { CHROMIUM }))).toContain("--window-size=320,200");
  });

  it.each([
    ["fails", "exit 3"],
    ["draws nothing", "true"],
  ])("says what to do instead when the browser %s", async (_, script) => {
    await expect(renderPng(svg, { CHROMIUM: browser(script) })).rejects.toThrow("Write .svg instead");
  });

  it("prints a page on the paper that its style names, without lines of the browser's own", async () => {
    const CHROMIUM = browser(
      'for a in "$@"; do case $a in --print-to-pdf=*) echo "$@" > $(echo $a | cut -c16-);; esac; done',
    );

    expect(new TextDecoder().decode(await renderPdf("<p>x</p>", { CHROMIUM }))).toContain("--no-pdf-header-footer");
    await expect(renderPdf("<p>x</p>", { CHROMIUM: "/nowhere/chromium" })).rejects.toThrow("Write .html instead");
  });
});
