import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TopologyView } from "@skylane/core";
import { type Instance, startInstance, worldEnv } from "@skylane/local";
import { loadEstate, writeBills } from "@skylane/local/traffic";
import { withShortDrill } from "../../test/support/worth-seeing.ts";

const SEED = 1;
const BILLED_DAYS = 60;
const EXAMPLE = join(import.meta.dirname, "../../examples/globalcart/skylane.yaml");

/**
 * A Skylane in a folder of its own that has taken what the twin's clouds bill for sixty days, metered weeks of the twin's traffic,
 * and found what is wrong.
 */
export async function startWithCosts(folder: string): Promise<Instance> {
  const nowMs = Date.now();
  const bills = await writeBills(loadEstate("globalcart"), join(folder, "bills"), { days: BILLED_DAYS, endMs: nowMs });
  const configFile = join(folder, "skylane.yaml");
  const config = JSON.parse(withShortDrill(readFileSync(EXAMPLE, "utf8")));
  // JSON is YAML
  writeFileSync(configFile, JSON.stringify({ ...config, costs: costsSection(bills) }));
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

/** `costs` of the configuration: what an owner of the example would say of these bills, by the tags that are on them. */
export function costsSection(bills: Awaited<ReturnType<typeof writeBills>>) {
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

/** What its functions do by schedule, done at once. */
async function seed({ info }: Instance, configFile: string, nowMs: number): Promise<void> {
  Object.assign(process.env, {
    ...worldEnv({ apiUrl: info.twinUrl, socksUrl: info.socksUrl }),
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
  await playInto(deps, topology, deps.config, { seed: SEED, nowMs });
  await engine.forecastCosts(deps, { atMs: nowMs });
  await engine.adviseCosts(deps, { atMs: nowMs });
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
