import { claimsOf, fakeIdentityEndpoint, type IdentityAnswer } from "./fake-identity.ts";

/** An event as it came to a bus. */
export interface PutEvent {
  readonly signedBy: string;
  readonly bus: string;
  readonly source: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Key of an item of the state table as DynamoDB has it on the wire. */
interface HubItem {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
}

/** AWS as a workload of another cloud meets it: STS, which takes a token, EventBridge, and the state table. */
export async function fakeHub(subject: string) {
  const events: PutEvent[] = [];
  const items: { readonly signedBy: string; readonly pk: string; readonly table: string }[] = [];
  const rows: HubItem[] = [];
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
      rows.push(Item);
      return { type: "application/x-amz-json-1.0", body: "{}" };
    }
    if (target.endsWith(".GetItem")) {
      const { Key } = JSON.parse(body) as { Key: HubItem };
      const Item = rows.find(({ pk, sk }) => pk.S === Key.pk.S && sk.S === Key.sk.S);
      return { type: "application/x-amz-json-1.0", body: JSON.stringify({ Item }) };
    }
    if (target.endsWith(".Query")) {
      const { ":pk": pk } = JSON.parse(body).ExpressionAttributeValues as Record<string, { S: string }>;
      queries.push({ signedBy, pk: pk?.S ?? "" });
      const Items = rows.filter((item) => item.pk.S === pk?.S);
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
  return { ...endpoint, events, items, queries, sessions };
}
