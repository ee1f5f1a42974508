import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** What a provider knows of itself and of its one client. */
export interface FakeOidcOptions {
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly redirectUrls: readonly string[];
  readonly nowMs: () => number;
  /** Audience of its access tokens. */
  readonly audience: string;
  /** `rotate` = each refresh token counts once. */
  readonly refresh?: "none" | "rotate";
  readonly lifeSeconds?: number;
}

/** What it does wrong from now on. */
export interface Misdeeds {
  readonly audience?: string;
  readonly nonce?: string;
  readonly issuer?: string;
  readonly expiredSeconds?: number;
  readonly lifeSeconds?: number;
  /** It has a session of nobody: it would have to ask a person. */
  readonly isSignedOut?: boolean;
  readonly refusesRefresh?: boolean;
}

interface Grant {
  readonly challenge: string | null;
  readonly redirectUrl: string;
  readonly nonce: string | null;
  readonly scope: string;
  readonly subject: string;
}

/**
 * An identity provider at the edge of the world, in the words of OpenID Connect Core 1.0, RFC 6749 and RFC 7636: RS256, public
 * clients only. Whoever comes to its authorization endpoint is the person it was told of.
 */
export function fakeOidc(options: FakeOidcOptions) {
  const { issuerUrl, clientId, redirectUrls, nowMs, refresh = "none" } = options;
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = "key-1";
  const codes = new Map<string, Grant>();
  const usedCodes = new Set<string>();
  const refreshTokens = new Map<string, Grant>();
  const requests: string[] = [];
  let misdeeds: Misdeeds = {};
  let person = { sub: "7c0b4a3e", email: "oncall@globalcart.example" };

  const jwt = (claims: object): string => {
    const head = [{ alg: "RS256", typ: "JWT", kid }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const signer = createSign("RSA-SHA256").update(head.join("."));
    return [...head, signer.sign(privateKey).toString("base64url")].join(".");
  };
  const times = () => {
    const atSeconds = Math.floor(nowMs() / 1_000) - (misdeeds.expiredSeconds ?? 0);
    const life = misdeeds.lifeSeconds ?? options.lifeSeconds ?? 3_600;
    return { iat: atSeconds, exp: atSeconds + (misdeeds.expiredSeconds === undefined ? life : 1), life };
  };
  const idToken = ({ nonce }: Pick<Grant, "nonce">): string => {
    const { iat, exp } = times();
    return jwt({
      iss: misdeeds.issuer ?? issuerUrl,
      aud: misdeeds.audience ?? clientId,
      ...{ iat, exp, sub: person.sub, email: person.email, email_verified: true },
      ...(nonce !== null && { nonce: misdeeds.nonce ?? nonce }),
    });
  };
  const tokensFor = (grant: Grant) => {
    const { iat, exp, life } = times();
    const next = randomBytes(16).toString("base64url");
    if (refresh === "rotate") refreshTokens.set(next, grant);
    return json(200, {
      token_type: "Bearer",
      expires_in: life,
      access_token: jwt({
        iss: issuerUrl,
        aud: options.audience,
        ...{ iat, exp, sub: grant.subject, scope: grant.scope, email: person.email, email_verified: true },
      }),
      id_token: idToken(grant),
      ...(refresh === "rotate" && { refresh_token: next }),
    });
  };

  const authorize = (asked: URLSearchParams): Response => {
    const redirectUrl = asked.get("redirect_uri") ?? "";
    // never to an address that was not registered, not even with an error
    if (asked.get("client_id") !== clientId || !redirectUrls.includes(redirectUrl))
      return json(400, { error: "invalid" });
    const back = (said: Record<string, string>, inFragment = false): Response => {
      const parameters = new URLSearchParams({ ...said, state: asked.get("state") ?? "" });
      return redirect(`${redirectUrl}${inFragment ? "#" : "?"}${parameters}`);
    };
    const isToken = asked.get("response_type") === "id_token";
    if (misdeeds.isSignedOut && asked.get("prompt") === "none") return back({ error: "login_required" }, isToken);
    const nonce = asked.get("nonce");
    if (isToken) {
      if (nonce === null) return back({ error: "invalid_request" }, true);
      return back({ id_token: idToken({ nonce }) }, true);
    }
    const challenge = asked.get("code_challenge");
    if (challenge === null || asked.get("code_challenge_method") !== "S256")
      return back({ error: "invalid_request", error_description: "PKCE is needed" });
    const code = randomBytes(16).toString("base64url");
    codes.set(code, { challenge, redirectUrl, nonce, scope: asked.get("scope") ?? "", subject: person.sub });
    return back({ code });
  };
  const token = (form: URLSearchParams): Response => {
    const refused = (error: string) => json(400, { error });
    if (form.get("client_id") !== clientId || form.has("client_secret")) return refused("invalid_client");
    if (form.get("grant_type") === "refresh_token") {
      const given = form.get("refresh_token") ?? "";
      const grant = refreshTokens.get(given);
      refreshTokens.delete(given);
      return grant && !misdeeds.refusesRefresh ? tokensFor({ ...grant, nonce: null }) : refused("invalid_grant");
    }
    const code = form.get("code") ?? "";
    const grant = codes.get(code);
    codes.delete(code);
    if (usedCodes.has(code)) refreshTokens.clear(); // RFC 6749 §4.1.2: what the code gave is taken back
    usedCodes.add(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (grant?.challenge !== challenge || grant.redirectUrl !== form.get("redirect_uri"))
      return refused("invalid_grant");
    return tokensFor(grant);
  };

  return {
    /** What the page must be told of it. */
    urls: {
      authorizationUrl: `${issuerUrl}/authorize`,
      tokenUrl: `${issuerUrl}/token`,
      signOutUrl: `${issuerUrl}/logout`,
    },
    publicKey,
    requests: requests as readonly string[],
    misbehave(how: Misdeeds): void {
      misdeeds = how;
    },
    signInAs(next: typeof person): void {
      person = next;
    },
    /** Every endpoint, as `fetch` sees it; a redirection is answered, not followed. */
    async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const url = new URL(request.url);
      requests.push(`${request.method} ${url.pathname}`);
      if (request.method === "GET" && url.href.startsWith(`${issuerUrl}/authorize`)) return authorize(url.searchParams);
      if (request.method === "POST" && url.href === `${issuerUrl}/token`)
        return token(new URLSearchParams(await request.text()));
      return json(404, {});
    },
  };
}

const redirect = (location: string): Response => new Response(null, { status: 302, headers: { location } });

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "access-control-allow-origin": "*" },
  });
