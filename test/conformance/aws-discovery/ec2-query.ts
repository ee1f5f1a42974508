/**
 * Calls EC2's query API of a server that does not look at signatures, and gives what stands in one element of the answer.
 * @throws Error with the answer if the call fails or the element is not there
 */
export async function ec2Query(
  url: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  element: string,
): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      // names the service and the Region; the rest is only there to have the right form
      authorization:
        "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=none",
    },
    body: new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters }),
  });
  const text = await answer.text();
  const found = new RegExp(`<${element}>([^<]+)</${element}>`).exec(text)?.[1];
  if (!answer.ok || found === undefined) throw new Error(`${action}: ${answer.status} ${text.slice(0, 500)}`);
  return found;
}
