import type { PageSignIn } from "@skylane/core";
import * as oauth from "oauth4webapi";
import * as z from "zod";

/** How an identity provider is reached. */
export type Provider = Exclude<PageSignIn, { kind: "local" }>;

/** What the page must remember while a person is at the provider's: worth nothing without what comes back. */
export const Pending = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUrl: z.url(),
  /** Fragment of the address to go back to. */
  backTo: z.string(),
  /** The provider was asked to answer without showing anything. */
  isSilent: z.boolean(),
});
export type Pending = z.infer<typeof Pending>;

/** What a sign-in gives. */
export interface Tokens {
  /** Sent with each request. */
  readonly bearer: string;
  readonly expiresAtMs: number;
  /** Whose it is, as the provider names them. */
  readonly subject: string;
  readonly refreshToken?: string;
}

/** What a sign-in needs of its surroundings. */
export interface OidcEdge {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
}

/** Why nobody is signed in, for a person; `code` = as the provider says it, if it was the provider. */
export class SignInError extends Error {
  readonly code: string | undefined;
  constructor(message: string, { code, cause }: { readonly code?: string | undefined; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "SignInError";
    this.code = code;
  }
}

const PATIENCE_MS = 10_000;
const CLOCK_TOLERANCE_SECONDS = 60;
// a provider that does not say how long its token lives: short enough to be asked again soon
const DEFAULT_LIFE_SECONDS = 300;

/** The address at the provider's to go to, and what to remember meanwhile. */
export async function beginSignIn(
  provider: Provider,
  { redirectUrl, backTo, isSilent = false }: Pick<Pending, "redirectUrl" | "backTo"> & { readonly isSilent?: boolean },
): Promise<{ readonly url: string; readonly pending: Pending }> {
  const verifier = oauth.generateRandomCodeVerifier();
  const pending = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    ...{ verifier, redirectUrl, backTo, isSilent },
  };
  const url = new URL(provider.authorizationUrl);
  const asked = {
    client_id: provider.clientId,
    redirect_uri: redirectUrl,
    scope: provider.scopes.join(" "),
    state: pending.state,
    nonce: pending.nonce,
    ...(provider.kind === "code"
      ? {
          response_type: "code",
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        }
      : { response_type: "id_token" }),
    ...(isSilent && { prompt: "none" }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return { url: url.href, pending };
}

/** What came back with an address, if a sign-in did: a code, a token or an error, each with the state it was asked with. */
export function answerIn(address: string): URLSearchParams | undefined {
  const { search, hash } = new URL(address);
  return [search, hash.replace(/^#/, "?")]
    .map((text) => new URLSearchParams(text))
    .find((said) => said.has("state") && ["code", "id_token", "error"].some((name) => said.has(name)));
}

/** Tokens for what came back. @throws SignInError */
export const finishSignIn = (
  provider: Provider,
  pending: Pending,
  answer: URLSearchParams,
  edge: OidcEdge,
): Promise<Tokens> =>
  inWords(async () => {
    if (provider.kind === "id-token") return tokensOfAnswer(provider, pending, answer, edge);
    const { as, client, options } = termsOf(provider, edge);
    const checked = oauth.validateAuthResponse(as, client, answer, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      checked,
      pending.redirectUrl,
      pending.verifier,
      options(),
    );
    const said = await oauth.processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    return tokensOf(said, oauth.getValidatedIdTokenClaims(said)?.sub ?? "", edge);
  });

/** New tokens in place of those that run out; a refresh token that was replaced is not used again. @throws SignInError */
export const renewTokens = (
  provider: Extract<Provider, { kind: "code" }>,
  { subject, refreshToken }: Tokens & { readonly refreshToken: string },
  edge: OidcEdge,
): Promise<Tokens> =>
  inWords(async () => {
    const { as, client, options } = termsOf(provider, edge);
    const response = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), refreshToken, options());
    const said = await oauth.processRefreshTokenResponse(as, client, response);
    const claims = oauth.getValidatedIdTokenClaims(said);
    if (claims && claims.sub !== subject) throw new SignInError("The provider renewed the session of somebody else.");
    return { refreshToken, ...tokensOf(said, subject, edge) };
  });

/** Where to go to end the session at the provider's too; providers name the way back differently, and pass over what they do not know. */
export function signOutAddress({ clientId, signOutUrl }: Provider, backTo: string): string | undefined {
  if (signOutUrl === undefined) return undefined;
  const url = new URL(signOutUrl);
  for (const [name, value] of [
    ["client_id", clientId],
    ["post_logout_redirect_uri", backTo], // OpenID Connect RP-Initiated Logout 1.0
    ["logout_uri", backTo], // Amazon Cognito
  ] as const)
    url.searchParams.set(name, value);
  return url.href;
}

const termsOf = ({ issuerUrl, tokenUrl, clientId }: Extract<Provider, { kind: "code" }>, { fetch }: OidcEdge) => ({
  as: { issuer: issuerUrl, token_endpoint: tokenUrl },
  client: { client_id: clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
  options: () => ({
    [oauth.customFetch]: (url: string, init: RequestInit) => fetch(url, init),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }),
});

const tokensOf = (said: oauth.TokenEndpointResponse, subject: string, { nowMs }: OidcEdge): Tokens => ({
  bearer: said.access_token,
  expiresAtMs: nowMs() + (said.expires_in ?? DEFAULT_LIFE_SECONDS) * 1_000,
  subject,
  ...(said.refresh_token !== undefined && { refreshToken: said.refresh_token }),
});

const IdTokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  nonce: z.string(),
  exp: z.number(),
});

/**
 * The ID token of the answer itself. Whether it is signed is for the API to check, at each request: one that was made up gets in
 * nowhere, and one that was given to somebody else has another nonce. @see OpenID Connect Core 1.0, 3.2.2.11
 */
function tokensOfAnswer(
  { issuerUrl, clientId }: Provider,
  { state, nonce }: Pending,
  answer: URLSearchParams,
  { nowMs }: OidcEdge,
): Tokens {
  if (answer.get("state") !== state) throw new SignInError("What came back was not asked for here.");
  const code = answer.get("error");
  if (code !== null) throw new SignInError(words(code, answer.get("error_description")), { code });
  const bearer = answer.get("id_token") ?? "";
  const { iss, sub, aud, nonce: given, exp } = IdTokenClaims.parse(JSON.parse(payloadOf(bearer)));
  const isForUs = iss === issuerUrl && [aud].flat().includes(clientId) && given === nonce;
  const expiresAtMs = exp * 1_000;
  if (!isForUs || expiresAtMs + CLOCK_TOLERANCE_SECONDS * 1_000 < nowMs())
    throw new SignInError("The provider's token is not for this page, or has run out.");
  return { bearer, expiresAtMs, subject: sub };
}

const payloadOf = (jwt: string): string => {
  const [, payload = ""] = jwt.split(".");
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  return new TextDecoder().decode(bytes);
};

async function inWords<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof SignInError) throw cause;
    if (cause instanceof oauth.AuthorizationResponseError || cause instanceof oauth.ResponseBodyError)
      throw new SignInError(words(cause.error, cause.error_description), { code: cause.error, cause });
    if (cause instanceof oauth.OperationProcessingError || cause instanceof z.ZodError || cause instanceof SyntaxError)
      throw new SignInError("The provider's answer does not fit what was asked, so it was not believed.", { cause });
    throw new SignInError("The provider could not be reached, or did not answer as it should.", { cause });
  }
}

/** Text from outside: short and printable. */
const words = (code: string, description: string | null | undefined): string =>
  `The provider refused: ${`${code}${description ? `, ${description}` : ""}`.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200)}`;
