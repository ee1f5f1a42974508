import { callJson, type HowToCall } from "../call-json.ts";

const SERVICE = "interconnect";

/** Where the API is: as AWS's SDKs are told, else its public address in the Region. */
export function interconnectEndpoint(regionId: string, environment: Readonly<Record<string, string | undefined>>): URL {
  const told = environment.AWS_ENDPOINT_URL_INTERCONNECT || environment.AWS_ENDPOINT_URL;
  return new URL(told || `https://${SERVICE}.${regionId}.api.aws`);
}

/** One call of AWS Interconnect, which has no SDK for Node yet: JSON 1.0. @throws JsonCallError, or what the connection fails with */
export const callInterconnect = (
  how: HowToCall,
  endpoint: URL,
  operation: "ListConnections",
  input: object,
  options?: { readonly abortSignal?: AbortSignal },
): Promise<unknown> =>
  callJson(
    how,
    {
      service: SERVICE,
      endpoint,
      target: `Interconnect.${operation}`,
      contentType: "application/x-amz-json-1.0",
      input,
    },
    options,
  );
