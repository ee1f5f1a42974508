import { IntentRequest, type SeenService, Understanding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { CORPUS_NOW_ISO, corpusOf, corpusServices } from "../../../../../test/support/intent-corpus.ts";
import { isReadInPart, understand } from "./understand.ts";

const services = corpusServices();
const ask = (request: unknown, inventory: readonly SeenService[] = services): Understanding =>
  Understanding.parse(understand(IntentRequest.parse(request), inventory, { nowIso: CORPUS_NOW_ISO }));
const slotsAsked = (result: Understanding): readonly string[] =>
  result.kind === "questions" ? result.questions.map(({ slot }) => slot) : [result.kind];
const namesOf = (result: Understanding): readonly string[] =>
  result.kind === "understood" ? [result.intent.source.name, result.intent.destination.name] : [result.kind];

describe("engine/intent/understand", () => {
  it("says what it understood before anything else happens", () => {
    const result = ask({
      text: "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb.database.windows.net in East US: < 20 ms, PCI-DSS, about 500 GB a month",
    });

    expect(result).toMatchObject({
      kind: "understood",
      by: "parser",
      intent: { port: 1433, requirements: { maxRttMs: 20, compliance: ["pci-dss"], monthlyGb: 500 } },
      readAs: [
        "From lambda OrderProcessor, aws us-east-1, account 111122223333.",
        "To azure-sql orderdb, azure eastus, account 6f9619ff-8b86-4011-b42d-00c04fc964ff, TCP port 1433.",
        "A round trip takes 20 ms at most.",
        "About 500 GB a month.",
        "Under pci-dss.",
      ],
    });
  });

  it.each([
    ["an end is missing", "orderdb must be reachable", true],
    ["a number was made nothing of", "OrderProcessor needs to reach orderdb, 500 gigas par mois", true],
    ["an end is nobody", "Nous avons besoin d'accéder à orderdb. Le bénéficiaire sera OrderProcessor.", true],
    ["it is no request to the parser", "Quid de tout cela ?", true],
    ["all of it was read", "OrderProcessor needs to reach orderdb, < 20 ms, 500 GB a month, by 2026-12-15", false],
    [
      "its number is an account",
      "fc-cart in account 444455556666 has to call checkout-api in account 111122223333",
      false,
    ],
    ["it leaves open what no reader can know", "Connect catalog to orderdb", false],
  ])("is read in part where %s: %s", (_, text, isInPart) => {
    expect(isReadInPart(IntentRequest.parse({ text }), services, CORPUS_NOW_ISO)).toBe(isInPart);
    // whatever was answered: what a second reader added must be added again
    expect(isReadInPart(IntentRequest.parse({ text, answers: { source: "erp" } }), services, CORPUS_NOW_ISO)).toBe(
      isInPart,
    );
  });

  it("reads nearly every complete request of the corpus as a whole, so that no model is asked", () => {
    const inPart = corpusOf("complete").filter(({ text }) =>
      isReadInPart(IntentRequest.parse({ text }), services, CORPUS_NOW_ISO),
    );

    expect(inPart.length).toBeLessThanOrEqual(3);
  });

  it("asks for the Region where a name is the same in two, and takes the answer", () => {
    const text = "Connect pricing to sessions-db";
    const open = ask({ text });

    expect(open).toMatchObject({
      questions: [{ slot: "region", choices: [{ id: "us-east-1" }, { id: "us-west-2" }] }],
    });
    expect(namesOf(ask({ text, answers: { region: "us-west-2" } }))).toEqual(["pricing", "sessions-db"]);
    expect(slotsAsked(ask({ text, answers: { region: "eu-west-1" } }))).toEqual(["region"]);
  });

  it("turns the direction round when the answer says so, and its sentences with it", () => {
    const text = "Connect orderdb and checkout-api, 20 ms";

    expect(slotsAsked(ask({ text }))).toEqual(["direction"]);
    expect(namesOf(ask({ text, answers: { direction: "forward" } }))).toEqual(["orderdb", "checkout-api"]);
    const reversed = ask({ text, answers: { direction: "reverse" } });
    expect(namesOf(reversed)).toEqual(["checkout-api", "orderdb"]);
    expect(reversed).toMatchObject({
      readAs: [/^From ec2-instance checkout-api,/, /^To azure-sql orderdb,/, /20 ms/].map((line) =>
        expect.stringMatching(line),
      ),
    });
  });

  it("never lets a Lambda function be asked: it accepts no connections", () => {
    const text = "checkout-api needs to call OrderProcessor";

    expect(slotsAsked(ask({ text }))).toEqual(["direction"]);
    expect(ask({ text, answers: { direction: "forward" } })).toMatchObject({
      kind: "refused",
      issues: [{ field: "destination", rule: "must accept connections" }],
    });
    expect(namesOf(ask({ text, answers: { direction: "reverse" } }))).toEqual(["OrderProcessor", "checkout-api"]);
  });

  it("offers what resembles a name that nobody has, and takes none of it", () => {
    const result = ask({ text: "OrderProcesor needs to reach orderdb" });

    expect(slotsAsked(result)).toEqual(["source"]);
    if (result.kind !== "questions") throw new Error("not asked");
    expect(result.questions[0]?.choices[0]?.label).toBe("lambda OrderProcessor, aws us-east-1, account 111122223333");
    const chosen = result.questions[0]?.choices[0]?.id;
    expect(namesOf(ask({ text: "OrderProcesor needs to reach orderdb", answers: { source: chosen } }))).toEqual([
      "OrderProcessor",
      "orderdb",
    ]);
  });

  it("takes an answer in words as it takes the request, and asks again where it does not help", () => {
    const text = "Connect our payment processor to the database, needs to be fast and secure.";

    expect(slotsAsked(ask({ text }))).toEqual(["source", "destination", "latency", "encryption"]);
    const answers = {
      source: "AWS Lambda payment-processor-prod",
      destination: "paymentdb",
      latency: "20",
      encryption: "required",
    };
    expect(ask({ text, answers })).toMatchObject({
      kind: "understood",
      intent: { requirements: { maxRttMs: 20, encryption: "required" } },
    });
    expect(slotsAsked(ask({ text, answers: { ...answers, source: "the other one" } }))).toEqual(["source"]);
  });

  it.each([
    ["latency", "soon"],
    ["port", "70000"],
    ["encryption", "perhaps"],
    ["direction", "sideways"],
    ["deadline", "2020-01-01"],
    ["volume", "a lot"],
    ["compliance", "iso 27001"],
    ["exposure", "dunno"],
  ])("refuses an answer about %s that says nothing, and shows one that would pass", (slot, answer) => {
    const request = { text: "OrderProcessor needs to reach orderdb", answers: { [slot]: answer } };
    const result = ask(request);

    expect(result).toMatchObject({ kind: "refused", issues: [{ field: `answers.${slot}` }] });
    if (result.kind !== "refused") return;
    expect(result.issues[0]?.rule).not.toBe("");
    const passing = { ...request, answers: { [slot]: result.issues[0]?.example } };
    expect(ask(passing).kind).toBe("understood");
  });

  it("lets a form through the same door, and asks it the same questions", () => {
    const slots = {
      source: { name: "catalog" },
      destination: { cloud: "azure", name: "orderdb" },
      requirements: { maxRttMs: 20 },
    };

    expect(slotsAsked(ask({ slots }))).toEqual(["source"]);
    expect(ask({ slots: { ...slots, source: { cloud: "aws", name: "catalog" } } })).toMatchObject({
      kind: "understood",
      by: "form",
    });
    expect(slotsAsked(ask({ slots: { source: { name: "checkout-api" } } }))).toEqual(["destination"]);
  });

  it("asks for the port where nobody knows it", () => {
    expect(slotsAsked(ask({ text: "checkout-api needs to reach mainframe" }))).toEqual(["port"]);
    expect(ask({ text: "checkout-api needs to reach mainframe", answers: { port: "3270" } })).toMatchObject({
      intent: { port: 3270 },
    });
  });

  it("shows names of the inventory without markup, controls or marks of direction", () => {
    const [first] = services;
    const nasty = {
      ...(first as SeenService),
      key: "aws/x",
      nativeId: "x",
      name: "<b>*order‮processor*</b>\u0007 & `sh`",
    };
    const result = ask({ text: "Connect orderprocessor2 to orderdb" }, [nasty, ...services]);

    expect(JSON.stringify(result)).toContain("order");
    if (result.kind !== "questions") throw new Error("not asked");
    for (const { label } of result.questions.flatMap(({ choices }) => choices))
      expect(label).toMatch(/^[\p{L}\p{N} ._:/,()+@·-]+$/u);
  });

  it("lets no service take a word away by being called so", () => {
    const [first] = services;
    const named = (name: string): SeenService => ({
      ...(first as SeenService),
      key: `aws/${name}`,
      nativeId: name,
      name,
    });
    const inventory = [...["to", "connect", "the", "database", "azure", "eastus"].map(named), ...services];

    expect(namesOf(ask({ text: "Connect OrderProcessor to the orderdb in Azure East US" }, inventory))).toEqual([
      "OrderProcessor",
      "orderdb",
    ]);
  });

  it("reads a name with letters that only look alike as the other name it is", () => {
    expect(slotsAsked(ask({ text: "Connect ОrderProcessor to orderdb" }))).toEqual(["source"]); // a Cyrillic О
  });
});
