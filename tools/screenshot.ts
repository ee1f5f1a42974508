// Takes pictures of the page in headless Chromium: starts Skylane on free ports, breaks a link, and looks while it is moved.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pageAddress, startInstance } from "@skylane/local";
import { type Browser, chromium, type Page } from "playwright-core";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "docs/img") } } });
const executablePath =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Views of the page Explore: the picture's name, its address, its colours. */
const explored = [
  ["explore.png", "#/explore", "light"],
  ["explore-evidence-dark.png", "#/explore?select=vpn-euw1-1", "dark"],
  ["explore-map.png", "#/explore?view=map", "light"],
] as const;

if (executablePath === undefined)
  console.log("no pictures taken: there is no Chromium here; name one with CHROMIUM=/path/to/chromium");
else await takePictures(executablePath);

async function takePictures(path: string): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const dataFolder = mkdtempSync(join(tmpdir(), "skylane-pictures-"));
  const instance = await startInstance({
    dataFolder,
    configFile: join(root, "examples/globalcart/skylane.yaml"),
    estate: "globalcart",
    port: 0,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: 1,
  });
  const browser = await chromium.launch({
    executablePath: path,
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
  try {
    const page = await open(browser, pageAddress(instance.info), { width: 1180, height: 900 }, "light");
    await page.getByText(/probed paths are up/).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(8_000);
    await page.screenshot({ path: join(values.out, "dashboard.png"), fullPage: true });
    for (const [name, hash, scheme] of explored) {
      const explore = await open(
        browser,
        pageAddress(instance.info, hash.slice(1)),
        { width: 1440, height: 900 },
        scheme,
      );
      await explore.getByText(/127 of 127 connections/).waitFor({ timeout: 60_000 });
      await explore.screenshot({ path: join(values.out, name) });
      await explore.close();
    }
    await page.getByRole("button", { name: "Black-hole dx-use1-1" }).click();
    await page.getByText(/runs on its backup/).waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: join(values.out, "dashboard-moved.png"), fullPage: true });
    const dark = await open(browser, pageAddress(instance.info), { width: 1180, height: 900 }, "dark");
    await dark.getByText(/runs on its backup/).waitFor();
    await dark.screenshot({ path: join(values.out, "dashboard-dark.png"), fullPage: true });
    const phone = await open(browser, pageAddress(instance.info), { width: 390, height: 844 }, "light");
    await phone.getByText(/runs on its backup/).waitFor();
    await phone.screenshot({ path: join(values.out, "dashboard-phone.png") });
    await fetch(`${instance.info.url}/v1/paths/vpn-usw2-1/override`, {
      method: "PUT",
      headers: { authorization: `Bearer ${instance.info.token}`, "content-type": "application/json" },
      body: JSON.stringify({ to: "avoid", reason: "the provider announced work", forMs: 7_200_000 }),
    });
    const orders = await open(browser, pageAddress(instance.info, "/orders"), { width: 1180, height: 520 }, "light");
    await orders.getByText(/the provider announced work/).waitFor();
    await orders.screenshot({ path: join(values.out, "orders.png") });
    console.log(`pictures written to ${values.out}`);
  } finally {
    await browser.close();
    await instance.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function open(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
  colorScheme: "light" | "dark",
): Promise<Page> {
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
  await page.goto(url);
  return page;
}
