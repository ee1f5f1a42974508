import { claimsOf, fakeIdentityEndpoint, type IdentityAnswer } from "./fake-identity.ts";

/** An event as it came to a bus. */
export interface PutEvent {
  readonly signedBy: string;
  readonly bus: string;
  readonly source: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An item of the state table as DynamoDB has it on the wire. */
export interface HubItem {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly doc: { readonly M: NonNullable<unknown> };
}

/** AWS as a workload of another cloud meets it: STS, which takes a token, EventBridge, and the state table with what is in it. */
export async function fakeHub(subject: string, kept: readonly HubItem[] = []) {
  const events: PutEvent[] = [];
  const items: { readonly signedBy: string; readonly pk: string; readonly table: string }[] = [];
  const docs: HubItem[] = [];
  const queries: { readonly signedBy: string; readonly pk: string }[] = [];
  const sessions: Readonly<Record<string, string>>[] = [];
  const xml = (action: string, body: string): IdentityAnswer => ({
    type: "text/xml",
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${body}</${action}Result></${action}Response>`,
  });
  const endpoint = await fakeIdentityEndpoint(({ headers, body }): IdentityAnswer => {
    const signedBy = /Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1] ?? "nobody";
    const target = String(headers["x-amz-target"] ?? "");
    if (target === "AWSEvents.PutEvents") {
      const { Entries } = JSON.parse(body) as {
        Entries: Record<"EventBusName" | "Source" | "DetailType" | "Detail", string>[];
      };
      for (const entry of Entries)
        events.push({
          signedBy,
          bus: entry.EventBusName,
          source: entry.Source,
          type: entry.DetailType,
          detail: JSON.parse(entry.Detail),
        });
      return { body: JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "1" })) }) };
    }
    if (target.endsWith(".PutItem")) {
      const { TableName, Item } = JSON.parse(body) as { TableName: string; Item: HubItem };
      items.push({ signedBy, table: TableName, pk: Item.pk.S });
      docs.push(Item);
      return { type: "application/x-amz-json-1.0", body: "{}" };
    }
    if (target.endsWith(".Query")) {
      const { ":pk": pk } = JSON.parse(body).ExpressionAttributeValues as Record<string, { S: string }>;
      queries.push({ signedBy, pk: pk?.S ?? "" });
      const Items = kept.filter((item) => item.pk.S === pk?.S);
      return { type: "application/x-amz-json-1.0", body: JSON.stringify({ Items, Count: Items.length }) };
    }
    const form = Object.fromEntries(new URLSearchParams(body));
    sessions.push(form);
    if (claimsOf(form.WebIdentityToken ?? "").sub !== subject)
      return { status: 403, body: "<ErrorResponse/>", type: "text/xml" };
    return xml(
      "AssumeRoleWithWebIdentity",
      "<Credentials><AccessKeyId>ASIAOUTPOST</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2036-11-20T23:00:00Z</Expiration></Credentials>",
    );
  });
  return { ...endpoint, events, items, docs, queries, sessions };
}
