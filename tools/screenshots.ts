// Takes pictures of every page in headless Chromium, by day, by night and on a phone: starts Skylane on free ports with bills and weeks
// of traffic, has connections built, drills and breaks a circuit, and looks. Pages are taken from the page's own list of routes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Instance, pageAddress } from "@skylane/local";
import type { Page } from "playwright-core";
import { goTo, looks, openTab, pagesIn, startBrowser, whyNoBrowser } from "../test/support/browser.ts";
import { makeWorthSeeing, type Shown } from "../test/support/worth-seeing.ts";
import { startWithCosts } from "./screenshots/start-with-costs.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(import.meta.dirname, "../docs/img") },
    /** Part of a page's name. */
    only: { type: "string", default: "" },
    /** `png` where what looks at them knows no WebP: several times as large. */
    format: { type: "string", default: "webp" },
    /** Takes none, and says where the page is until it is ended. */
    serve: { type: "boolean", default: false },
  },
});
/** Where text of a screen has no visible marks. */
const WEBP_QUALITY = 75;
/** Pages that are long are cut off here. */
const MAX_HEIGHT_PX = 1_500;

/** Views of pages besides their first one, by day only. */
const views = [
  { name: "explore-map", address: "/explore?view=map" },
  { name: "ask-answer", address: `/ask?q=${encodeURIComponent("requests slower than 1 s today")}` },
  { name: "explore-evidence", address: "/explore?select=vpn-euw1-1" },
  { name: "what-if-answer", address: "/what-if?kill=region:aws:us-east-1" },
] as const;

if (whyNoBrowser !== undefined) console.log(`no pictures taken: ${whyNoBrowser}`);
else {
  const folder = mkdtempSync(join(tmpdir(), "skylane-pictures-"));
  const instance = await startWithCosts(folder);
  try {
    const shown = await makeWorthSeeing(instance.info);
    if (values.serve) {
      console.log(pageAddress(instance.info), JSON.stringify(shown));
      await new Promise((resolve) => process.once("SIGTERM", resolve));
    } else await takePictures(instance, shown);
  } finally {
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function takePictures({ info }: Instance, shown: Shown): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const browser = await startBrowser();
  try {
    for (const [look, options] of Object.entries(looks)) {
      const { page, close } = await openTab(browser, options);
      await page.goto(pageAddress(info));
      await page
        .getByText(/runs on its backup/)
        .first()
        .waitFor();
      const pages = [...(await pagesIn(page, { ...shown })), ...(look === "light" ? views : [])];
      for (const one of pages.filter(({ name }) => name.includes(values.only))) {
        await goTo(page, one);
        // what comes with the second answer, and charts that measure their room
        await page.waitForTimeout(2_000);
        // the heading has the focus of a keyboard, and its ring
        await page.evaluate("document.activeElement?.blur()");
        await takePicture(page, join(values.out, `${one.name}-${look}.${values.format}`));
      }
      await close();
    }
  } finally {
    await browser.close();
  }
  console.log(`pictures written to ${values.out}`);
}

/** By the browser's own protocol: it knows WebP. */
async function takePicture(page: Page, file: string): Promise<void> {
  const { width } = page.viewportSize() ?? looks.light.viewport;
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send("Page.captureScreenshot", {
    format: values.format === "png" ? "png" : "webp",
    ...(values.format !== "png" && { quality: WEBP_QUALITY }),
    clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT_PX), scale: 1 },
    captureBeyondViewport: true,
  });
  writeFileSync(file, Buffer.from(data, "base64"));
}
