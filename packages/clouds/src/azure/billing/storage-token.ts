import { DefaultAzureCredential } from "@azure/identity";

const SCOPE = "https://storage.azure.com/.default";

/** Tokens to read blobs with, of whoever the vendor's chain of credentials says this is; kept until they end. */
export function azureStorageToken(): () => Promise<string> {
  const credential = new DefaultAzureCredential();
  return async () => (await credential.getToken(SCOPE)).token;
}
