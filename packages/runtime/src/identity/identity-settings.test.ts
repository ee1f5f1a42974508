import { describe, expect, it } from "vitest";
import { loadSettings } from "../settings.ts";

const whole = {
  SKYLANE_AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/skylane-azure-probe",
  SKYLANE_AWS_AUDIENCE: "api://skylane-aws-prod",
  SKYLANE_AWS_TOKEN_FROM: "azure",
  SKYLANE_AZURE_TENANT_ID: "11111111-2222-3333-4444-555555555555",
  SKYLANE_AZURE_CLIENT_ID: "66666666-7777-8888-9999-000000000000",
  SKYLANE_GCP_PROVIDER: "projects/1/locations/global/workloadIdentityPools/skylane/providers/skylane-aws",
  SKYLANE_GCP_SERVICE_ACCOUNT: "skylane-observer@globalcart.iam.gserviceaccount.com",
};

describe("runtime/identity/identity-settings", () => {
  it("reads who it is in each cloud", () => {
    expect(loadSettings(whole)).toMatchObject({
      awsIdentity: {
        roleArn: "arn:aws:iam::111122223333:role/skylane-azure-probe",
        audience: "api://skylane-aws-prod",
        tokenFrom: "azure",
      },
      azureIdentity: { tenantId: whole.SKYLANE_AZURE_TENANT_ID, clientId: whole.SKYLANE_AZURE_CLIENT_ID },
      gcpIdentity: { provider: whole.SKYLANE_GCP_PROVIDER, serviceAccount: whole.SKYLANE_GCP_SERVICE_ACCOUNT },
    });
  });

  it("is nobody's where nothing is said", () => {
    const { awsIdentity, azureIdentity, gcpIdentity } = loadSettings({});

    expect([awsIdentity, azureIdentity, gcpIdentity]).toEqual([undefined, undefined, undefined]);
  });

  it.each(Object.keys(whole))("takes no half of an identity: without %s", (name) => {
    const { [name as keyof typeof whole]: _, ...half } = whole;

    expect(() => loadSettings(half)).toThrow(`${name}: is needed beside`);
  });

  it.each([
    ["SKYLANE_AWS_ROLE_ARN", "arn:aws:iam::111122223333:user/root"],
    ["SKYLANE_AWS_ROLE_ARN", "arn:aws:iam::*:role/skylane"],
    ["SKYLANE_AWS_TOKEN_FROM", "anybody"],
    ["SKYLANE_AZURE_TENANT_ID", "common"],
    ["SKYLANE_GCP_PROVIDER", "projects/me/locations/global/workloadIdentityPools/x/providers/y"],
    ["SKYLANE_GCP_SERVICE_ACCOUNT", "somebody@example.com/../admin"],
  ])("refuses %s=%s", (name, value) => {
    expect(() => loadSettings({ ...whole, [name]: value })).toThrow(name);
  });
});
