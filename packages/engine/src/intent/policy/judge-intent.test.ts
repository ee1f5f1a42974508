import { type ComplianceTag, IntentSettings, type PlannedWay } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anIntent, aService, type Place } from "../../../../../test/support/connect-worlds.ts";
import { applyFixes, judgeIntent } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const judging = (settings: object = {}, today = "2026-11-21") => ({
  intents: IntentSettings.parse(settings),
  today,
});
const asked = (requirements = {}) => anIntent("one", aService(use1, 10), aService(eastus, 20), requirements);
const way = (more: Partial<PlannedWay> = {}): PlannedWay => ({
  intentId: asked().id,
  kind: "existing-path",
  connectionIds: ["vpn"],
  stepIds: [],
  destinationAddress: "10.2.1.20",
  isEncrypted: true,
  isPublic: true,
  notChosen: [],
  ...more,
});
const rulesOf = (requirements: object, judgedWay?: PlannedWay, settings?: object) =>
  judgeIntent(asked(requirements), { way: judgedWay }, judging(settings)).map(({ rule }) => rule);

describe("engine/intent/policy", () => {
  const tags: readonly ComplianceTag[] = ["pci-dss", "hipaa", "gdpr", "soc2"];
  const gdprPlaces = ["aws:*", "azure:*"];

  it.each(tags)("%s: an encrypted tunnel over the internet will do", (tag) => {
    expect(rulesOf({ compliance: [tag] }, way(), { gdprPlaces })).toEqual([]);
  });

  it.each(tags)("%s: what waives encryption is refused before there is a way", (tag) => {
    expect(rulesOf({ compliance: [tag], encryption: "not-needed" }, undefined, { gdprPlaces })).toEqual([
      `${tag}.encryption-in-transit`,
    ]);
  });

  it.each(tags)("%s: nothing crosses the internet in the clear, even where that is allowed", (tag) => {
    const settings = { gdprPlaces, isPlainInternetAllowed: true };
    expect(rulesOf({ compliance: [tag] }, way({ isEncrypted: false }), settings)).toEqual([
      `${tag}.encryption-in-transit`,
    ]);
  });

  it("keeps private ways in the clear for what asks for no more", () => {
    expect(rulesOf({ compliance: ["pci-dss"] }, way({ isEncrypted: false, isPublic: false }))).toEqual([]);
    expect(rulesOf({ encryption: "required" }, way({ isEncrypted: false, isPublic: false }))).toEqual([
      "request.encryption",
    ]);
  });

  it("knows the plain internet, and a request that wants none of it", () => {
    expect(rulesOf({}, way({ isEncrypted: false }))).toEqual(["network.public-exposure"]);
    expect(rulesOf({}, way({ isEncrypted: false }), { isPlainInternetAllowed: true })).toEqual([]);
    expect(rulesOf({ isPublicForbidden: true }, way())).toEqual(["request.private-only"]);
  });

  it("keeps personal data where article 44 lets it be, gateways on the way included", () => {
    const [violation] = judgeIntent(asked({ compliance: ["gdpr"] }), {}, judging());
    expect(violation).toMatchObject({
      rule: "gdpr.residency",
      isFixable: false,
      reason: expect.stringContaining("aws:us-east-1, azure:eastus"),
    });

    const european = anIntent(
      "eu",
      aService({ ...use1, regionId: "eu-west-1" }, 10),
      aService({ ...eastus, regionId: "westeurope" }, 20),
      { compliance: ["gdpr"] },
    );
    expect(judgeIntent(european, {}, judging())).toEqual([]);
    expect(judgeIntent(european, { places: ["aws:us-east-1"] }, judging()).map(({ rule }) => rule)).toEqual([
      "gdpr.residency",
    ]);
  });

  it("keeps a data class in its places, and lets one that nobody defined go nowhere", () => {
    const dataClasses = [{ id: "cards", allowedPlaces: ["aws:us-*", "azure:eastus"] }];
    expect(rulesOf({ dataClass: "cards" }, way(), { dataClasses })).toEqual([]);
    expect(
      rulesOf({ dataClass: "cards" }, way(), { dataClasses: [{ id: "cards", allowedPlaces: ["aws:eu-*"] }] }),
    ).toEqual(["residency.data-class"]);
    expect(rulesOf({ dataClass: "secrets" }, way(), { dataClasses })).toEqual(["residency.data-class"]);
  });

  it("keeps to the allowed places", () => {
    expect(rulesOf({}, way(), { allowedPlaces: ["aws:us-east-1"] })).toEqual(["network.allowed-places"]);
    expect(rulesOf({}, way(), { allowedPlaces: ["aws:*", "azure:eastus"] })).toEqual([]);
  });

  it("wants one of the cost centres, where there are some", () => {
    const costCentres = ["cc-1010", "cc-2020"];
    const rulesFor = (costCentre: string | undefined, settings = {}) =>
      judgeIntent({ ...asked(), costCentre }, {}, judging(settings)).map(({ rule }) => rule);

    expect(rulesFor(undefined)).toEqual([]);
    expect(rulesFor("cc-1010", { costCentres })).toEqual([]);
    expect(rulesFor("cc-9", { costCentres })).toEqual(["cost.centre"]);
    expect(rulesFor(undefined, { costCentres })).toEqual(["cost.centre"]);
  });

  describe("exceptions", () => {
    const exception = {
      rule: "gdpr.residency",
      scope: { source: asked().intent.source.key, destination: "*" },
      owner: "ops@globalcart.example",
      approver: "lead@globalcart.example",
      reason: "standard contractual clauses",
      expiresOn: "2026-12-31",
    };
    const rulesWith = (more: object, today?: string) =>
      judgeIntent(asked({ compliance: ["gdpr"] }), {}, judging({ exceptions: [{ ...exception, ...more }] }, today));

    it("hold for their rule and services until their last day", () => {
      expect(rulesWith({})).toEqual([]);
      expect(rulesWith({}, "2026-12-31")).toEqual([]);
      expect(rulesWith({}, "2027-01-01")).toHaveLength(1);
      expect(rulesWith({ rule: "gdpr.encryption-in-transit" })).toHaveLength(1);
      expect(rulesWith({ scope: { source: "aws/other", destination: "*" } })).toHaveLength(1);
    });
  });

  it("every violation says why and what would comply", () => {
    const violations = judgeIntent(
      asked({ compliance: [...tags], encryption: "not-needed", dataClass: "x", isPublicForbidden: true }),
      { way: way() },
      judging({ allowedPlaces: ["aws:eu-*"], dataClasses: [{ id: "cards", allowedPlaces: ["aws:eu-*"] }] }),
    );

    expect(violations.length).toBeGreaterThan(5);
    for (const { reason, alternatives } of violations) {
      expect(reason).toMatch(/\.$/);
      expect(alternatives.length).toBeGreaterThan(0);
    }
  });

  it("fixes only by asking for more, and what is fixed is not broken again", () => {
    const settings = { gdprPlaces };
    fc.assert(
      fc.property(
        fc.subarray([...tags]),
        fc.constantFrom("required" as const, "not-needed" as const, undefined),
        fc.boolean(),
        (compliance, encryption, isPublicForbidden) => {
          const before = asked({ compliance, isPublicForbidden, ...(encryption && { encryption }) });
          const intent = applyFixes(before.intent, judgeIntent(before, {}, judging(settings)));

          if (encryption === "required") expect(intent.requirements.encryption).toBe("required");
          if (isPublicForbidden) expect(intent.requirements.isPublicForbidden).toBe(true);
          expect({ ...intent, requirements: { ...intent.requirements, encryption: undefined } }).toEqual({
            ...before.intent,
            requirements: { ...before.intent.requirements, encryption: undefined },
          });
          expect(judgeIntent({ id: before.id, intent }, {}, judging(settings))).toEqual([]);
        },
      ),
    );
  });

  it("leaves alone what no change of the request mends", () => {
    const before = asked({ compliance: ["gdpr"] });
    expect(applyFixes(before.intent, judgeIntent(before, {}, judging()))).toEqual(before.intent);
  });
});
