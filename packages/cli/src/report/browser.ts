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

/** What the browser shall make of a page. */
export interface Rendering {
  /** `PNG` or `PDF`, for messages. */
  readonly what: string;
  /** What to write in its place where no browser can. */
  readonly instead: string;
  /** Its arguments, given the file it shall write. */
  readonly arguments: (file: string) => readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * What the browser that is on this machine makes of a page of ours, which holds no script and asks for nothing.
 * @throws CliError if there is no browser, or it writes nothing
 */
export async function renderByBrowser(
  html: string,
  { what, instead, arguments: argumentsFor, environment = process.env }: Rendering,
): Promise<Uint8Array> {
  const browser = environment.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  if (browser === undefined)
    throw new CliError(
      `A ${what} is made by Chromium or Chrome, and none was found. Install one (Debian: apt install chromium), name it in CHROMIUM=/path/to/chromium, or write ${instead} instead.`,
    );
  const folder = mkdtempSync(join(tmpdir(), "skylane-browser-"));
  try {
    const [page, made] = [join(folder, "page.html"), join(folder, `made.${what.toLowerCase()}`)];
    writeFileSync(page, html);
    await promisify(execFile)(
      browser,
      [
        "--headless=new",
        "--disable-gpu",
        // as root there is no sandbox to be had
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--user-data-dir=${join(folder, "profile")}`,
        ...argumentsFor(made),
        pathToFileURL(page).href,
      ],
      { timeout: TIMEOUT_MS },
    );
    if (existsSync(made)) return readFileSync(made);
    throw new Error("it wrote nothing");
  } catch (error) {
    throw new CliError(
      `${browser} could not make the ${what}: ${error instanceof Error ? error.message.split("\n")[0] : error}. Write ${instead} instead.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
