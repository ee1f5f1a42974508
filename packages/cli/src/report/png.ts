import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { CliError } from "../cli-error.ts";

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const TIMEOUT_MS = 60_000;

/**
 * A picture of a drawing, by the browser that is on this machine; as large as the drawing says it is.
 * @throws CliError if there is no browser, or it draws nothing
 */
export async function renderPng(svg: string, environment: NodeJS.ProcessEnv = process.env): Promise<Uint8Array> {
  const browser = environment.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  if (browser === undefined)
    throw new CliError(
      "A PNG is drawn by Chromium or Chrome, and none was found. Install one, name it in CHROMIUM=/path/to/chromium, or write .svg instead.",
    );
  const [, width = "1600", height = "1200"] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "skylane-png-"));
  try {
    const [page, picture] = [join(folder, "page.html"), join(folder, "picture.png")];
    writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>${svg}`);
    await promisify(execFile)(
      browser,
      [
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        // the page is ours, holds no script and asks for nothing; as root there is no sandbox to be had
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--user-data-dir=${join(folder, "profile")}`,
        `--window-size=${width},${height}`,
        `--screenshot=${picture}`,
        pathToFileURL(page).href,
      ],
      { timeout: TIMEOUT_MS },
    );
    if (existsSync(picture)) return readFileSync(picture);
    throw new Error("it wrote no picture");
  } catch (error) {
    throw new CliError(
      `${browser} could not draw the picture: ${error instanceof Error ? error.message.split("\n")[0] : error}. Write .svg instead.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
