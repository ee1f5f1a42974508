import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The system's Chromium, or the one that CHROMIUM names; absent = there is none. */
export const chromiumPath =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Where the built page is. */
export const pageFolder = join(import.meta.dirname, "../../packages/dashboard/dist");

/** Why nothing can be seen in a browser here; absent = it can. */
export const whyNoBrowser =
  chromiumPath === undefined
    ? "there is no Chromium here; name one with CHROMIUM=/path/to/chromium"
    : existsSync(join(pageFolder, "index.html"))
      ? undefined
      : "the page is not built; run `npm run prepare`";

/** As a busy machine needs it. */
const PATIENCE_MS = 60_000;

/** A headless Chromium that asks for nothing but what it is told to open. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** How pages are looked at: on a desk by day and by night, and in the hand. */
export const looks = {
  light: { viewport: { width: 1_440, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1_440, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true, isMobile: true },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;

/** A tab of its own, and what its console complained of. */
export async function openTab(browser: Browser, options: BrowserContextOptions = looks.light) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints, close: (): Promise<void> => context.close() };
}

/** One page of the dashboard. */
export interface PageToSee {
  /** Of files, e.g. `what-if`. */
  readonly name: string;
  /** What follows `#`, e.g. `/incidents/fo-use1-dc1-1`. */
  readonly address: string;
}

/**
 * Every page there is, by the list of routes of the page that is open in the tab.
 * @param shown what `$…` in an address stands for; a page whose part is not named here throws, so that none is forgotten
 */
export async function pagesIn(page: Page, shown: Readonly<Record<string, string>>): Promise<readonly PageToSee[]> {
  const routes = await page.evaluate<readonly { path: string; title?: string }[]>(
    "Object.values(__TSR_ROUTER__.routesById).map(({ fullPath, options }) => ({ path: fullPath, title: options.staticData?.title }))",
  );
  return routes.flatMap(({ path, title }) => {
    if (title === undefined) return [];
    const address = path.replace(/\$(\w+)/g, (_, part: string) => {
      const value = shown[part];
      if (value === undefined) throw new Error(`What does $${part} of the page ${path} stand for? Say it here.`);
      return value;
    });
    return [{ name: title.toLowerCase().replaceAll(" ", "-"), address }];
  });
}

/** Opens a page of the dashboard in the tab that is in already, and waits until all that it asked for is there. */
export async function goTo(page: Page, { address }: Pick<PageToSee, "address">): Promise<void> {
  const hash = JSON.stringify(`#${address}`);
  await page.evaluate(`new Promise((done) => {
    if (location.hash === ${hash}) return done();
    addEventListener("hashchange", () => done(), { once: true });
    location.hash = ${hash};
  })`);
  await becomesTrue(
    page,
    "(({ state, latestLocation }) => state.status === 'idle' && state.resolvedLocation?.href === latestLocation.href)(__TSR_ROUTER__)",
  );
  await settled(page);
}

/** Until the page has its heading and nothing on it is still being looked for. */
export async function settled(page: Page): Promise<void> {
  await page.locator("#main h1").first().waitFor();
  await becomesTrue(
    page,
    "!/Looking …|The page is on its way|in thought …|every failure …/.test(document.querySelector('#main').innerText)",
  );
}

/** Until an expression is true in the tab. The page's policy forbids it to ask itself: it evaluates no text. */
export async function becomesTrue(page: Page, expression: string): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate(`Boolean(${expression})`))) {
    if (performance.now() > untilMs)
      throw new Error(`At ${page.url()} it did not become true that ${expression}: ${await page.innerText("body")}`);
    await page.waitForTimeout(50);
  }
}
