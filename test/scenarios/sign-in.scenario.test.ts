import { KillSwitchView } from "@skylane/core";
import { pageAddress } from "@skylane/local";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTab, startBrowser, whyNoBrowser } from "../support/browser.ts";
import { deployedPage } from "../support/deployed-page.ts";
import { runningSkylane } from "../support/running-skylane.ts";

if (whyNoBrowser !== undefined) console.log(`sign-in in a browser skipped: ${whyNoBrowser}`);

const ONCALL = { sub: "7c0b4a3e", email: "oncall@globalcart.example" };
const AUDITOR = { sub: "1d9e55aa", email: "auditor@globalcart.example" };

describe.skipIf(whyNoBrowser !== undefined)("signing in to the page", { timeout: 120_000 }, () => {
  const skylane = runningSkylane({ seed: 61 });
  let browser: Browser;
  let deployed: Awaited<ReturnType<typeof deployedPage>>;
  beforeAll(async () => {
    deployed = await deployedPage(() => skylane.instance().info);
    browser = await startBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await deployed?.close();
  });

  const aTab = () => openTab(browser);
  const signInAs = async (page: Page, person: typeof ONCALL, to = "#/orders") => {
    deployed.idp.misbehave({});
    deployed.idp.signInAs(person);
    await page.goto(`${deployed.url}/${to}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: /Skylane may move traffic|kill switch is on/ }).waitFor();
  };

  it("a person signs in with their provider and is where they wanted to be, under a policy that is kept", async () => {
    const { page, complaints, close } = await aTab();

    await signInAs(page, ONCALL);
    await page.getByText(ONCALL.email).waitFor();

    expect(page.url()).toBe(`${deployed.url}/#/orders`);
    expect(complaints.filter((text) => /content security policy/i.test(text))).toEqual([]);
    const kept = await page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])");
    expect(kept).not.toMatch(/eyJ/);
    await page.reload();
    await page.getByText(ONCALL.email).waitFor();
    expect(page.url()).toBe(`${deployed.url}/#/orders`);
    await close();
  });

  it("what a person may not do is not offered to them, and the reason is there", async () => {
    const { page, close } = await aTab();

    await signInAs(page, AUDITOR);
    const stop = page.getByRole("button", { name: "Stop every move" });
    await page.getByText(/it takes the role operator, and theirs is viewer/).waitFor();
    await stop.click({ force: true });

    expect(await stop.getAttribute("aria-disabled")).toBe("true");
    expect(await page.getByRole("button", { name: "Yes, stop every move" }).count()).toBe(0);
    await close();
  });

  it("a session that ends in the middle of a form keeps what was typed, and the order is given after the sign-in", async () => {
    const { page, close } = await aTab();
    await signInAs(page, ONCALL);
    const reason = "the provider announced work on both circuits";
    await page.getByLabel(/^Reason/).fill(reason);

    deployed.endSessions();
    await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click(),
    ]);
    if (!popup.isClosed()) await popup.waitForEvent("close");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    expect(await page.getByLabel(/^Reason/).inputValue()).toBe(reason);
    await page.getByRole("button", { name: "Stop every move" }).click();
    await page.getByRole("button", { name: "Yes, stop every move" }).click();
    await page.getByRole("heading", { name: "The kill switch is on: nothing is moved" }).waitFor();
    expect(KillSwitchView.parse(await skylane.get("/v1/kill-switch"))).toMatchObject({
      isStopped: true,
      by: ONCALL.email,
      reason,
    });
    expect(await page.getByLabel(/^Reason/).inputValue()).toBe("");
    await close();
  });

  it("a lost connection is said with its time, what was typed stays, and it recovers by itself", async () => {
    const { page, close } = await aTab();
    await signInAs(page, ONCALL);
    await page.getByLabel(/^Reason/).fill("half a sent");

    deployed.setDown(true);
    await page.getByText(/No connection to Skylane since \d/).waitFor();
    deployed.setDown(false);
    await page.getByText(/No connection to Skylane since/).waitFor({ state: "hidden" });

    expect(await page.getByLabel(/^Reason/).inputValue()).toBe("half a sent");
    await close();
  });

  it("on one machine the printed address lets in at once, and any other says how to get in", async () => {
    const { page, complaints, close } = await aTab();
    const { info } = skylane.instance();

    await page.goto(`${info.url}/#/orders`);
    await page.getByRole("heading", { name: "Sign in to Skylane" }).waitFor();
    await page.getByText("npx skylane address").waitFor();
    await page.getByLabel("Address with the token").fill(pageAddress(info));
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("heading", { level: 1, name: /kill switch|may move/ }).waitFor();

    const second = await aTab();
    await second.page.goto(pageAddress(info, "/orders"));
    await second.page.getByRole("heading", { level: 1, name: /kill switch|may move/ }).waitFor();
    expect(second.page.url()).toBe(`${info.url}/#/orders`);
    expect([...complaints, ...second.complaints].filter((text) => /content security policy/i.test(text))).toEqual([]);
    await second.close();
    await close();
  });
});
