import type { Caller } from "@skylane/core";
import { PersonName } from "@skylane/core";
import * as z from "zod";

/** What API Gateway's JWT authorizer has verified; it hands on every claim as a string. */
const Authorized = z.looseObject({
  requestContext: z.looseObject({
    authorizer: z.looseObject({
      jwt: z.looseObject({
        claims: z.looseObject({
          sub: PersonName,
          email: PersonName.optional().catch(undefined),
          email_verified: z.union([z.string(), z.boolean()]).optional(),
        }),
      }),
    }),
  }),
});

/**
 * Who a request of the HTTP API is from, by the verified claims of its token; nothing else of the request counts. An e-mail
 * address that its provider has not verified is no name: anybody might have written it there.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html (read 2026-11)
 * @see OpenID Connect Core 1.0, 5.1: `email_verified`
 */
export function callerOf(event: unknown): Caller | undefined {
  const parsed = Authorized.safeParse(event);
  if (!parsed.success) return undefined;
  const { sub, email, email_verified: isVerified } = parsed.data.requestContext.authorizer.jwt.claims;
  const names: Caller["names"] = email !== undefined && String(isVerified) === "true" ? [email, sub] : [sub];
  return { via: "api", names };
}
