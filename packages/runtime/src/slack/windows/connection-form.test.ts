import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { optionsProblems } from "../../../../../test/support/block-kit.ts";
import { aConfig } from "../../../../../test/support/builders.ts";
import { CORPUS_NOW_ISO, corpusServices } from "../../../../../test/support/intent-corpus.ts";
import type { MemoryDeps } from "../../../../../test/support/memory-deps.ts";
import { SLACK_SETTINGS, type SlackWorld, slackForFile, slackWorld } from "../../../../../test/support/slack-world.ts";
import { aTopology } from "../../../../../test/support/topologies.ts";

const [ASKER, LOOKER] = ["U0ASKER", "U0LOOK"] as const;
const ofFile = await slackForFile();
const { slack } = ofFile;
afterAll(() => slack.close());
let world: SlackWorld;
let deps: MemoryDeps;

const command = (text: string) => world.ask("command", slack.slash(ASKER, text));
/** The window that was opened last, sent with what was filled in. */
const submit = (values: Readonly<Record<string, object>>, userId: string) =>
  world.ask("interaction", slack.submit(userId, slack.views.at(-1)?.view ?? {}, values));

beforeEach(() => {
  world = slackWorld(
    ofFile,
    aConfig((raw) => ({
      ...raw,
      people: [
        { id: "asker@globalcart.example", slackUserId: ASKER, role: "operator" },
        { id: "looker@globalcart.example", slackUserId: LOOKER, role: "viewer" },
      ],
      alerts: { slack: SLACK_SETTINGS },
    })),
  );
  ({ deps } = world);
});

describe("runtime/slack/windows/connection-form", () => {
  const chosen = (value: string | undefined) => ({ type: "external_select", selected_option: { value } });
  const suggest = async (typedText: string, userId: string = ASKER) =>
    (await world.ask("options", slack.suggest(userId, typedText))).body;
  const choiceOf = async (typedText: string): Promise<string | undefined> =>
    (await suggest(typedText)).options[0]?.value;
  const opened = async () => {
    await deps.topologies.saveSnapshot({ ...aTopology([]), services: [...corpusServices()] });
    deps.clock.advance(Date.parse(CORPUS_NOW_ISO) - deps.clock.nowMs());
    await command("connect");
    return { source: chosen(await choiceOf("OrderProcessor")), destination: chosen(await choiceOf("orderdb eastus")) };
  };

  it("opens on connect without words, as Slack takes it", async () => {
    const { body, messages } = await command("connect");

    expect([body, messages]).toEqual([undefined, []]);
    expect(slack.views).toMatchObject([{ userId: ASKER, view: { callback_id: "connect", type: "modal" } }]);
    expect(slack.problems).toEqual([]);
  });

  it("says to ask in words where no window can be opened", async () => {
    slack.setAway(true);
    const { statusCode } = await world.send("command", slack.slash(ASKER, "connect"));
    slack.setAway(false);
    await world.deliver(0);

    expect(statusCode).toBe(200);
    expect(JSON.stringify(slack.said)).toContain("connect takes what is to be connected, in words");
  });

  it("is the same typed request as any other way in", async () => {
    const ends = await opened();
    const filled = {
      ...ends,
      port: { type: "number_input", value: "1433" },
      latency: { type: "number_input", value: "20.5" },
      encryption: { type: "static_select", selected_option: { value: "required" } },
      exposure: { type: "static_select", selected_option: { value: "forbidden" } },
      compliance: { type: "multi_static_select", selected_options: [{ value: "pci-dss" }, { value: "gdpr" }] },
      volume: { type: "number_input", value: "500" },
      bandwidth: { type: "number_input", value: "200" },
      priority: { type: "static_select", selected_option: { value: "high" } },
      deadline: { type: "datepicker", selected_date: "2026-12-31" },
      owner: { type: "plain_text_input", value: "shop@globalcart.example" },
      "cost-centre": { type: "plain_text_input", value: "checkout" },
    };

    const { body } = await submit(filled, ASKER);

    expect(body).toBeUndefined();
    const [run] = deps.building.runs.values();
    expect(run).toMatchObject({
      askedBy: "asker@globalcart.example",
      owner: "shop@globalcart.example",
      costCentre: "checkout",
      intents: [
        {
          understanding: {
            kind: "understood",
            by: "form",
            intent: {
              source: { name: "OrderProcessor" },
              destination: { name: "orderdb", regionId: "eastus" },
              port: 1433,
              requirements: {
                maxRttMs: 20.5,
                encryption: "required",
                isPublicForbidden: true,
                compliance: ["pci-dss", "gdpr"],
                monthlyGb: 500,
                bandwidthMbps: 200,
                priority: "high",
                neededBy: "2026-12-31",
              },
            },
          },
        },
      ],
    });
  });

  it("leaves out what is left empty", async () => {
    const ends = await opened();

    await submit({ ...ends, latency: { type: "number_input", value: null }, owner: { value: "" } }, ASKER);

    const [run] = deps.building.runs.values();
    expect(run?.owner).toBe("asker@globalcart.example");
    expect(run?.intents[0]?.understanding).toMatchObject({ intent: { requirements: { compliance: [] } } });
    expect(run?.intents[0]?.understanding).not.toHaveProperty("intent.requirements.maxRttMs");
  });

  it.each([
    ["port", { value: "70000" }],
    ["port", { value: "14.5" }],
    ["latency", { value: "0" }],
    ["latency", { value: "soon" }],
    ["volume", { value: "-5" }],
    ["deadline", { selected_date: "2026-11-17" }],
    ["owner", { value: "two words" }],
    ["cost-centre", { value: "x".repeat(65) }],
  ])("shows on the line what is wrong with it: %s %j", async (line, value) => {
    const ends = await opened();

    const { body } = await submit({ ...ends, [line]: value }, ASKER);

    expect(body).toEqual({ response_action: "errors", errors: { [line]: expect.stringMatching(/./) } });
    expect(deps.building.runs.size).toBe(0);
  });

  it("shows that one service cannot be both, and takes no line that it has not", async () => {
    const { source } = await opened();

    expect((await submit({ source, destination: source }, ASKER)).body.errors).toHaveProperty("destination");
    expect((await submit({ source, destination: source, sudo: { value: "x" } }, ASKER)).body).toMatchObject({
      response_action: "errors",
    });
    expect(world.orders()).toEqual([]);
  });

  it("asks for nothing where a service is gone that was chosen", async () => {
    const ends = await opened();
    await deps.topologies.saveSnapshot({ ...aTopology([]), services: [] });

    expect((await submit(ends, ASKER)).said).toContain("is not there any more");
    expect(deps.building.runs.size).toBe(0);
  });

  it("is filled in by anybody and asks for nothing in the name of who may only look", async () => {
    const ends = await opened();

    expect((await submit(ends, LOOKER)).said).toContain("may not ask intent");
    expect(deps.building.runs.size).toBe(0);
  });

  it("offers services while somebody types: a hundred at most, names inert, nothing to who may not ask", async () => {
    const [one] = corpusServices();
    const many = Array.from({ length: 300 }, (_, i) => ({
      ...(one as NonNullable<typeof one>),
      key: `aws/x-${i}`,
      name: i === 0 ? `<!channel> *a*\u202e${"x".repeat(200)}` : `service-${i}`,
    }));
    await deps.topologies.saveSnapshot({ ...aTopology([]), services: many });

    const all = await suggest("aws");
    expect(all.options).toHaveLength(100);
    expect(optionsProblems(all)).toEqual([]);
    expect(JSON.stringify(all)).not.toMatch(/mrkdwn|\u202e/);
    expect((await suggest("service-7 us-east-1")).options).not.toEqual([]);
    expect((await suggest("nothing is called so")).options).toEqual([]);
    expect(await world.send("options", slack.suggest(LOOKER, "aws"))).toEqual({ statusCode: 403, body: undefined });
  });
});
