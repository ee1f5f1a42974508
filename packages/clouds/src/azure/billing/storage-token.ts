import type { Federation } from "../../_shared/identity/federation.ts";

const SCOPE = "https://storage.azure.com/.default";

/** Tokens to read blobs with, of the federated identity if there is one, or of whoever the vendor's chain of credentials says this is; kept until they end. */
export async function azureStorageToken(federation?: Federation): Promise<() => Promise<string>> {
  const credential = await credentialOf(federation);
  return async () => (await credential.getToken(SCOPE)).token;
}

async function credentialOf(federation: Federation | undefined) {
  if (federation?.azure) {
    const { federatedCredential } = await import("../discover/federated-credential.ts");
    return federatedCredential(federation, federation.azure, undefined);
  }
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}
