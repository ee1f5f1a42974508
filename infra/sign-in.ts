import { type PageSignIn, scopeOf, scopes } from "@skylane/core";
import * as z from "zod";

const url = z.url({ protocol: /^https$/, error: "must be a URL with https" });
const text = z.string().min(1);

/** Who issues the tokens of people: what the JWT authorizer of the HTTP API takes, and how the page gets it. It holds no secret. */
export const SignIn = z.strictObject({
  /** `iss` of its tokens. */
  issuerUrl: url,
  /** `aud` of its tokens; of an access token without one, which is Cognito's, its `client_id`. */
  audience: text,
  /**
   * access = each route takes an access token with the scope of that route. id = ID tokens, which have no scope, for an issuer that
   * gives no others: Google.
   */
  tokens: z.enum(["access", "id"]).default("access"),
  /** The page, as the provider knows it: a public client. */
  clientId: text,
  authorizationUrl: url,
  /** Where the page has its code turned into tokens; not for ID tokens. */
  tokenUrl: url.optional(),
  /** Where the provider's own session ends; absent = it stays. */
  signOutUrl: url.optional(),
  /** What the page asks for; absent = `openid` and the scopes of the API, for ID tokens `openid email`. */
  scopes: z.array(text).min(1).optional(),
  /**
   * Who issues tokens of applications, which send spans by the scope for that and do nothing else: `aud` or, of a token without one,
   * `client_id` of each. Absent = the same issuer, for the same audience.
   */
  applications: z.strictObject({ issuerUrl: url, audiences: z.array(text).min(1).max(50) }).optional(),
});
export type SignIn = z.infer<typeof SignIn>;

/** What these settings must say together. */
export function complaintsAboutSignIn({ tokens, tokenUrl, audience, clientId }: SignIn): readonly string[] {
  if (tokens === "access")
    return tokenUrl === undefined ? ["signIn.tokenUrl: is missing; the page turns its code into tokens there"] : [];
  return [
    ...(tokenUrl === undefined ? [] : ["signIn.tokenUrl: is not for ID tokens, which come without a code; remove it"]),
    // an ID token has no scope, so its audience is all that keeps the tokens of other pages out
    ...(audience === clientId ? [] : ["signIn.audience: must be signIn.clientId, where ID tokens are taken"]),
  ];
}

/** What a token needs for a route; nothing where ID tokens are taken, but for what is not for people. */
export const scopesFor = ({ tokens }: SignIn, route: Parameters<typeof scopeOf>[0]): string[] =>
  tokens === "id" && route.scope === undefined ? [] : [scopeOf(route)];

/** What the page is told, beside its own files. */
export function pageSignIn({
  issuerUrl,
  clientId,
  authorizationUrl,
  tokenUrl,
  signOutUrl,
  tokens,
  ...asked
}: SignIn): PageSignIn {
  const provider = { issuerUrl, clientId, authorizationUrl, ...(signOutUrl !== undefined && { signOutUrl }) };
  if (tokens === "id" || tokenUrl === undefined)
    return { kind: "id-token", ...provider, scopes: asked.scopes ?? ["openid", "email"] };
  return { kind: "code", ...provider, tokenUrl, scopes: asked.scopes ?? ["openid", scopes.read, scopes.order] };
}

/** Origins beside its own that the page asks: where its code is turned into tokens. */
export const pageConnections = ({ tokenUrl }: SignIn): readonly string[] =>
  tokenUrl === undefined ? [] : [new URL(tokenUrl).origin];
