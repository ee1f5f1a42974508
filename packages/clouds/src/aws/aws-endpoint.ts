/**
 * Where a service is: as AWS's SDKs are told, by `AWS_ENDPOINT_URL_<variable>` or for all services, else its public address in the
 * Region. @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html (read 2026-11)
 */
export function awsEndpoint(
  service: string,
  variable: string,
  regionId: string,
  environment: Readonly<Record<string, string | undefined>>,
): URL {
  const told = environment[`AWS_ENDPOINT_URL_${variable}`] || environment.AWS_ENDPOINT_URL;
  return new URL(told || `https://${service}.${regionId}.amazonaws.com`);
}
