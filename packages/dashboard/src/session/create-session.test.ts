import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { FakeOidcOptions } from "../../../../test/support/fake-oidc.ts";
import { aProvider, PAGE, tabStorage } from "../../../../test/support/page-session.ts";
import { createSession, type SessionEdge } from "./create-session.ts";
import { readDraft, writeDraft } from "./drafts.ts";

const Text = z.string();
const LOCAL_TOKEN = "t".repeat(43);

/** An API that takes one token, or those a test lets it take; it is reached by `send`. */
function anApi(config: object) {
  const seen: { readonly method: string; readonly bearer: string }[] = [];
  const api = {
    seen,
    isTaken: (_bearer: string): boolean => true,
    isReached: true,
    async fetch(path: string, init: RequestInit = {}): Promise<Response> {
      if (!api.isReached) throw new TypeError("Failed to fetch");
      if (path === "/config.json") return Response.json(config);
      const bearer = new Headers(init.headers).get("authorization") ?? "";
      seen.push({ method: init.method ?? "GET", bearer });
      return api.isTaken(bearer.replace("Bearer ", ""))
        ? Response.json({ ok: true })
        : new Response("{}", { status: 401 });
    },
  };
  return api;
}

/** A tab of a browser at an address; the provider and the API are behind its `fetch`. */
function aTab(
  { idp, provider, clock }: ReturnType<typeof aProvider>,
  api: ReturnType<typeof anApi> = anApi(provider),
  { href = PAGE, storage = tabStorage(), canOpen = true } = {},
) {
  const gone: string[] = [];
  const opened: string[] = [];
  const posted: string[] = [];
  const hearers: ((text: string) => void)[] = [];
  const at = { href };
  const edge: SessionEdge = {
    fetch: ((input: string, init?: RequestInit) =>
      String(input).startsWith("/") ? api.fetch(String(input), init) : idp.fetch(input, init)) as typeof fetch,
    nowMs: () => clock.nowMs,
    storage,
    address: {
      href: () => at.href,
      replace: (url) => {
        at.href = url;
      },
      go: (url) => void gone.push(url),
    },
    open: (url) => canOpen && opened.push(url) > 0,
    channel: { post: (text) => void posted.push(text), listen: (hear) => void hearers.push(hear) },
  };
  return { session: createSession(edge), api, at, gone, opened, posted, hearers, storage, idp, clock };
}

/** What the provider sends a browser back to. */
const wayBack = async (idp: ReturnType<typeof aProvider>["idp"], url: string | undefined): Promise<string> =>
  (await idp.fetch(url ?? "")).headers.get("location") ?? "";

/** A tab in which somebody has signed in by leaving the page and coming back. */
async function signedIn(more: Partial<FakeOidcOptions> = {}, kind: "code" | "id-token" = "code") {
  const world = aProvider(kind, more);
  const api = anApi(world.provider);
  const first = aTab(world, api, { href: `${PAGE}#/orders` });
  await first.session.start();
  await first.session.signIn();
  const href = await wayBack(world.idp, first.gone[0]);
  const tab = aTab(world, api, { href, storage: first.storage });
  await tab.session.start();
  return { ...tab, world };
}

describe("dashboard/session: with a provider", () => {
  it.each(["code", "id-token"] as const)(
    "%s: signs in, goes back to where one was, and leaves no trace",
    async (kind) => {
      const { session, at, api, storage } = await signedIn({}, kind);

      await session.send("/v1/overview", {});

      expect(session.view().state).toMatchObject({ kind: "in", how: "provider" });
      expect(at.href).toBe(`${PAGE}#/orders`);
      const bearer = api.seen[0]?.bearer.replace("Bearer ", "") ?? "";
      expect(bearer.split(".")).toHaveLength(3);
      const kept = Array.from({ length: storage.length }, (_, i) => storage.getItem(storage.key(i) ?? ""));
      expect(kept).toEqual(["7c0b4a3e"]);
    },
  );

  it("asks nobody for anything before there is a person", async () => {
    const tab = aTab(aProvider("code"));
    await tab.session.start();

    await expect(tab.session.send("/v1/overview", {})).rejects.toThrow("Sign in again");
    expect(tab.session.view().state).toEqual({ kind: "out", how: "provider" });
    expect(tab.api.seen).toEqual([]);
    expect(tab.gone).toEqual([]);
  });

  it("asks the provider silently in a tab that was reloaded, and a person where the provider must", async () => {
    const { world, storage, api } = await signedIn();
    const reloaded = aTab(world, api, { storage, href: `${PAGE}#/costs` });
    await reloaded.session.start();
    expect(reloaded.gone[0]).toContain("prompt=none");
    world.idp.misbehave({ isSignedOut: true });

    const back = aTab(world, api, { storage, href: await wayBack(world.idp, reloaded.gone[0]) });
    await back.session.start();

    expect(back.session.view().state).toEqual({ kind: "out", how: "provider" });
    expect(back.gone).toEqual([]);
    expect(back.at.href).toBe(`${PAGE}#/costs`);
  });

  it("a session that ends in the middle keeps the page and the draft, and goes on after a sign-in in another window", async () => {
    const tab = await signedIn();
    const { session, api, storage, opened, gone } = tab;
    writeDraft(storage, "intent", "connect orders in aws to");
    api.isTaken = () => false;

    await expect(session.send("/v1/intents", { method: "POST", body: "{}" })).rejects.toThrow(
      "Your session has ended. Sign in again; what you typed is kept.",
    );
    const asked = api.seen.length;
    await expect(session.send("/v1/overview", {})).rejects.toThrow();
    expect(api.seen).toHaveLength(asked);
    expect(session.view().state).toMatchObject({ kind: "ended", generation: 0 });

    api.isTaken = () => true;
    await session.signInAgain();
    const popup = aTab(tab.world, api, { href: await wayBack(tab.idp, opened[0]) });
    await popup.session.start();
    expect(popup.session.view().state).toEqual({ kind: "handed-over" });
    expect(popup.at.href).toBe(PAGE);
    for (const hear of tab.hearers) hear(popup.posted[0] ?? "");
    await expect.poll(() => session.view().state.kind).toBe("in");

    expect(session.view().state).toMatchObject({ generation: 0 });
    expect(gone).toEqual([]);
    expect(readDraft(storage, "intent", Text)).toBe("connect orders in aws to");
    expect((await session.send("/v1/intents", { method: "POST", body: "{}" })).status).toBe(200);
  });

  it("keeps the draft where no window may be opened and the page is left", async () => {
    const tab = await signedIn();
    const shut = aTab(tab.world, tab.api, { storage: tab.storage, canOpen: false, href: `${PAGE}#/intents` });
    await shut.session.start();
    writeDraft(tab.storage, "intent", "half a sentence");

    await shut.session.signInAgain();
    const back = aTab(tab.world, tab.api, { storage: tab.storage, href: await wayBack(tab.idp, shut.gone.at(-1)) });
    await back.session.start();

    expect(back.session.view().state.kind).toBe("in");
    expect(back.at.href).toBe(`${PAGE}#/intents`);
    expect(readDraft(tab.storage, "intent", Text)).toBe("half a sentence");
  });

  it("what one person typed is not shown to the next", async () => {
    const tab = await signedIn();
    writeDraft(tab.storage, "intent", "mine");
    tab.api.isTaken = () => false;
    await expect(tab.session.send("/v1/overview", {})).rejects.toThrow();
    tab.idp.signInAs({ sub: "another", email: "another@globalcart.example" });

    await tab.session.signInAgain();
    const answer = new URL(await wayBack(tab.idp, tab.opened[0])).search.slice(1);
    for (const hear of tab.hearers) hear(answer);
    await expect.poll(() => tab.session.view().state.kind).toBe("in");

    expect(tab.session.view().state).toMatchObject({ generation: 1 });
    expect(readDraft(tab.storage, "intent", Text)).toBeUndefined();
  });

  it("takes no sign-in from another window that it did not ask for", async () => {
    const tab = await signedIn();
    tab.api.isTaken = () => false;
    await expect(tab.session.send("/v1/overview", {})).rejects.toThrow();
    await tab.session.signInAgain();

    for (const hear of tab.hearers) hear("code=stolen&state=other");
    await Promise.resolve();

    expect(tab.session.view().state.kind).toBe("ended");
    expect(tab.idp.requests.filter((one) => one === "POST /token")).toHaveLength(1);
  });

  it("renews before a token runs out, once however many ask, and nobody notices", async () => {
    const { session, api, clock, idp } = await signedIn({ refresh: "rotate" });
    await session.send("/v1/overview", {});
    clock.nowMs += 3_600_000 - 20_000;

    await Promise.all([1, 2, 3].map(() => session.send("/v1/overview", {})));

    expect(idp.requests.filter((one) => one === "POST /token")).toHaveLength(2);
    expect(new Set(api.seen.slice(1).map(({ bearer }) => bearer)).size).toBe(1);
    expect(api.seen[1]?.bearer).not.toBe(api.seen[0]?.bearer);
    expect(session.view().state.kind).toBe("in");
  });

  it("renews when the API does not take a token any more, and ends when that is refused", async () => {
    const { session, api, idp, clock } = await signedIn({ refresh: "rotate" });
    await session.send("/v1/overview", {});
    const [{ bearer = "" } = {}] = api.seen;
    clock.nowMs += 1_000;
    api.isTaken = (given) => `Bearer ${given}` !== bearer;

    expect((await session.send("/v1/overview", {})).status).toBe(200);
    idp.misbehave({ refusesRefresh: true });
    api.isTaken = () => false;
    await expect(session.send("/v1/overview", {})).rejects.toThrow("Sign in again");
    expect(session.view().state.kind).toBe("ended");
  });

  it.each([
    ["for somebody else", { audience: "another-page" }],
    ["with the nonce of another sign-in", { nonce: "replayed" }],
    ["that ran out", { expiredSeconds: 7_200 }],
  ])("nobody is signed in by a token %s", async (_, misdeeds) => {
    const world = aProvider("code");
    const first = aTab(world);
    await first.session.start();
    await first.session.signIn();
    world.idp.misbehave(misdeeds);
    const tab = aTab(world, first.api, { storage: first.storage, href: await wayBack(world.idp, first.gone[0]) });

    await tab.session.start();

    expect(tab.session.view().state).toMatchObject({ kind: "out", message: expect.stringContaining("not believed") });
    expect(tab.at.href).not.toContain("code=");
  });

  it("an address with a code that is opened again signs nobody in", async () => {
    const { world, api } = await signedIn();
    const stolen = aTab(world, api, { href: `${PAGE}?code=of-somebody&state=else` });

    await stolen.session.start();

    expect(stolen.session.view().state).toEqual({ kind: "handed-over" });
    expect(world.idp.requests.filter((one) => one === "POST /token")).toHaveLength(1);
  });

  it("signs out here and at the provider's, and forgets drafts", async () => {
    const { session, storage, gone } = await signedIn();
    writeDraft(storage, "intent", "mine");

    session.signOut();

    expect(session.view().state).toMatchObject({ kind: "out" });
    expect(gone.at(-1)).toMatch(/^https:\/\/login\.globalcart\.example\/logout\?client_id=page&/);
    expect(storage.length).toBe(0);
    await expect(session.send("/v1/overview", {})).rejects.toThrow();
  });
});

describe("dashboard/session: on one's own machine", () => {
  const local = (more: { readonly href?: string; readonly storage?: ReturnType<typeof tabStorage> } = {}) =>
    aTab(aProvider("code"), anApi({ kind: "local" }), { href: "http://127.0.0.1:4620/", ...more });

  it("takes the token of the printed address, hides it, and goes where it says", async () => {
    const tab = local({ href: `http://127.0.0.1:4620/#token=${LOCAL_TOKEN}&to=%2Fexplore%3Fview%3Dmap` });
    await tab.session.start();
    await tab.session.send("/v1/overview", {});

    expect(tab.at.href).toBe("http://127.0.0.1:4620/#/explore?view=map");
    expect(tab.api.seen).toEqual([{ method: "GET", bearer: `Bearer ${LOCAL_TOKEN}` }]);
    const reloaded = local({ storage: tab.storage });
    await reloaded.session.start();
    expect(reloaded.session.view().state).toMatchObject({ kind: "in", how: "local" });
  });

  it("says who is out, and lets in whoever gives the address or the token", async () => {
    const tab = local();
    await tab.session.start();

    expect(tab.session.view().state).toEqual({ kind: "out", how: "local" });
    expect(["", "http://127.0.0.1:4620/", "no token at all", "#token="].map((text) => tab.session.enter(text))).toEqual(
      [false, false, false, false],
    );
    expect(tab.session.enter(` http://127.0.0.1:4620/#token=${LOCAL_TOKEN} `)).toBe(true);
    expect(tab.session.view().state.kind).toBe("in");
  });

  it("a Skylane that was started again asks for its new token, and the page is as it was", async () => {
    const tab = local({ href: `http://127.0.0.1:4620/#token=${LOCAL_TOKEN}` });
    await tab.session.start();
    tab.api.isTaken = (bearer) => bearer === "n".repeat(43);
    writeDraft(tab.storage, "intent", "kept");

    await expect(tab.session.send("/v1/overview", {})).rejects.toThrow("Your session has ended");
    expect(tab.session.enter("n".repeat(43))).toBe(true);

    expect((await tab.session.send("/v1/overview", {})).status).toBe(200);
    expect(readDraft(tab.storage, "intent", Text)).toBe("kept");
  });

  it("goes nowhere that an address from outside names", async () => {
    const tab = local({ href: `http://127.0.0.1:4620/#token=${LOCAL_TOKEN}&to=https%3A%2F%2Fevil.example` });
    await tab.session.start();

    expect(tab.at.href).toBe("http://127.0.0.1:4620/");
  });
});

describe("dashboard/session: without a connection", () => {
  it("says so, holds back what asks by itself, tries an order, and recovers", async () => {
    const { session, api, clock } = await signedIn();
    await session.send("/v1/overview", {});
    clock.nowMs += 1_000;
    const sinceMs = clock.nowMs;
    api.isReached = false;
    await expect(session.send("/v1/overview", {})).rejects.toThrow("There is no connection to Skylane");
    expect(session.view().connection).toMatchObject({ kind: "lost", sinceMs });
    const tried = api.seen.length;
    api.isReached = true;

    await expect(session.send("/v1/overview", {})).rejects.toThrow("There is no connection to Skylane");
    expect(api.seen).toHaveLength(tried);
    expect((await session.send("/v1/kill-switch", { method: "PUT", body: "{}" })).status).toBe(200);
    expect(session.view().connection.kind).toBe("fine");
  });

  it("is tried at once when somebody asks for it, and when its pause is over", async () => {
    const { session, api, clock } = await signedIn();
    clock.nowMs += 1_000;
    api.isReached = false;
    await expect(session.send("/v1/overview", {})).rejects.toThrow();
    session.tryNow();
    await expect(session.send("/v1/overview", {})).rejects.toThrow();
    expect(session.view().connection).toMatchObject({ failureCount: 2 });
    api.isReached = true;
    clock.nowMs += 2_000;

    expect((await session.send("/v1/overview", {})).status).toBe(200);
    expect(session.view().connection.kind).toBe("fine");
  });

  it("says that the page cannot be told how to sign in, and starts when it can", async () => {
    const tab = aTab(aProvider("code"));
    tab.api.isReached = false;
    await tab.session.start();
    expect(tab.session.view().state).toMatchObject({ kind: "unreachable" });
    tab.api.isReached = true;

    await tab.session.start();

    expect(tab.session.view().state.kind).toBe("out");
  });

  it("does not start by what is no configuration", async () => {
    const tab = aTab(aProvider("code"), anApi({ kind: "code", clientSecret: "x" }));

    await tab.session.start();

    expect(tab.session.view().state).toMatchObject({ kind: "unreachable" });
  });
});
