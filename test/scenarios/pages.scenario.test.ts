import { IncidentTraceView, Overview, SnapshotList, TopologyView, topologyChanges } from "@skylane/core";
import { pageAddress } from "@skylane/local";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { startBrowser, whyNoBrowser } from "../support/browser.ts";
import { runningSkylane } from "../support/running-skylane.ts";

if (whyNoBrowser !== undefined) console.log(`pages in a browser skipped: ${whyNoBrowser}`);

describe.skipIf(whyNoBrowser !== undefined)("the pages in a browser", { timeout: 180_000 }, () => {
  const skylane = runningSkylane({
    seed: 67,
    configure: (shipped) => JSON.stringify({ ...parse(shipped), slos: { latencyP95Ms: 500 } }),
  });
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    await skylane.untilAllUp();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
  });
  const open = async (address: string): Promise<void> => {
    await page.goto("about:blank");
    await page.goto(pageAddress(skylane.instance().info, address));
  };
  const looks = async () => SnapshotList.parse(await skylane.get("/v1/topology/snapshots?limit=500")).snapshots;
  const lookAt = async (key: string) => {
    const { topology } = TopologyView.parse(
      await skylane.get(`/v1/topology?${new URLSearchParams({ snapshot: key })}`),
    );
    if (!topology) throw new Error(`the look ${key} is empty`);
    return topology;
  };

  it("the layer of latency names the round trip of probed links on their lines, and says of the others that it is not known", async () => {
    await open("/explore?layer=latency");
    await page.getByText(/127 of 127 connections/).waitFor();
    await page.getByText("dotted: not known").waitFor();

    const { paths } = Overview.parse(await skylane.get("/v1/overview"));
    const probed = paths.find(({ rttP50Ms, connectionId }) => rttP50Ms !== undefined && connectionId === "dx-use1-1");
    expect(probed).toBeDefined();
    const line = page.locator('.picture a.edge[aria-label*="dx-use1-1"]');
    await expect.poll(() => line.getAttribute("aria-label")).toMatch(/Round trip: (at most )?[\d.]+ ms, .*dx-use1-1/);
    expect(await line.getAttribute("class")).toMatch(/step-\d/);
    const unknown = page.locator(".picture a.edge.not-known");
    expect(await unknown.count()).toBeGreaterThan(10);
    expect(await unknown.first().getAttribute("aria-label")).toContain("Round trip: not known");
  });

  it("a look of the past is drawn with what changed since the one before, and its address shows the same to somebody else", async () => {
    await skylane.until(async () => expect((await looks()).length).toBeGreaterThan(1));
    const kept = await looks();
    const at = kept.findIndex((_, i) => i + 1 < kept.length);
    const [now, before] = [kept[at], kept[at + 1]];
    if (!now || !before) throw new Error("there are no two looks");
    const changes = topologyChanges(await lookAt(before.key), await lookAt(now.key));

    await open(`/explore?at=${encodeURIComponent(now.key)}`);
    const section = page.getByRole("region", { name: "Time" });
    await section.getByText(changes.length === 0 ? "Nothing changed since" : "Since the look before:").waitFor();

    for (const [kind, word] of [
      ["added", "came"],
      ["removed", "went"],
      ["changed", "changed"],
    ] as const) {
      const count = changes.filter((one) => one.kind === kind).length;
      if (count > 0) expect(await section.textContent()).toContain(`${count} ${word}`);
    }
    const slider = section.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL((url) => url.hash.includes(encodeURIComponent(before.key)));
    await section.getByRole("link", { name: "back to now" }).click();
    await page.waitForURL((url) => !url.hash.includes("at="));
  });

  it("a drag moves the picture and chooses nothing; a click chooses", async () => {
    await open("/explore");
    await page.getByText(/127 of 127 connections/).waitFor();
    const picture = page.locator(".viewport");
    const { x, y, width, height } = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const middle = { x: x + width / 2, y: y + height / 3 };
    for (let i = 0; i < 4; i += 1) await page.getByRole("button", { name: "Larger" }).click();
    const scrolled = () =>
      page.evaluate(
        "(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])(document.querySelector('.viewport'))",
      ) as Promise<[number, number]>;
    const [left, top] = await scrolled();

    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x - 60, middle.y - 40, { steps: 4 });
    await page.mouse.up();

    expect(await scrolled()).toEqual([left + 60, top + 40]);
    expect(page.url()).not.toContain("select=");
    await page.locator(".thing.gateway").first().click();
    await page.waitForURL((url) => url.hash.includes("select="));
  });

  it("an incident's trace is read as a table, folded as the command line folds it, and whole", async () => {
    await skylane.order("POST", "/v1/failovers", { groupId: "use1-dc1" });
    await skylane.until(async () => {
      const { incidents } = await skylane.overview();
      expect(incidents.find(({ groupId }) => groupId === "use1-dc1")?.status).toBe("moved");
    });
    const incident = (await skylane.overview()).incidents.find(({ groupId }) => groupId === "use1-dc1");
    const traceOf = async () => IncidentTraceView.parse(await skylane.get(`/v1/incidents/${incident?.id}/trace`));
    await skylane.until(async () =>
      expect((await traceOf()).traces[0]?.spans.map(({ name }) => name)).toContain("record-outcome"),
    );

    await open(`/incidents/${incident?.id}`);
    const table = page.locator("table.waterfall").first();
    await table.getByText("prove-traffic", { exact: true }).waitFor();
    const folded = await table.locator("tbody tr").count();
    await page.getByLabel("every span by itself").check();

    const { traces } = await traceOf();
    await expect.poll(() => table.locator("tbody tr").count()).toBe(traces[0]?.spans.length);
    expect(folded).toBeLessThan(traces[0]?.spans.length ?? 0);
    await table.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    await table.locator("dl.attributes").first().waitFor();
  });

  it("a path's page says what is left of what is promised", async () => {
    await open("/paths/dx-use1-1");

    const card = page.getByRole("region", { name: "Error budget" });
    await card.getByText("of 28 days").waitFor();
    await card
      .getByText(/available 99.95 % of the time|Nothing has been counted/)
      .first()
      .waitFor();
  });

  it("what was typed into a request is there after a reload, and gone once it was handed in", async () => {
    const words = "Connect Lambda OrderProcessor in us-east-1 to Azure SQL orderdb in East US";
    await open("/intents");
    await page.getByLabel("What is wanted, in your words").fill(words);

    await page.reload();
    expect(await page.getByLabel("What is wanted, in your words").inputValue()).toBe(words);
    await page.getByRole("button", { name: "Show me a plan" }).click();
    await page.waitForURL(/#\/intents\/./);
    await open("/intents");
    expect(await page.getByLabel("What is wanted, in your words").inputValue()).toBe("");
    expect(complaints).toEqual([]);
  });
});
