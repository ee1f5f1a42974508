import type { IntentId, IntentRun, NameProver } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aService, connectWorld, type Place, placesTopology } from "../../../../../test/support/connect-worlds.ts";
import { askNames } from "./ask-names.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const HOST = "erp.dc.corp.internal";
const { estimates, topology } = connectWorld(placesTopology([use1, dc]));

const asking = (id: string, text: string, more: Parameters<typeof aService>[2] = {}): IntentRun["intents"][number] => {
  const destination = aService(dc, 20, { dnsName: HOST, ...more });
  return {
    id: id as IntentId,
    request: { text, answers: {}, acceptFixes: false },
    mended: [],
    understanding: {
      kind: "understood",
      intent: { source: aService(use1, 10), destination, port: 443, requirements: { compliance: [] } },
      readAs: [],
      by: "parser",
    },
  };
};
const asked = async (answer: Awaited<ReturnType<NameProver["lookUp"]>>, intents: IntentRun["intents"]) => {
  const questions: Parameters<NameProver["lookUp"]>[0][] = [];
  const lookUp: NameProver["lookUp"] = async (question) => {
    questions.push(question);
    return answer;
  };
  return { names: await askNames({ estimates, names: { lookUp } }, { intents }, topology), questions };
};

describe("engine/intent/use-cases/ask-names", () => {
  it("asks the resolver of the source's own network, from the source's address, once for all who ask alike", async () => {
    const all = [asking("in-1", `to ${HOST}`), asking("in-2", `to ${HOST} too`), asking("in-3", "to the ERP")];
    const { names, questions } = await asked({ outcome: "ok", addresses: ["10.3.1.20"], rttMs: 1 }, all);

    expect(questions).toEqual([{ sourceIp: "10.1.1.10", resolverIp: "10.1.0.2", name: HOST, timeoutMs: 1_000 }]);
    const known = { host: HOST, addresses: ["10.3.1.20"] };
    expect([...names]).toEqual([
      ["in-1", known],
      ["in-2", known],
    ]);
  });

  it.each([
    ["no-such-name", { host: HOST, addresses: [] }],
    ["timeout", { host: HOST }],
    ["refused", { host: HOST }],
    ["vantage-error", { host: HOST }],
  ] as const)("tells a name that is not there from one that nobody could ask for: %s", async (outcome, name) => {
    const { names } = await asked({ outcome }, [asking("in-1", `to ${HOST}`)]);

    expect(names.get("in-1" as IntentId)).toEqual(name);
  });

  it("leaves out what will get an endpoint, and who asks from nowhere keeps the host alone", async () => {
    const { names, questions } = await asked({ outcome: "refused" }, [asking("in-1", `to ${HOST}`, { addresses: [] })]);
    expect([names.size, questions.length]).toEqual([0, 0]);

    const lost = asking("in-2", `to ${HOST}`);
    if (lost.understanding.kind === "understood") lost.understanding.intent.source.networkKey = "aws/vpc-unseen";
    const second = await asked({ outcome: "refused" }, [lost]);
    expect([...second.names.values(), second.questions.length]).toEqual([{ host: HOST }, 0]);
  });

  it("asks for a public endpoint that is wanted, whatever the request calls it", async () => {
    const open = asking("in-1", "to the ledger", { addresses: [] });
    if (open.understanding.kind === "understood") open.understanding.intent.requirements.endpoint = "public";

    const { names } = await asked({ outcome: "ok", addresses: ["203.0.113.10"], rttMs: 1 }, [open]);

    expect(names.get("in-1" as IntentId)).toEqual({ host: HOST, addresses: ["203.0.113.10"] });
  });

  it("asks no more than a sender would wait for", async () => {
    const all = Array.from({ length: 60 }, (_, i) =>
      asking(`in-${i}`, `to h${i}.corp.internal`, { dnsName: `h${i}.corp.internal` }),
    );
    const { names, questions } = await asked({ outcome: "no-such-name" }, all);

    expect([names.size, questions.length]).toEqual([60, 40]);
    expect(names.get("in-59" as IntentId)).toEqual({ host: "h59.corp.internal" });
  });
});
