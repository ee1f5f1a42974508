import { XMLParser } from "fast-xml-parser";

const VERSIONS = { cloudformation: "2010-05-15", iam: "2010-05-08" } as const;
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === "member" });

/**
 * Calls one of AWS's query APIs at a server that does not look at signatures, and gives the result's element as an object.
 * @throws Error with the answer if the call fails
 */
export async function awsQuery(
  url: string,
  service: keyof typeof VERSIONS,
  regionId: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      // names the service and the Region; the rest is only there to have the right form
      authorization: `AWS4-HMAC-SHA256 Credential=testing/20260101/${regionId}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Action: action, Version: VERSIONS[service], ...parameters }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${text.slice(0, 500)}`);
  const parsed = parser.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return (parsed[`${action}Response`]?.[`${action}Result`] ?? {}) as Readonly<Record<string, unknown>>;
}
