import { Incident, IntentView, KillSwitchView } from "@skylane/core";
import { pageAddress } from "@skylane/local";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { goTo, openTab, settled, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { deployedPage } from "../support/deployed-page.ts";
import { runningSkylane } from "../support/running-skylane.ts";
import { orderProcessor } from "../support/worth-seeing.ts";

if (whyNoBrowser !== undefined) console.log(`stories in the browser skipped: ${whyNoBrowser}`);

const ONCALL = { sub: "7c0b4a3e", email: "oncall@globalcart.example" };
const LEADS = [
  { sub: "52aa91d0", email: "network-lead@globalcart.example" },
  { sub: "0e83bb17", email: "security-lead@globalcart.example" },
];

describe.skipIf(whyNoBrowser !== undefined)("stories in the browser", { timeout: 300_000 }, () => {
  const skylane = runningSkylane({
    seed: 83,
    configure(shipped) {
      const raw = parse(shipped);
      return JSON.stringify({
        ...raw,
        thresholds: { probeIntervalMs: "200 ms" },
        groups: raw.groups.map((group: object) => ({ ...group, failback: { stableWindowMs: "2 seconds" } })),
      });
    },
  });
  const { overview, order, untilClean, reaches, until, get } = skylane;
  let browser: Browser;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    await skylane.untilAllUp();
  }, 180_000);
  afterEach(async () => {
    await Promise.all(open.splice(0).map((close) => close()));
  });
  afterAll(() => browser?.close());

  /** A tab that is in. */
  const aTab = async (to = "/"): Promise<Page> => {
    const { page, close } = await openTab(browser);
    open.push(close);
    await page.goto(pageAddress(skylane.instance().info, to));
    return page;
  };
  const heading = (page: Page, name: RegExp | string) => page.getByRole("heading", { level: 1, name });
  const ofGroup = async (groupId: string) => (await overview()).incidents.filter((one) => one.groupId === groupId);

  /** Presses the lab's button until the group is moved: where a busy machine makes the guards hold, they are right to. */
  const breakUntilMoved = async (page: Page, connectionId: string, groupId: string): Promise<Incident> => {
    for (let attempt = 1; ; attempt += 1) {
      await untilClean(groupId);
      const known = new Set((await ofGroup(groupId)).map(({ id }) => id));
      await page.getByRole("button", { name: `Black-hole ${connectionId}` }).click();
      let found: Incident | undefined;
      await until(async () => {
        found = (await ofGroup(groupId)).find(({ id }) => !known.has(id));
        expect(["moved", "refused", "rolled-back", "needs-human"]).toContain(found?.status);
      });
      const incident = Incident.parse(found);
      if (incident.status === "moved") return incident;
      if (attempt === 3) throw new Error(`${groupId} was not moved: ${JSON.stringify(incident)}`);
      await mend(page, connectionId);
    }
  };
  const mend = (page: Page, connectionId: string): Promise<void> =>
    page.locator(".lab li", { hasText: connectionId }).getByRole("button", { name: "Mend" }).click();

  it("at three in the morning a circuit dies: the page says what was moved, why and by what proof, and that it is back", async () => {
    await untilClean("usw2-dc2");
    const page = await aTab();
    await settled(page);

    const incident = await breakUntilMoved(page, "dx-use1-1", "use1-dc1");
    await heading(page, /^use1-dc1 runs on its backup vpn-use1-1$/).waitFor();
    const did = page.getByRole("region", { name: "What Skylane did" }).getByRole("listitem").first();
    expect(await did.innerText()).toMatch(/9 of 9 requests answered after/);
    await did.getByRole("link", { name: "dx-use1-1 → vpn-use1-1" }).click();
    await heading(page, "use1-dc1 runs on vpn-use1-1").waitFor();
    expect(page.url()).toContain(`#/incidents/${incident.id}`);
    const proof = page.getByRole("region", { name: "Proof" });
    await proof.getByText("9 requests").waitFor();
    expect(await proof.innerText()).toMatch(/Back\s+9 answers/);
    const routes = page.getByRole("region", { name: "Routes" });
    expect(await routes.getByText("✓ as wanted").count()).toBe(2);

    await goTo(page, { address: "/" });
    await mend(page, "dx-use1-1");
    await reaches(incident.id, "failed-back");
    await goTo(page, { address: `/incidents/${incident.id}` });
    await heading(page, "use1-dc1 is on dx-use1-1 again").waitFor();
    const steps = page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
    await steps.first().getByRole("button").click();
    await page.waitForURL(/step=0$/);
    expect(await steps.first().getByRole("button").getAttribute("aria-current")).toBe("step");
    expect(await steps.count()).toBeGreaterThan(4);
  });

  it("a connection is asked for in plain words, signed by somebody else, built, and proven by traffic", async () => {
    const deployed = await deployedPage(() => skylane.instance().info);
    open.push(() => deployed.close());
    const signedIn = async (person: typeof ONCALL, to: string): Promise<Page> => {
      const { page, close } = await openTab(browser);
      open.unshift(close);
      deployed.idp.signInAs(person);
      await page.goto(`${deployed.url}/#${to}`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText(person.email).waitFor();
      return page;
    };
    const asking = await signedIn(ONCALL, "/intents");
    await asking.getByLabel("What is wanted, in your words").fill(orderProcessor);
    await asking.getByRole("button", { name: "Show me a plan" }).click();
    await heading(asking, /^Waits for \d signatures?$/).waitFor();
    const [, address = ""] = /#(\/intents\/.+)$/.exec(asking.url()) ?? [];

    await asking.getByRole("region", { name: /^Sign this plan/ }).waitFor();
    expect(await asking.getByRole("button", { name: "Approve" }).getAttribute("aria-disabled")).toBe("true");
    for (const lead of LEADS) {
      const { run } = IntentView.parse(await get(`/v1${address}`));
      if (run.status !== "awaiting-approval") break;
      const signing = await signedIn(lead, address);
      await signing.getByRole("button", { name: "Approve" }).click();
      await signing.getByRole("button", { name: "Yes, let it be built" }).click();
      await until(async () =>
        expect(IntentView.parse(await get(`/v1${address}`)).run.signatures.map(({ by }) => by)).toContain(lead.email),
      );
    }

    await until(async () => {
      const { run } = IntentView.parse(await get(`/v1${address}`));
      expect(run.failure ?? run.status).toBe("fulfilled");
    });
    await heading(asking, "The connection stands").waitFor();
    const proof = asking.getByRole("region", { name: "Proof, by traffic" });
    expect(await proof.getByText(": proven").count()).toBe(6);
    expect(await proof.getByText(": not proven").count()).toBe(0);
  });

  it("what if a Region is lost: who loses what is said, and nothing is touched", async () => {
    const hashOf = async () => ((await get("/lab/state-hash")) as { hash: string }).hash;
    const page = await aTab("/what-if");
    await heading(page, /single failures? would lose flows|No single failure loses a flow/).waitFor();
    const [before, known] = [await hashOf(), (await overview()).incidents.length];

    await page.getByRole("combobox").fill("us-east-1");
    await page
      .getByRole("option", { name: /^Region or site/ })
      .first()
      .click();
    await page.getByText(/^Without region or site .*us-east-1/).waitFor();

    await heading(page, /would be lost|would end with their own network|Nothing would be lost/).waitFor();
    expect(await page.getByRole("row", { name: /ended|lost|moved/ }).count()).toBeGreaterThan(0);
    expect(decodeURIComponent(page.url())).toMatch(/kill=.*us-east-1/);
    await page.reload();
    await page.getByText(/^Without region or site .*us-east-1/).waitFor();
    await page.getByRole("button", { name: "Begin anew" }).click();
    await heading(page, /single failures? would lose flows|No single failure loses a flow/).waitFor();
    expect(await hashOf()).toBe(before);
    expect((await overview()).incidents.length).toBe(known);
  });

  it("while the kill switch is on a dead circuit is shown and not moved, and the page says by whom and why", async () => {
    await untilClean("usw2-dc2");
    const known = new Set((await ofGroup("usw2-dc2")).map(({ id }) => id));
    const page = await aTab("/orders");
    await heading(page, "Skylane may move traffic").waitFor();

    await page.getByLabel(/^Reason/).fill("work on both circuits");
    await page.getByRole("button", { name: "Stop every move" }).click();
    await page.getByRole("button", { name: "Yes, stop every move" }).click();
    await heading(page, "The kill switch is on: nothing is moved").waitFor();
    await page.getByText("operator@localhost: work on both circuits").waitFor();
    expect(KillSwitchView.parse(await get("/v1/kill-switch"))).toMatchObject({ isStopped: true });

    const { id: faultId } = await order("POST", "/lab/faults", {
      kind: "blackhole",
      target: { connectionId: "dx-usw2-1" },
    });
    await goTo(page, { address: "/" });
    await heading(page, /^(dx-usw2-1 is down|\d+ paths are bad)$/).waitFor();
    await page.getByText("ON: nothing is moved").waitFor();
    await until(async () =>
      expect((await ofGroup("usw2-dc2")).filter(({ id }) => !known.has(id))).toMatchObject([{ status: "refused" }]),
    );
    await page.getByText(/usw2-dc2 was not moved off dx-usw2-1/).waitFor();
    const carrying = (await overview()).paths.filter(({ groupId, isCarrying }) => groupId === "usw2-dc2" && isCarrying);
    expect(carrying.map(({ id }) => id)).toEqual(["dx-usw2-1"]);

    await order("DELETE", `/lab/faults/${faultId}`);
    await goTo(page, { address: "/orders" });
    await page.getByRole("button", { name: "Let moves go on" }).click();
    await page.getByRole("button", { name: "Yes, let them go on" }).click();
    await heading(page, "Skylane may move traffic").waitFor();
    expect(KillSwitchView.parse(await get("/v1/kill-switch"))).toMatchObject({ isStopped: false });
  });

  it("a server that dies is missed on the page, which keeps what it showed, and is found again when it is back", async () => {
    const page = await aTab("/orders");
    await page.getByLabel(/^Reason/).fill("half a sent");
    const lost = page.getByRole("alert").filter({ hasText: /No connection to Skylane since \d/ });

    await skylane.instance().takeDown();
    await lost.waitFor();
    await skylane.instance().bringBack();
    await lost.waitFor({ state: "hidden" });

    await heading(page, "Skylane may move traffic").waitFor();
    expect(await page.getByLabel(/^Reason/).inputValue()).toBe("half a sent");
  });
});
