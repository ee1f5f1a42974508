import { IntentRequest, type IntentView, RunStatus } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clouds, emptyForm, type FormFields, slotsOf } from "./slots.ts";
import { diffOf, linesTogether, monthly, shortIds, span, statuses, verdictOf } from "./words.ts";

const step = (id: string, cloud: "aws" | "azure") => ({
  ...{
    id,
    cloud,
    resource: `${cloud}.vpn-connection`,
    accountId: "a",
    regionId: "r",
    key: `k-${id}`,
    desired: {},
    needs: [],
  },
  summary: `makes ${id}`,
  intentIds: ["in-1"],
});
const aView = (status: RunStatus, more: object = {}, made: object[] = []): IntentView =>
  ({
    run: {
      ...{ id: "in-1", version: 1, status, askedBy: "a@b.example", askedAtMs: 0, owner: "a@b.example", intents: [{}] },
      ...{ signatures: [], phases: [], evidence: [], undoneIntentIds: [] },
      plan: { steps: [step("one", "aws"), step("two", "azure"), step("three", "aws")] },
      ...more,
    },
    neededSignatureCount: 2,
    readyStepIds: [],
    made,
  }) as unknown as IntentView;

describe("dashboard/intents/words", () => {
  it.each(RunStatus.options)("has one sentence and one tone for a request that is %s", (status) => {
    const verdict = verdictOf(aView(status));

    expect(verdict.text.length).toBeGreaterThan(4);
    expect(verdict.detail.length).toBeGreaterThan(4);
    expect(verdict.tone).toBe(statuses[status].tone);
  });

  it("says how many signatures are left, and who cannot give one", () => {
    expect(verdictOf(aView("awaiting-approval", { signatures: [{}] }))).toEqual({
      tone: "watch",
      text: "Waits for 1 signature",
      detail: "Nothing is made before. Whoever asked (a@b.example) cannot sign.",
    });
  });

  it("puts objects together by cloud, each with what became of it", () => {
    const made = [
      { stepId: "one", state: "ready", wasThere: false },
      { stepId: "three", state: "ready", wasThere: true },
    ];

    expect(
      diffOf(aView("provisioning", {}, made)).map(({ cloud, rows }) => [cloud, rows.map(({ state }) => state)]),
    ).toEqual([
      ["aws", ["ready", "used"]],
      ["azure", ["new"]],
    ]);
  });

  it("tells a failure's reason with what cannot be seen written out", () => {
    expect(verdictOf(aView("rolled-back", { failure: "quota\u202e <b>" })).detail).toBe("quota\\u{202e} <b>");
  });

  it("says sums and spans as people do", () => {
    expect([monthly(undefined), monthly(1_234.5), span(40_000), span(720_000), span(7)]).toEqual([
      "not known",
      "$1,234.50",
      "40 s",
      "12 min",
      "7 ms",
    ]);
  });
});

describe("dashboard/intents/slots", () => {
  it("says nothing that nobody has said", () => {
    expect(slotsOf(emptyForm)).toEqual({ requirements: {} });
  });

  it("takes what is typed as the API has it", () => {
    expect(
      slotsOf({
        ...emptyForm,
        ...{ fromName: " OrderProcessor ", fromCloud: "aws", fromKind: "lambda", fromRegion: "us-east-1" },
        ...{ toName: "orderdb", toCloud: "moon", maxRttMs: "20,5", port: "1433", monthlyGb: "much" },
        ...{ encryption: "required", compliance: ["pci-dss", "nonsense"], isPublicForbidden: true },
      }),
    ).toEqual({
      source: { name: "OrderProcessor", cloud: "aws", kind: "lambda", regionId: "us-east-1" },
      destination: { name: "orderdb" },
      port: 1_433,
      requirements: { maxRttMs: 20.5, compliance: ["pci-dss"], encryption: "required", isPublicForbidden: true },
    });
  });

  it("makes of every form that names an end a request whose words the API may refuse, but never its shape", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    const fields = Object.fromEntries(
      Object.entries(emptyForm).map(([key, value]) => [
        key,
        typeof value === "string" ? text : typeof value === "boolean" ? fc.boolean() : fc.array(text, { maxLength: 3 }),
      ]),
    ) as { [Key in keyof FormFields]: fc.Arbitrary<FormFields[Key]> };
    fc.assert(
      fc.property(fc.record(fields), fc.constantFrom(...Object.keys(clouds)), (form, fromCloud) => {
        const parsed = IntentRequest.safeParse({
          slots: slotsOf({ ...form, fromCloud, port: "", maxRttMs: "", monthlyGb: "" }),
        });
        expect(parsed.error?.issues).toBeUndefined();
      }),
      { seed: 9 },
    );
  });

  it("keeps the ends of what a cloud calls a thing, and short names whole", () => {
    expect(
      shortIds(
        "azure//subscriptions/7d3c8f10/resourcegroups/rg/providers/microsoft.network/virtualnetworks/hub reaches",
      ),
    ).toBe("azure/…/hub reaches");
    expect(shortIds("onprem/dc1/10.9.0.0/16 and aws/vpc-1")).toBe("onprem/dc1/10.9.0.0/16 and aws/vpc-1");
  });

  it("sums what costs the same under the same name", () => {
    const lines = [
      { what: "address", monthlyUsd: 3.65 },
      { what: "tunnel", monthlyUsd: 36.5 },
      { what: "address", monthlyUsd: 3.65 },
    ];

    expect(linesTogether(lines)).toEqual([
      { what: "address", lineCount: 2, monthlyUsd: 7.3 },
      { what: "tunnel", lineCount: 1, monthlyUsd: 36.5 },
    ]);
  });
});
