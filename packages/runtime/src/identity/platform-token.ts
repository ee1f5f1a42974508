import { cloudError } from "@skylane/clouds/identity";
import * as z from "zod";
import { jsonOf } from "../json-of.ts";

/** Both answer from the machine itself; one that takes longer is not coming. */
const TIMEOUT_MS = 3_000;

/** What the platform tells a process about the place where it gets its tokens. */
type Environment = Readonly<Record<string, string | undefined>>;

const ManagedIdentityToken = z.looseObject({ access_token: z.string().min(1) });

/**
 * A token of the function app's managed identity for `audience`, from the endpoint that Azure gives to each app. Asked for
 * without Azure's SDK, which is larger than all else a probe carries.
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference (read 2026-11)
 * @throws ERR_IDENTITY_UNAVAILABLE
 */
export async function azureToken(audience: string, environment: Environment): Promise<string> {
  const { IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_CLIENT_ID } = environment;
  if (!IDENTITY_ENDPOINT || !IDENTITY_HEADER)
    throw cloudError(
      "ERR_IDENTITY_UNAVAILABLE",
      "IDENTITY_ENDPOINT and IDENTITY_HEADER are not set: this is no function app with a managed identity; assign one, or leave SKYLANE_AWS_TOKEN_FROM out",
    );
  const url = new URL(IDENTITY_ENDPOINT);
  url.searchParams.set("api-version", "2019-08-01");
  url.searchParams.set("resource", audience);
  if (AZURE_CLIENT_ID) url.searchParams.set("client_id", AZURE_CLIENT_ID);
  const text = await ask(url, { "x-identity-header": IDENTITY_HEADER }, "the managed identity endpoint");
  const parsed = ManagedIdentityToken.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.access_token;
  throw cloudError("ERR_IDENTITY_UNAVAILABLE", "the managed identity endpoint answered without a token");
}

/**
 * An ID token of the function's service account for `audience`, from the metadata server; `GCE_METADATA_HOST` as in Google's
 * own libraries. @see https://cloud.google.com/run/docs/securing/service-identity#identity_tokens (read 2026-11)
 * @throws ERR_IDENTITY_UNAVAILABLE
 */
export async function googleToken(audience: string, environment: Environment): Promise<string> {
  const host = environment.GCE_METADATA_HOST || "metadata.google.internal";
  const url = new URL(`http://${host}/computeMetadata/v1/instance/service-accounts/default/identity`);
  url.searchParams.set("audience", audience);
  url.searchParams.set("format", "full");
  const text = (await ask(url, { "metadata-flavor": "Google" }, "the metadata server")).trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return text;
  throw cloudError("ERR_IDENTITY_UNAVAILABLE", "the metadata server answered without a token");
}

async function ask(url: URL, headers: Readonly<Record<string, string>>, who: string): Promise<string> {
  let status: number;
  let text: string;
  try {
    const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    status = answer.status;
    text = await answer.text();
  } catch (error) {
    throw cloudError("ERR_IDENTITY_UNAVAILABLE", `${who} does not answer`, { who }, error);
  }
  if (status === 200) return text;
  // what it says may hold parts of a token, and is not repeated
  throw cloudError(
    "ERR_IDENTITY_UNAVAILABLE",
    `${who} answered ${status}; is the identity assigned, and the audience known there?`,
    {
      who,
      status,
    },
  );
}
