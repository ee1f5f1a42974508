import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CostBills, TopologyView } from "@skylane/core";
import { pageAddress } from "@skylane/local";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { goTo, openTab, pagesIn, settled, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { runningSkylane } from "../support/running-skylane.ts";
import { makeWorthSeeing, type Shown, withShortDrill } from "../support/worth-seeing.ts";

if (whyNoBrowser !== undefined) console.log(`hostile names in the browser skipped: ${whyNoBrowser}`);

/** Sets a mark wherever it is taken for more than text; the override of direction would turn the line around it. */
const EVIL = `<img src=x onerror="window.hurt=1"><svg onload="window.hurt=2"><script>window.hurt=3</script>\u202ednop`;
/** Names that sentences of the test ask for. */
const ASKED = ["OrderProcessor", "orderdb", "CheckoutHandler", "pricing"];

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "skylane-hostile-"));
const estate = join(folder, "hostile.yaml");
const month = new Date().toISOString().slice(0, 7);

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}
const withTags = <Thing extends Tagged>(thing: Thing) => ({
  ...thing,
  tags: { ...thing.tags, Name: EVIL, owner: EVIL },
});

/** The example's world, with what people may name freely turned hostile. */
function writeEstate(): void {
  const shipped = parse(readFileSync(join(root, "packages/twin/estates/globalcart.yaml"), "utf8"));
  const services = (shipped.services as (Tagged & { readonly name: string })[]).map((one) =>
    ASKED.includes(one.name) ? one : { ...withTags(one), name: EVIL.slice(0, 128) },
  );
  const hostile = {
    networks: shipped.networks.map(withTags),
    connections: shipped.connections.map(withTags),
    services,
  };
  writeFileSync(estate, JSON.stringify({ ...shipped, ...hostile }));
}

/** A bill of services and tags that nobody would want to pay for. */
function writeBill(): void {
  mkdirSync(join(folder, "bills"), { recursive: true });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const header =
    "BilledCost,EffectiveCost,ListCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ServiceCategory,RegionId,Tags";
  const row = `10,10,10,111122223333,USD,${month}-01T00:00:00Z,Usage,${month}-01T00:00:00Z,${month}-01T01:00:00Z,AWS,${quoted(EVIL)},Compute,us-east-1,${quoted(JSON.stringify({ team: EVIL }))}`;
  writeFileSync(join(folder, "bills", `${month}.csv`), [header, row].join("\n"));
}

describe.skipIf(whyNoBrowser !== undefined)("hostile names in the browser", { timeout: 300_000 }, () => {
  writeEstate();
  writeBill();
  const skylane = runningSkylane({
    seed: 89,
    estate,
    configure: (shipped) =>
      JSON.stringify({
        ...JSON.parse(withShortDrill(shipped)),
        costs: { bills: [{ id: "aws-main", cloud: "aws", format: "focus", at: `file:${join(folder, "bills")}` }] },
      }),
  });
  let browser: Browser;
  let shown: Shown;
  beforeAll(async () => {
    browser = await startBrowser();
    const { url, token } = skylane.instance().info;
    await skylane.runNow("look-at-bills", { kind: "bills", scheduledTime: new Date().toISOString() });
    shown = await makeWorthSeeing({ url, token }, EVIL);
    await skylane.until(async () =>
      expect(CostBills.parse(await skylane.get("/v1/costs/bills")).reports).toHaveLength(1),
    );
    const { body } = await skylane.send("POST", "/v1/intents", {
      text: `Connect ${EVIL} to Azure SQL orderdb in East US`,
    });
    shown = { ...shown, ...(typeof body.id === "string" && { id: body.id }) };
  }, 280_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What of it came to life in the tab. */
  const hurtIn = (page: Page) =>
    page.evaluate(
      "({ hurt: window.hurt ?? 0, images: document.images.length, scripts: document.querySelectorAll('body script').length, handlers: document.querySelectorAll('[onerror], [onload]').length })",
    );
  const INERT = { hurt: 0, images: 0, scripts: 0, handlers: 0 };
  const textOf = (page: Page) => page.evaluate<string>("document.body.innerText");

  it("are shown as the text they are, on every page", async () => {
    const { page, complaints, close } = await openTab(browser);
    await page.goto(pageAddress(skylane.instance().info));
    await settled(page);
    const seenOn: string[] = [];

    for (const one of await pagesIn(page, { ...shown })) {
      await goTo(page, one);
      expect(await hurtIn(page), one.address).toEqual(INERT);
      const text = await textOf(page);
      expect(text, one.address).not.toMatch(/\p{Bidi_Control}/u);
      if (text.includes("<img src=x")) seenOn.push(one.name);
    }

    await goTo(page, { address: "/costs?by=service" });
    await page.getByText("<img src=x").first().waitFor();
    expect(await hurtIn(page)).toEqual(INERT);
    // where somebody's words or a cloud's names must stand
    expect(seenOn).toEqual(expect.arrayContaining(["orders", "connect", "connection"]));
    expect(complaints).toEqual([]);
    await close();
  });

  it("are inert in what the estate shows of one thing, and in what its search finds", async () => {
    const { topology } = TopologyView.parse(await skylane.get("/v1/topology"));
    const network = topology?.networks.find(({ tags }) => tags.owner === EVIL);
    const { page, complaints, close } = await openTab(browser);
    await page.goto(pageAddress(skylane.instance().info, "/explore"));
    await settled(page);

    expect(network).toBeDefined();
    await goTo(page, { address: `/explore?select=${encodeURIComponent(network?.key ?? "")}` });
    await page.locator(".panel").getByText("<img src=x").first().waitFor();
    expect(await hurtIn(page)).toEqual(INERT);
    await page.getByPlaceholder(/^Search/).fill("<img src");
    await page.getByRole("option").first().waitFor();
    expect(await hurtIn(page)).toEqual(INERT);
    expect(complaints).toEqual([]);
    await close();
  });

  it("are inert in an address that somebody was sent", async () => {
    const { page, complaints, close } = await openTab(browser);
    await page.goto(pageAddress(skylane.instance().info));
    await settled(page);
    const evil = encodeURIComponent(EVIL);

    for (const address of [
      `/incidents/${evil}`,
      `/paths/${evil}`,
      `/intents/${evil}`,
      `/drills/${evil}`,
      `/what-if?kill=${evil}`,
      `/explore?select=${evil}&view=${evil}`,
      `/costs?by=${evil}&month=${evil}`,
      `/${evil}`,
    ]) {
      await goTo(page, { address });
      expect(await hurtIn(page), address).toEqual(INERT);
      expect(await page.title(), address).not.toMatch(/\p{Bidi_Control}/u);
    }

    // an id that nothing has is refused by the API, and the browser writes that down
    expect(complaints.filter((text) => !/status of 40[04]/.test(text))).toEqual([]);
    await close();
  });
});
