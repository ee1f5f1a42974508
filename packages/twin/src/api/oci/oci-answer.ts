import { createHash, randomUUID } from "node:crypto";
import type * as z from "zod";
import type { RestAnswer } from "../rest-api.ts";

/** Rows of a page where the caller says nothing, and at most (Oracle's "List" calls). */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1_000;
const RETRY_AFTER_SECONDS = 1;

const requestId = (): string => randomUUID().replaceAll("-", "").toUpperCase();

export const ociOk = (body: unknown, headers: Readonly<Record<string, string>> = {}): RestAnswer => ({
  statusCode: 200,
  headers: { "opc-request-id": requestId(), ...headers },
  body,
});

/** An error in Oracle's own form: `code` and `message` at the top. */
export const ociError = (
  statusCode: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): RestAnswer => ({ statusCode, headers: { "opc-request-id": requestId(), ...headers }, body: { code, message } });

/** Oracle does not tell whether something is absent or may not be seen. */
export const notFound = (): RestAnswer =>
  ociError(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.");
export const notAuthenticated = (): RestAnswer =>
  ociError(401, "NotAuthenticated", "The required information to complete authentication was not provided.");
export const throttled = (): RestAnswer =>
  ociError(429, "TooManyRequests", "Too many requests for the user", { "retry-after": String(RETRY_AFTER_SECONDS) });
export const invalid = (message: string): RestAnswer => ociError(400, "InvalidParameter", message);
export const invalidBody = ({ issues: [issue] }: z.ZodError): RestAnswer =>
  invalid(`${issue?.path.join(".") || "the body"}: ${issue?.message}`);
export const noEtagMatch = (): RestAnswer =>
  ociError(412, "NoEtagMatch", "The etag of the resource does not match that of the if-match header.");

/** A page of a list, with `opc-next-page` while there is more. The token belongs to one list only. */
export function ociPage(rows: readonly unknown[], query: URLSearchParams, path: string): RestAnswer {
  const limit = query.has("limit") ? Number(query.get("limit")) : DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    return invalid(`limit must be between 1 and ${MAX_LIMIT}`);
  const filters = [...query]
    .filter(([name]) => name !== "page" && name !== "limit")
    .map((pair) => pair.join("="))
    .sort();
  const mark = createHash("sha256")
    .update([path, ...filters].join("|"))
    .digest("hex")
    .slice(0, 12);
  const page = query.get("page");
  const [, pageMark, offset = ""] = /^(\w{12})-(\d{1,9})$/.exec(page ?? "") ?? [];
  if (page !== null && pageMark !== mark) return invalid("page is not a token of this list");
  const from = page === null ? 0 : Number(offset);
  const next = from + limit;
  return ociOk(rows.slice(from, next), next < rows.length ? { "opc-next-page": `${mark}-${next}` } : {});
}
