/** What a person does where Oracle's cloud cannot be signed in to. */
export const SIGN_IN =
  "run `oci setup config`, or set OCI_CONFIG_FILE and OCI_CONFIG_PROFILE to a configuration file and profile";

/** The configuration file is missing or not good; the message says what is wrong with it. */
export class OciConfigError extends Error {
  override readonly name = "OciConfigError";
}

/** Failures of the network have a cause with a code, as `ECONNREFUSED`, or are told in these words. */
export const isOfTheWire = (error: unknown): boolean =>
  error instanceof TypeError &&
  (error.message === "fetch failed" || typeof (error.cause as { code?: unknown } | undefined)?.code === "string");

/** What a failure says of itself, whatever threw it. */
export function factsOf(error: unknown): {
  readonly statusCode: number | undefined;
  readonly serviceCode: string | undefined;
  readonly name: string;
  readonly message: string;
} {
  const { statusCode, serviceCode, name, message } = (
    typeof error === "object" && error !== null ? error : {}
  ) as Record<string, unknown>;
  return {
    statusCode: typeof statusCode === "number" ? statusCode : undefined,
    serviceCode: typeof serviceCode === "string" ? serviceCode : undefined,
    name: typeof name === "string" ? name : "",
    message: typeof message === "string" ? message : String(error),
  };
}
