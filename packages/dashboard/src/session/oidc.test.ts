import { describe, expect, it } from "vitest";
import type { Misdeeds } from "../../../../test/support/fake-oidc.ts";
import { aProvider, PAGE } from "../../../../test/support/page-session.ts";
import { answerIn, beginSignIn, finishSignIn, type Provider, renewTokens, signOutAddress } from "./oidc.ts";

/** A sign-in as far as the way back from the provider. */
async function returned(kind: Provider["kind"], misdeeds: Misdeeds = {}, more = {}) {
  const { idp, provider, clock } = aProvider(kind, more);
  idp.misbehave(misdeeds);
  const { url, pending } = await beginSignIn(provider, { redirectUrl: PAGE, backTo: "#/orders" });
  const back = (await idp.fetch(url)).headers.get("location") ?? "";
  const answer = answerIn(back) ?? new URLSearchParams();
  const edge = { fetch: idp.fetch as typeof fetch, nowMs: () => clock.nowMs };
  return { idp, provider, clock, url: new URL(url), pending, back, answer, edge };
}

describe("dashboard/session/oidc", () => {
  it("asks with PKCE, state and nonce, as a client without a secret", async () => {
    const { url, pending, back } = await returned("code");

    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: pending.state,
      nonce: pending.nonce,
      redirect_uri: PAGE,
      scope: "openid skylane/read skylane/order",
    });
    expect(url.href).not.toContain(pending.verifier);
    expect(url.href).not.toContain("secret");
    expect(back).not.toContain("token");
  });

  it("has an access token for a code, of whom and until when", async () => {
    const { provider, pending, answer, edge, clock } = await returned("code");

    const tokens = await finishSignIn(provider, pending, answer, edge);

    const claims = JSON.parse(Buffer.from(tokens.bearer.split(".")[1] ?? "", "base64url").toString());
    expect(claims).toMatchObject({ aud: "skylane", scope: expect.stringContaining("skylane/order") });
    expect(tokens).toMatchObject({ subject: "7c0b4a3e", expiresAtMs: clock.nowMs + 3_600_000 });
    expect(tokens).not.toHaveProperty("refreshToken");
  });

  it("has the ID token itself where the provider gives a page nothing for a code", async () => {
    const { provider, pending, answer, edge, url, idp } = await returned("id-token");

    const tokens = await finishSignIn(provider, pending, answer, edge);

    expect(url.searchParams.get("response_type")).toBe("id_token");
    expect(tokens).toMatchObject({ subject: "7c0b4a3e", bearer: answer.get("id_token") });
    expect(idp.requests).toEqual(["GET /authorize"]);
  });

  it.each([
    ["code", "for somebody else", { audience: "another-page" }],
    ["code", "with another nonce", { nonce: "of-another-sign-in" }],
    ["code", "of another issuer", { issuer: "https://evil.example" }],
    ["code", "that ran out", { expiredSeconds: 7_200 }],
    ["id-token", "for somebody else", { audience: "another-page" }],
    ["id-token", "with another nonce", { nonce: "of-another-sign-in" }],
    ["id-token", "of another issuer", { issuer: "https://evil.example" }],
    ["id-token", "that ran out", { expiredSeconds: 7_200 }],
  ] as const)("%s: believes no token %s", async (kind, _, misdeeds) => {
    const { provider, pending, answer, edge } = await returned(kind, misdeeds);

    await expect(finishSignIn(provider, pending, answer, edge)).rejects.toThrow(/not believed|not for this page/);
  });

  it.each(["code", "id-token"] as const)("%s: believes nothing it did not ask for", async (kind) => {
    const { provider, pending, answer, edge, idp } = await returned(kind);
    const before = idp.requests.length;

    await expect(finishSignIn(provider, { ...pending, state: "other" }, answer, edge)).rejects.toThrow();
    expect(idp.requests).toHaveLength(before);
  });

  it("a code counts once, and only with the verifier it was asked with", async () => {
    const { provider, pending, answer, edge } = await returned("code");
    const stolen = await returned("code");

    await finishSignIn(provider, pending, answer, edge);

    await expect(finishSignIn(provider, pending, answer, edge)).rejects.toMatchObject({ code: "invalid_grant" });
    await expect(
      finishSignIn(stolen.provider, { ...stolen.pending, verifier: pending.verifier }, stolen.answer, stolen.edge),
    ).rejects.toMatchObject({ code: "invalid_grant" });
  });

  it("says what the provider says, on one line, and where nobody answers", async () => {
    const { provider, pending, edge } = await returned("code");
    const refused = new URLSearchParams({ state: pending.state, error: "access_denied", error_description: "no\n<b>" });
    const good = await returned("code");

    await expect(finishSignIn(provider, pending, refused, edge)).rejects.toThrow(
      "The provider refused: access_denied, no?<b>",
    );
    await expect(
      finishSignIn(good.provider, good.pending, good.answer, {
        ...edge,
        fetch: () => Promise.reject(new TypeError("Failed to fetch")),
      }),
    ).rejects.toThrow("could not be reached");
  });

  it("renews by a refresh token that is replaced each time; an old one is refused", async () => {
    const { provider, pending, answer, edge, clock } = await returned("code", {}, { refresh: "rotate" });
    const tokens = await finishSignIn(provider, pending, answer, edge);
    if (provider.kind !== "code" || tokens.refreshToken === undefined) throw new Error("there is no refresh token");
    const old = { ...tokens, refreshToken: tokens.refreshToken };
    clock.nowMs += 1_000;

    const renewed = await renewTokens(provider, old, edge);

    expect(renewed.expiresAtMs).toBe(tokens.expiresAtMs + 1_000);
    expect(renewed.refreshToken).not.toBe(tokens.refreshToken);
    await expect(renewTokens(provider, old, edge)).rejects.toMatchObject({ code: "invalid_grant" });
  });

  it("does not take over the session of somebody else", async () => {
    const { provider, pending, answer, edge, idp } = await returned("code", {}, { refresh: "rotate" });
    const tokens = await finishSignIn(provider, pending, answer, edge);
    idp.signInAs({ sub: "another", email: "another@globalcart.example" });

    await expect(
      renewTokens(provider as Extract<Provider, { kind: "code" }>, tokens as Required<typeof tokens>, edge),
    ).rejects.toThrow("somebody else");
  });

  it.each([
    ["https://a.example/#/orders", undefined],
    ["https://a.example/?state=s#/orders", undefined],
    ["https://a.example/?code=c&state=s#/orders", "code=c&state=s"],
    ["https://a.example/#id_token=t&state=s", "id_token=t&state=s"],
    ["https://a.example/#/orders?code=1", undefined],
  ])("finds in %s what came back", (address, expected) => {
    expect(answerIn(address)?.toString()).toBe(expected);
  });

  it("signs out at the provider's in the words of each", () => {
    const { provider } = aProvider("code");
    const { signOutUrl: _, ...without } = provider;

    expect(signOutAddress(provider, PAGE)).toBe(
      `https://login.globalcart.example/logout?client_id=page&post_logout_redirect_uri=${encodeURIComponent(PAGE)}&logout_uri=${encodeURIComponent(PAGE)}`,
    );
    expect(signOutAddress(without, PAGE)).toBeUndefined();
  });
});
