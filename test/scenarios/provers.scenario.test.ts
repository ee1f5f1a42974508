import type { IntentRun, ProverSettings } from "@skylane/core";
import { answerProofs } from "@skylane/engine";
import type { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AskingLab, startAskingLab } from "../support/asking-lab.ts";
import { fourPlaces, fourPlacesConfig, PLACES } from "../support/four-places.ts";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const inAzure = { cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION } as const;
const inGoogle = { cloud: "gcp", regionId: "us-central1", accountId: "shop-prod" } as const;

/** The four places, with databases in Azure and Google Cloud that have no rules of their own. */
const estate = (): Estate => {
  const four = fourPlaces();
  const ledger = {
    ...inAzure,
    id: "ledger",
    name: "ledger",
    kind: "azure-sql",
    networkId: "hub",
    port: 1_433,
    isTls: true,
    dnsName: "ledger.database.windows.net",
    publicAddress: "203.0.113.50",
  } as const;
  const index = {
    ...inGoogle,
    id: "index",
    name: "index",
    kind: "cloud-sql",
    networkId: "prod",
    address: "10.6.0.30",
    port: 5_432,
    isTls: true,
  } as const;
  const services = [...four.services, ledger, index] as Estate["services"];
  return { ...four, services };
};

const VNET = `azure//subscriptions/${SUBSCRIPTION}/resourcegroups/rg-four-places-eastus/providers/microsoft.network/virtualnetworks/vnet-hub`;
const VPC = "gcp/projects/shop-prod/global/networks/prod";
const proverIn = (networkKey: string): ProverSettings => ({ networkKey, regionId: "here", subnetIds: ["provers"] });
const agentOn = (address: string) => ({ id: "erp-host", networkId: "dc", runsAs: "agent", addresses: [address] });
const FROM_AZURE = "Connect reports to ledger port 1433";
const FROM_GOOGLE = "Connect catalog to index port 5432";
const FROM_DC = "Connect erp to orders port 8443";

describe("connections proven from where they begin", () => {
  let lab: AskingLab;
  /** Where something was asked, in turn. */
  let askedAt: string[];
  /** Packets of provers, as `from to`. */
  let sent: Set<string>;

  /** A world with these provers: each looks what it is asked as soon as it is, in its own partition alone. */
  const start = async (named: readonly ProverSettings[], agents: readonly object[], running: readonly string[]) => {
    const config = fourPlacesConfig();
    lab = await startAskingLab(
      estate(),
      {
        ...config,
        intents: { ...config.intents, provers: [...named] },
        vantages: agents as unknown as typeof config.vantages,
      },
      (url) => {
        vi.stubEnv("AWS_ENDPOINT_URL", url);
        return { routerGatewayUrl: `${url}/routers`, endpoints: { azure: `${url}/azure`, gcp: `${url}/gcp` } };
      },
      (name) => `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`,
    );
    const { proofRequests, prober } = lab.deps;
    const outside = {
      ...lab.deps,
      prober: {
        probe: (request: Parameters<typeof prober.probe>[0]) => {
          sent.add(`${request.sourceIp} ${request.host}`);
          return prober.probe(request);
        },
      },
    };
    Object.assign(lab.deps, {
      // nobody in AWS may prove these
      provers: { measure: () => Promise.reject(new Error("called")) },
      proofRequests: {
        ...proofRequests,
        ask: async (...asked: Parameters<typeof proofRequests.ask>) => {
          await proofRequests.ask(...asked);
          askedAt.push(asked[0]);
          for (const place of running) await answerProofs(outside, place, new Set());
        },
      },
    });
  };
  const traffic = ({ evidence }: IntentRun) =>
    evidence.filter(({ check }) => ["tcp", "source"].includes(check)).map(({ check, isProven }) => [check, isProven]);

  beforeEach(() => {
    askedAt = [];
    sent = new Set();
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    vi.stubEnv("AZURE_ACCESS_TOKEN", "any");
    vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });

  it("an Azure source is proven from Azure", async () => {
    await start([proverIn(VNET)], [], [VNET]);

    const run = await lab.ask(FROM_AZURE);

    expect([run.status, run.failure, run.plan?.unprovenIntentIds]).toEqual(["fulfilled", undefined, undefined]);
    expect(traffic(run)).toEqual([["tcp", true]]);
    expect(new Set(askedAt)).toEqual(new Set([VNET]));
    expect([...sent]).toEqual([expect.stringMatching(/^10\.4\.0\.40 10\.4\./)]);
  });

  it("a Google source is proven from Google Cloud", async () => {
    await start([proverIn(VNET), proverIn(VPC)], [], [VNET, VPC]);

    const run = await lab.ask(FROM_GOOGLE);

    expect([run.status, run.failure, run.plan?.unprovenIntentIds]).toEqual(["fulfilled", undefined, undefined]);
    expect(traffic(run)).toEqual([["tcp", true]]);
    expect(new Set(askedAt)).toEqual(new Set([VPC]));
    expect([...sent]).toEqual(["10.6.0.20 10.6.0.30"]);
  });

  it("a data centre's source is proven by its agent", async () => {
    await start([], [agentOn(PLACES.onprem.address)], ["agent/erp-host"]);

    const run = await lab.ask(FROM_DC);

    expect([run.status, run.failure, run.plan?.unprovenIntentIds]).toEqual(["fulfilled", undefined, undefined]);
    expect(traffic(run)).toEqual([["tcp", true]]);
    expect(new Set(askedAt)).toEqual(new Set(["agent/erp-host"]));
    expect([...sent]).toEqual([`${PLACES.onprem.address} ${PLACES.aws.address}`]);
  });

  it("a source of a data centre whose agent is another machine is not, and its plan says what to do before anybody signs", async () => {
    await start([], [agentOn("10.9.0.31")], ["agent/erp-host"]);

    const run = await lab.ask(FROM_DC);

    expect(run.plan?.unprovenIntentIds).toHaveLength(1);
    expect(run.plan?.risk.reasons.join("\n")).toContain(
      "run one on that machine, and name the address under addresses",
    );
    expect(traffic(run)).toEqual([["source", false]]);
    expect([askedAt, [...sent]]).toEqual([[], []]);
  });

  it("what a prover should have proven and has not is taken back", async () => {
    await start([proverIn(VNET)], [agentOn(PLACES.onprem.address)], []);
    const hash = lab.stateHash();

    const run = await lab.ask(FROM_AZURE);

    expect([run.status, run.failure]).toEqual([
      "rolled-back",
      expect.stringMatching(/ERR_PROVER_UNAVAILABLE: the prover of azure.* has not answered in 100 s/),
    ]);
    expect(lab.stateHash()).toBe(hash);
    await expect(lab.deps.proofInbox.waiting(VNET)).resolves.toEqual([]);
  });
});
