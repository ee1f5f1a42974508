// Takes pictures of the page of costs in headless Chromium: starts Skylane on free ports, lays down what the twin's clouds bill for sixty
// days and lets the product take it, plays weeks of the twin's traffic into its meter and watches them, and looks.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { TopologyView } from "@skylane/core";
import { type Instance, pageAddress, startInstance } from "@skylane/local";
import { loadEstate, writeBills } from "@skylane/local/traffic";
import { chromium } from "playwright-core";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "docs/img") }, serve: { type: "boolean", default: false } },
});
const SEED = 1;
const BILLED_DAYS = 60;
const executablePath =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** Pictures: name, address, colours, size. */
const PICTURES = [
  ["costs.png", "#/costs", "light", 1180, 1560],
  ["costs-dark.png", "#/costs?by=team", "dark", 1180, 1560],
  ["costs-phone.png", "#/costs", "light", 390, 1560],
] as const;

if (executablePath === undefined && !values.serve)
  console.log("no pictures taken: there is no Chromium here; name one with CHROMIUM=/path/to/chromium");
else {
  const folder = mkdtempSync(join(tmpdir(), "skylane-costs-"));
  try {
    const instance = await startWithCosts(folder);
    try {
      if (values.serve) {
        console.log(pageAddress(instance.info));
        await new Promise((resolve) => process.once("SIGTERM", resolve));
      } else await takePictures(instance.info, executablePath ?? "");
    } finally {
      await instance.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an owner of the example would say of these bills, by the tags that are on them. */
function costsSection(bills: Awaited<ReturnType<typeof writeBills>>) {
  const byTag = (kind: string, id: string, tag: string, value = id) => ({
    ...{ kind, id, match: [{ tags: { [tag]: value } }] },
  });
  const budget = (id: string, scope: object, monthlyUsd: number) => ({ id, scope, monthlyUsd });
  return {
    bills: bills.map(({ cloud, format, folder }) => ({ id: `${cloud}-main`, cloud, format, at: `file:${folder}` })),
    scopes: [
      byTag("capability", "checkout", "application", "fastcheckout"),
      byTag("capability", "shop", "application", "globalcart"),
      byTag("team", "network-platform", "owner"),
      byTag("team", "project-phoenix", "owner"),
      byTag("team", "payments", "application", "fastcheckout"),
      byTag("team", "storefront", "application", "globalcart"),
    ],
    shared: [{ kind: "capability", match: [{ tags: { owner: "network-platform" } }], by: "cost" }],
    budgets: [
      budget("whole-estate", { kind: "all", id: "all" }, 40_000),
      budget("checkout", { kind: "capability", id: "checkout" }, 24_000),
      budget("network", { kind: "team", id: "network-platform" }, 22_000),
    ],
    // the example's links carry little: what is worth a look in it is less than the default
    anomalies: { minUsdPerDay: 5 },
    savings: {
      nonProduction: [{ tags: { environment: "staging" } }],
      offers: [{ id: "compute-one-year", match: [{ serviceName: "AmazonEC2" }], discountRatio: 0.28, termMonths: 12 }],
    },
  };
}

/** A Skylane that has taken bills, metered links and found what is wrong. */
async function startWithCosts(folder: string): Promise<Instance> {
  const nowMs = Date.now();
  const bills = await writeBills(loadEstate("globalcart"), join(folder, "bills"), { days: BILLED_DAYS, endMs: nowMs });
  const configFile = join(folder, "skylane.yaml");
  // JSON is YAML
  const costs = JSON.stringify(costsSection(bills));
  writeFileSync(
    configFile,
    `${readFileSync(join(root, "examples/globalcart/skylane.yaml"), "utf8")}\ncosts: ${costs}\n`,
  );
  const dataFolder = join(folder, "data");
  const instance = await startInstance({
    ...{ dataFolder, configFile, estate: "globalcart", seed: SEED },
    ...{ port: 0, awsPort: 0, twinPort: 0, socksPort: 0 },
  });
  try {
    await seed(instance, configFile, nowMs);
    return instance;
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

/** What its functions do by schedule, done at once. */
async function seed({ info }: Instance, configFile: string, nowMs: number): Promise<void> {
  Object.assign(process.env, {
    ...{ SKYLANE_CONFIG: configFile, AWS_REGION: info.regionId, AWS_ENDPOINT_URL: info.awsUrl },
    ...{ AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
  });
  const [runtime, { billReader, billRules }, { estimates }, { usage }, engine, { playInto }] = await Promise.all([
    import("@skylane/runtime"),
    import("@skylane/runtime/billing"),
    import("@skylane/runtime/knowing"),
    import("@skylane/runtime/using"),
    import("@skylane/engine"),
    import("./play-costs.ts"),
  ]);
  const { billStore, budgetsTold, capacities, costFindings, meterStore, plans, ports, publisher, topologies } = runtime;
  const deps = await ports(
    billReader,
    billRules,
    billStore,
    budgetsTold,
    capacities,
    costFindings,
    estimates,
    meterStore,
    plans,
    publisher,
    topologies,
    usage,
  ).make();
  const topology = await discovered(info);
  await engine.takeBills(deps, { atMs: nowMs });
  const found = await playInto(deps, topology, deps.config, { seed: SEED, nowMs });
  await engine.forecastCosts(deps, { atMs: nowMs });
  await engine.adviseCosts(deps, { atMs: nowMs });
  console.log(
    found.map(({ scope, status, cause, usdPerDay }) => `${status} ${cause} ${scope.id} ${usdPerDay}`).join("\n"),
  );
}

/** The estate, as soon as all of it has been seen. */
async function discovered({ url, token }: Instance["info"]) {
  for (let tries = 0; tries < 120; tries += 1) {
    const { topology } = TopologyView.parse(
      await (await fetch(`${url}/v1/topology`, { headers: { authorization: `Bearer ${token}` } })).json(),
    );
    if (topology && topology.connections.length >= 127) return topology;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the estate was not discovered within a minute");
}

async function takePictures(info: Instance["info"], executable: string): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: executable,
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
    for (const [name, hash, colorScheme, width, height] of PICTURES) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await page.goto(pageAddress(info, hash.slice(1)));
      await page.getByText(/days together/).waitFor({ timeout: 60_000 });
      await page.getByText(/with a price/).waitFor({ timeout: 60_000 });
      await page.getByText("beyond the meter").waitFor({ timeout: 60_000 });
      await page.locator(".cost-list summary").first().click();
      const plan = page.getByRole("button", { name: /Plan the way back/ }).first();
      if (await plan.isVisible()) {
        await plan.click();
        await page.getByText(/at the rate of the last hour/).waitFor({ timeout: 30_000 });
      }
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(values.out, name) });
      await page.close();
    }
    console.log(`pictures written to ${values.out}`);
  } finally {
    await browser.close();
  }
}
