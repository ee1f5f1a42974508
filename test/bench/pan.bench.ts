// How the picture of Explore moves under the mouse with 2,000 links: a browser without a GPU, the built page, an API that answers one estate.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PAGE_CONFIG_PATH } from "@skylane/core";
import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import { fileServer } from "../../packages/local/src/gateway/static-files.ts";
import { pageFolder, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { framesOf, spread } from "./pan/frames.ts";
import { largeView } from "./pan/large-view.ts";

const LINKS = 2_000;
const { values } = parseArgs({ options: { moves: { type: "string", default: "240" }, picture: { type: "string" } } });
const Panned = z.object({ times: z.array(z.number()), movedPx: z.number().positive() });
const moveCount = Number(values.moves);
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** What is looked at: name, address. */
const LOOKS = [
  ["graph", "#/explore"],
  ["map", "#/explore?view=map"],
  ["graph, one link chosen", "#/explore?select=link-7"],
] as const;

if (whyNoBrowser !== undefined) print({ bench: "pan", skipped: whyNoBrowser });
else {
  const page = await servePage();
  const browser = await startBrowser();
  try {
    for (const [name, hash] of LOOKS)
      print(await look(browser, name, `${page.url}/#token=bench&to=${encodeURIComponent(hash.slice(1))}`));
  } finally {
    await browser.close();
    page.close();
  }
}

/** The page, and an API that knows nothing but the estate. */
async function servePage() {
  const serveFile = fileServer(pageFolder);
  const answers = new Map<string, string>([
    [PAGE_CONFIG_PATH, JSON.stringify({ kind: "local" })],
    ["/v1/topology", JSON.stringify(largeView(LINKS))],
    ["/v1/topology/snapshots", JSON.stringify({ snapshots: [{ key: new Date(0).toISOString(), atMs: 0 }] })],
  ]);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const answer = answers.get(pathname);
    if (answer !== undefined) response.writeHead(200, { "content-type": "application/json" }).end(answer);
    else if (pathname.startsWith("/v1/") || !(await serveFile(request, pathname, response)))
      response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Opens one look, drags the picture about, and says how its frames came and what the page's main thread did in each. */
async function look(browser: Browser, name: string, url: string): Promise<object> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const startMs = performance.now();
    await page.goto(url);
    await page.getByText(`${LINKS} of ${LINKS} connections`).waitFor({ timeout: 120_000 });
    const drawnMs = Math.round(performance.now() - startMs);
    const lineCount = await page.locator(".picture .edge-line").count();
    const enlargedMs: number[] = [];
    for (let i = 0; i < 3; i += 1)
      enlargedMs.push(
        Number(
          await page.evaluate(`new Promise((drawn) => {
            const startMs = performance.now();
            document.querySelector("[aria-label=Larger]").click();
            requestAnimationFrame(() => requestAnimationFrame(() => drawn(performance.now() - startMs)));
          })`),
        ),
      );
    // where most of it is
    await page.evaluate(
      "(own => own.scrollTo(own.scrollWidth / 4, own.scrollHeight / 3))(document.querySelector('.viewport'))",
    );
    await page.waitForTimeout(2_000);
    await drag(page, 30);
    await browser.startTracing(page, {
      categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"],
    });
    const { intervalsMs, movedPx } = await drag(page, moveCount);
    const { mainMs, ...frames } = framesOf((await browser.stopTracing()).toString("utf8"));
    if (values.picture !== undefined)
      await page.screenshot({ path: join(values.picture, `pan-${name.replaceAll(/\W+/g, "-")}.png`) });
    return {
      ...{
        bench: "pan",
        name,
        links: LINKS,
        lines: lineCount,
        drawnMs,
        enlargedMs: spread(enlargedMs).median,
        moves: moveCount,
        movedPx,
      },
      frameMs: spread(intervalsMs),
      /** A display of 60 Hz has a frame each 16.67 ms: half of all intervals are above it by noise alone. */
      inTimeShare: share(intervalsMs, 16.7),
      inTimeWithin1MsShare: share(intervalsMs, 17.7),
      missedShare: share(
        intervalsMs.map((ms) => -ms),
        -25,
      ),
      mainMs: spread(mainMs),
      mainWithin16Share: share(mainMs, 16.7),
      ...frames,
    };
  } finally {
    await page.close();
  }
}

/** Draws circles with the button held, one move at a time, and answers the time between the frames meanwhile, and how far the picture went. */
async function drag(
  page: Page,
  count: number,
): Promise<{ readonly intervalsMs: readonly number[]; readonly movedPx: number }> {
  const box = await page.locator(".viewport").boundingBox();
  if (!box) throw new Error("there is no picture");
  const middle = { x: box.x + box.width / 2, y: Math.min(box.y + box.height / 2, 560) };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.evaluate(`(() => {
    const { scrollLeft, scrollTop } = document.querySelector(".viewport");
    const pan = (window.pan_ = { times: [], movedPx: 0, last: [scrollLeft, scrollTop] });
    const next = (atMs) => {
      const { scrollLeft, scrollTop } = document.querySelector(".viewport");
      pan.movedPx += Math.hypot(scrollLeft - pan.last[0], scrollTop - pan.last[1]);
      pan.last = [scrollLeft, scrollTop];
      pan.times.push(atMs);
      pan.frame = requestAnimationFrame(next);
    };
    pan.frame = requestAnimationFrame(next);
  })()`);
  for (let i = 1; i <= count; i += 1) {
    const angle = i / 14;
    await page.mouse.move(middle.x + 260 * Math.sin(angle), middle.y + 180 * (1 - Math.cos(angle)) - 100);
  }
  const { times, movedPx } = Panned.parse(await page.evaluate("cancelAnimationFrame(window.pan_.frame), window.pan_"));
  await page.mouse.up();
  return { intervalsMs: times.slice(1).map((atMs, i) => atMs - (times[i] ?? atMs)), movedPx: Math.round(movedPx) };
}

function share(all: readonly number[], mostMs: number): number {
  return Math.round((1_000 * all.filter((ms) => ms <= mostMs).length) / Math.max(1, all.length)) / 1_000;
}
