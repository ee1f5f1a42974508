import * as z from "zod";

/** Where the page is told how people sign in, beside its own files. */
export const PAGE_CONFIG_PATH = "/config.json";

const endpoint = z.url({ protocol: /^https$/, error: "must be a URL with https" });
const provider = {
  /** `iss` of the provider's tokens. */
  issuerUrl: endpoint,
  /** The page, as the provider knows it: a public client, it has no secret. */
  clientId: z.string().min(1).max(200),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, "must be a scope (RFC 6749 §3.3)")).min(1),
  authorizationUrl: endpoint,
  /** Absent = signing out forgets the tokens here, and the provider keeps its session. */
  signOutUrl: endpoint.optional(),
};

/**
 * How the page signs in; it holds no secret. `local`: the token of `skylane up`. `code`: authorization code with PKCE, an access
 * token is sent. `id-token`: for Google, which gives a page no tokens for a code without a client secret: its ID token is sent.
 * @see RFC 7636; OpenID Connect Core 1.0, 3.1 and 3.2
 */
export const PageSignIn = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("local") }),
  z.strictObject({ kind: z.literal("code"), ...provider, tokenUrl: endpoint }),
  z.strictObject({ kind: z.literal("id-token"), ...provider }),
]);
export type PageSignIn = z.infer<typeof PageSignIn>;
