// The first view of the page in headless Chromium, with an empty cache each time and the 127 paths of the example all probed:
// what of its script is loaded, and when it shows something and the state of the estate. In milliseconds after the navigation began.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Overview } from "@skylane/core";
import { pageAddress, startInstance } from "@skylane/local";
import type { Browser } from "playwright-core";
import { becomesTrue, openTab, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { MAX_SCRIPT_BYTES, scriptBytes } from "../support/page-weight.ts";

const CONFIG = join(import.meta.dirname, "../../examples/globalcart/127-paths.yaml");
const RUNS = 5;
const GOAL_MS = 1_500;
const PATIENCE_MS = 120_000;

if (whyNoBrowser !== undefined) console.log(`no bench of the page: ${whyNoBrowser}`);
else await bench();

async function bench(): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
  const ports = { port: 0, awsPort: 0, twinPort: 0, socksPort: 0 };
  const instance = await startInstance({ ...ports, dataFolder, configFile: CONFIG, estate: "globalcart", seed: 1 });
  const browser = await startBrowser();
  try {
    const shown = await probed(instance.info);
    const views = [];
    for (let run = 0; run < RUNS; run += 1) views.push(await firstView(browser, pageAddress(instance.info)));
    const bytes = scriptBytes();
    const all = [...bytes.values()].reduce((sum, one) => sum + one, 0);
    const first = views[0]?.scripts.reduce((sum, file) => sum + (bytes.get(file) ?? 0), 0) ?? Number.NaN;
    const say = (line: object): void => console.log(JSON.stringify(line));
    say({ bench: "page: script of the first view, gzipped", unit: "bytes", value: first });
    say({ bench: "page: script of all pages, gzipped", unit: `bytes, at most ${MAX_SCRIPT_BYTES}`, value: all });
    const goal = `ms, ${shown}, cold cache, ${RUNS} runs, goal ${GOAL_MS}`;
    for (const what of ["firstPaintMs", "largestPaintMs", "stateShownMs"] as const)
      say({ bench: `page: ${what}`, unit: goal, ...spread(views.map((view) => view[what])) });
  } finally {
    await browser.close();
    await instance.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Until every path has been probed; answers how many there are, and of how many links. */
async function probed({ url, token }: { readonly url: string; readonly token: string }): Promise<string> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${url}/v1/overview`, { headers: { authorization: `Bearer ${token}` } });
    const { paths, connections } = Overview.parse(await answer.json());
    if (paths.length > 0 && paths.every(({ state }) => state !== "unknown"))
      return `${paths.length} paths of ${connections.length} links`;
    if (performance.now() > untilMs) throw new Error("Not every path was probed within two minutes.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface View {
  readonly firstPaintMs: number;
  /** Of the largest part of what is shown when the state is. */
  readonly largestPaintMs: number;
  /** The page says how the estate stands. */
  readonly stateShownMs: number;
  /** Files it loaded. */
  readonly scripts: readonly string[];
}

/** One visit of somebody who was never here. */
async function firstView(browser: Browser, address: string): Promise<View> {
  const { page, close } = await openTab(browser);
  await page.addInitScript(`
    window.seen = { paints: [] };
    new PerformanceObserver((list) => seen.paints.push(...list.getEntries().map(({ startTime }) => startTime)))
      .observe({ type: "largest-contentful-paint", buffered: true });
    new MutationObserver(() => {
      if (seen.stateShownMs === undefined && document.querySelector("#main table")) seen.stateShownMs = performance.now();
    }).observe(document, { childList: true, subtree: true });
  `);
  await page.goto(address);
  await becomesTrue(page, "seen.stateShownMs !== undefined && seen.paints.some((ms) => ms >= seen.stateShownMs)");
  const view = await page.evaluate<View>(`({
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    largestPaintMs: seen.paints.at(-1),
    stateShownMs: seen.stateShownMs,
    scripts: performance.getEntriesByType("resource").flatMap(({ name }) => /assets\\/[^?]+\\.js$/.exec(name) ?? []),
  })`);
  await close();
  return view;
}

function spread(values: readonly number[]): { min: number; p50: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (ratio: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * ratio)] ?? Number.NaN);
  return { min: at(0), p50: at(0.5), max: at(1) };
}
