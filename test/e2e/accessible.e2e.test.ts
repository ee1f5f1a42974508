import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CostBills } from "@skylane/core";
import { pageAddress } from "@skylane/local";
import { loadEstate, writeBills } from "@skylane/local/traffic";
import type axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costsSection } from "../../tools/screenshots/start-with-costs.ts";
import { goTo, looks, openTab, pagesIn, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { runningSkylane } from "../support/running-skylane.ts";
import { makeWorthSeeing, type Shown, withShortDrill } from "../support/worth-seeing.ts";

if (whyNoBrowser !== undefined) console.log(`accessibility in the browser skipped: ${whyNoBrowser}`);

const folder = mkdtempSync(join(tmpdir(), "skylane-bills-"));
/** What the twin's clouds bill for two days. */
const bills =
  whyNoBrowser === undefined ? await writeBills(loadEstate("globalcart"), folder, { days: 2, endMs: Date.now() }) : [];
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(whyNoBrowser !== undefined)("every page, for everybody", { timeout: 240_000 }, () => {
  const skylane = runningSkylane({
    seed: 97,
    configure: (shipped) => JSON.stringify({ ...JSON.parse(withShortDrill(shipped)), costs: costsSection(bills) }),
  });
  let browser: Browser;
  let shown: Shown;
  beforeAll(async () => {
    browser = await startBrowser();
    await skylane.runNow("look-at-bills", { kind: "bills", scheduledTime: new Date().toISOString() });
    shown = await makeWorthSeeing(skylane.instance().info);
    await skylane.until(async () =>
      expect(CostBills.parse(await skylane.get("/v1/costs/bills")).reports.length).toBeGreaterThanOrEqual(bills.length),
    );
  }, 280_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    // by night only the colours differ
    ["by day", looks.light, undefined],
    ["by night", looks.dark, ["color-contrast", "link-in-text-block"]],
    ["on a phone", looks.phone, undefined],
  ] as const)("has no serious fault by axe %s", async (_, options, rules) => {
    const { page, complaints, close } = await openTab(browser, options);
    await page.goto(pageAddress(skylane.instance().info));
    await page
      .getByText(/runs on its backup/)
      .first()
      .waitFor();
    const pages = await pagesIn(page, { ...shown });
    const faults: string[] = [];

    for (const one of pages) {
      await goTo(page, one);
      for (const fault of await faultsOf(page, rules)) faults.push(`${one.address}: ${fault}`);
      // nobody reads a page that slides to both sides under the thumb
      if (await page.evaluate("document.documentElement.scrollWidth > innerWidth"))
        faults.push(`${one.address}: too wide`);
    }

    expect(pages.length).toBeGreaterThan(10);
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

/** What axe finds that keeps somebody from using the page. It is written into the tab past the page's policy, as a debugger would. */
async function faultsOf(page: Page, rules: readonly string[] | undefined): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axeSource);
  const options: axe.RunOptions = {
    resultTypes: ["violations"],
    ...(rules && { runOnly: { type: "rule", values: [...rules] } }),
  };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return (
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      // in the picture of the estate a name is cut off where its box ends; its link begins with it and says the whole
      .map((one) =>
        one.id === "label-content-name-mismatch"
          ? { ...one, nodes: one.nodes.filter(({ html }) => !/^<a [^>]*class="thing /.test(html)) }
          : one,
      )
      .flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary?.split("\n")[1] ?? ""}`,
        ),
      )
  );
}
