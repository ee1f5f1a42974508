import type { IntentRequest, SeenService } from "@skylane/core";

/** The host name that a request says its destination by, and what it means at the source today. */
export interface AskedName {
  /** In lower case. */
  readonly host: string;
  /** What the resolver of the source's network answers; empty = there is no such name; absent = it could not be asked. */
  readonly addresses?: readonly string[] | undefined;
}

/** The host name that a request says its destination by; `undefined` = it says another name of it, or none. */
export function askedHost(
  request: Pick<IntentRequest, "text" | "slots" | "answers">,
  { dnsName }: Pick<SeenService, "dnsName">,
): string | undefined {
  const host = dnsName?.toLowerCase();
  if (host === undefined || host === "") return undefined;
  const said = [request.text, request.slots?.destination?.name, request.answers.destination];
  return said.some((one) => one?.toLowerCase().includes(host)) ? host : undefined;
}

/** Names that the world's own servers never hold: for inside use (ICANN resolution 2024.07.29.06, RFC 6762, RFC 8375, RFC 6761). */
const INSIDE_ONLY = /\.(internal|local|localdomain|lan|home|corp|private|intranet|home\.arpa|test|example|invalid)$/;
/** Names that the world is told with the address inside (Amazon RDS user guide, "Hiding a DB instance in a VPC"). */
const TOLD_TO_ALL = /\.rds\.amazonaws\.com$/;

/** Whether a name has to be made at the source, and what that hides there. */
export type NameNeed =
  | { readonly kind: "known" }
  | { readonly kind: "missing"; readonly hides?: "an answer" | "maybe an answer" };

/** What has to be done so that a name leads to `ip`; where nobody could ask, what kind of name it is decides. */
export function nameNeed({ host, addresses }: AskedName, ip: string): NameNeed {
  if (addresses !== undefined) {
    if (addresses.length === 0) return { kind: "missing" };
    return addresses.every((one) => one === ip) ? { kind: "known" } : { kind: "missing", hides: "an answer" };
  }
  if (TOLD_TO_ALL.test(host)) return { kind: "known" };
  return INSIDE_ONLY.test(host) ? { kind: "missing" } : { kind: "missing", hides: "maybe an answer" };
}
