import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where the page is built to. */
export const builtPage = join(import.meta.dirname, "../../packages/dashboard/dist");
const executablePath =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Why the built page cannot be opened in a browser here; `undefined` = it can. */
export const whyNoPage =
  executablePath === undefined
    ? "there is no Chromium here"
    : existsSync(join(builtPage, "index.html"))
      ? undefined
      : "the page is not built";

/** A browser without a GPU, which no network but this machine's is meant for. */
export const headless = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
