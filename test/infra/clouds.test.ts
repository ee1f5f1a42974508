import { createHash } from "node:crypto";
import { eventSource, outposts } from "@skylane/core";
import { describe, expect, it } from "vitest";
import policies from "../../infra/cloud-policies.gen.json" with { type: "json" };
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };
import type { Resource, Stack } from "./harness/stack.ts";
import { stackOf, stacks } from "./harness/stages.ts";

const TENANT = "0b2c1f6e-52a4-4f7f-9d3a-0c6f3f4f1a10";
const GUID = "11111111-2222-4333-8444-555555555555"; // the principal of every managed identity of the harness
const UNIQUE_ID = "112233445566778899001"; // the number of every service account of it
/** Workloads that every stage has, and those of the networks that the sample stage names. */
const outpostNames = ["probe", "discover", "relay-alarm"] as const;
const VNETS = ["shop", "shop-eu"].map(
  (one) =>
    `azure//subscriptions/7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411/resourcegroups/shop/providers/microsoft.network/virtualnetworks/${one}`,
);
const NETWORKS = { azure: VNETS, gcp: ["gcp/projects/globalcart-prod/global/networks/shop"] } as const;
const idOf = (networkKey: string) => `prove-${createHash("sha256").update(networkKey).digest("hex").slice(0, 5)}`;
const isForeign = ({ type }: Resource): boolean => type.startsWith("azure-native:") || type.startsWith("gcp:");

/** Name and account of a stage. */
const placeOf = (stage: string) =>
  stage === "prod"
    ? { name: "skylane", accountId: "111122223333" }
    : { name: "skylane-test", accountId: "444455556666" };
const outpostRoles = (stack: Stack) => stack.roles().filter(({ name }) => name.startsWith("Outpost-"));
const hubRoles = (stack: Stack) => stack.roles().filter(({ name }) => name.startsWith("Hub-"));

describe.each(stacks())("other clouds of %s", (stage, stack) => {
  const { name, accountId } = placeOf(stage);
  const arn = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
  /** The other stage does not build. */
  const duties = ["observer", "actuator", ...(stage === "prod" ? ["provisioner"] : [])];
  const proversIn = (cloud: "azure" | "gcp") => (stage === "prod" ? NETWORKS[cloud] : []);
  const postedIn = (cloud: "azure" | "gcp") => [...outpostNames, ...proversIn(cloud).map(idOf)];

  /** Leave to do this with the items of one partition. */
  const itemsOf = (Sid: string, Action: string[], partition: string) => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource: [`arn:aws:dynamodb:us-east-1:${accountId}:table/${name}-state`],
    Condition: {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [partition] },
      Null: { "dynamodb:LeadingKeys": ["false"] },
    },
  });

  it("has a role at the hub for each workload of each cloud", () => {
    const wanted = (["azure", "gcp"] as const).flatMap((cloud) =>
      postedIn(cloud).map((id) => `${name}-${cloud}-${id}`),
    );

    expect(
      outpostRoles(stack)
        .map(({ inputs }) => inputs.name)
        .sort(),
    ).toEqual(wanted.sort());
  });

  it.each(outpostNames)("lets %s of Azure in by issuer, audience, subject and session, each exactly", (outpost) => {
    const role = stack.get("aws:iam/role:Role", `Outpost-azure-${outpost}`);
    const issuer = `sts.windows.net/${TENANT}/`;

    expect(stack.trustOf(role)).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: [`arn:aws:iam::${accountId}:oidc-provider/${issuer}`] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: [`api://${TENANT}/${name}-aws`],
            [`${issuer}:sub`]: [GUID],
            "sts:RoleSessionName": [`${name}-azure-${outpost}`],
          },
        },
      },
    ]);
    expect(stack.get("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "AzureTenant").inputs).toMatchObject({
      url: `https://${issuer}`,
      clientIdLists: [`api://${TENANT}/${name}-aws`],
    });
  });

  it.each(outpostNames)("lets %s of Google in by audience, account number and session, each exactly", (outpost) => {
    const role = stack.get("aws:iam/role:Role", `Outpost-gcp-${outpost}`);

    expect(stack.trustOf(role)).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: ["accounts.google.com"] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "accounts.google.com:oaud": [`${name}-aws`],
            "accounts.google.com:aud": [UNIQUE_ID],
            "accounts.google.com:sub": [UNIQUE_ID],
            "sts:RoleSessionName": [`${name}-gcp-${outpost}`],
          },
        },
      },
    ]);
  });

  it("makes no provider for Google, which IAM knows by itself", () => {
    const urls = stack.ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider").map(({ inputs }) => inputs.url);

    expect(urls.filter((url: string) => url.includes("google"))).toEqual([]);
  });

  it.each(outpostNames)("lets %s say its own events on the two buses, and nothing else", (outpost) => {
    for (const cloud of ["azure", "gcp"]) {
      const role = stack.get("aws:iam/role:Role", `Outpost-${cloud}-${outpost}`);
      const [say, ...rest] = stack.permissionsOf(role);

      expect(say).toEqual({
        Sid: "SayWhatIsItsOwn",
        Effect: "Allow",
        Action: ["events:PutEvents"],
        Resource: ["us-east-1", "us-west-2"].map((at) => `arn:aws:events:${at}:${accountId}:event-bus/${name}`),
        Condition: {
          StringEquals: {
            "events:source": [...new Set(outposts[outpost].says.map(eventSource))],
            "events:detail-type": [...outposts[outpost].says],
          },
        },
      });
      const items = {
        probe: [itemsOf("ReadWhatWasBuilt", ["dynamodb:Query"], "BUILT-GROUP")],
        discover: [itemsOf("HandInWhatItSaw", ["dynamodb:PutItem", "dynamodb:Query"], `INBOX#${cloud}`)],
        "relay-alarm": [],
      };
      expect(rest).toEqual(items[outpost]);
    }
  });

  it("lets a prover read what it is asked to measure from its own network, and answer there; it says nothing else", () => {
    for (const cloud of ["azure", "gcp"] as const)
      for (const key of proversIn(cloud)) {
        const role = stack.get("aws:iam/role:Role", `Outpost-${cloud}-${idOf(key)}`);

        expect(stack.permissionsOf(role)).toEqual([
          itemsOf("ReadWhatItIsAsked", ["dynamodb:Query"], `PROOF-REQUEST#${key}`),
          itemsOf("Answer", ["dynamodb:PutItem"], `PROOF-ANSWER#${key}`),
        ]);
        expect(stack.trustOf(role)).toMatchObject([
          { Condition: { StringEquals: { "sts:RoleSessionName": [`${name}-${cloud}-${idOf(key)}`] } } },
        ]);
      }
  });

  it("puts each prover into its network, tells it which that is, and lets nothing of Azure's or Google's be changed by it", () => {
    const apps = stack
      .ofType("azure-native:web:WebApp")
      .filter(({ inputs }) => inputs.virtualNetworkSubnetId !== undefined)
      .map(({ inputs }) => inputs);
    const told = (all: { name: string; value: string }[]) =>
      all.find((one) => one.name === "SKYLANE_PROVES_FROM")?.value;

    expect(apps.map(({ location, siteConfig }) => [location, told(siteConfig.appSettings)])).toEqual(
      stage === "prod"
        ? [
            ["eastus", VNETS[0]],
            ["westeurope", VNETS[1]],
          ]
        : [],
    );
    for (const { virtualNetworkSubnetId, siteConfig } of apps)
      expect(`azure/${virtualNetworkSubnetId.toLowerCase()}`).toBe(`${told(siteConfig.appSettings)}/subnets/provers`);
    const [prover, ...others] = stack
      .ofType("gcp:cloudfunctionsv2/function:Function")
      .filter(({ inputs }) => inputs.serviceConfig.directVpcNetworkInterfaces !== undefined);
    expect(others).toEqual([]);
    if (stage === "prod")
      expect(prover?.inputs).toMatchObject({
        location: "us-east4",
        buildConfig: { entryPoint: "prove" },
        serviceConfig: {
          directVpcNetworkInterfaces: [
            {
              network: "projects/globalcart-prod/global/networks/shop",
              subnetwork: "projects/globalcart-prod/regions/us-east4/subnetworks/provers",
            },
          ],
          directVpcEgress: "VPC_EGRESS_PRIVATE_RANGES_ONLY",
          environmentVariables: { SKYLANE_PROVES_FROM: NETWORKS.gcp[0] },
        },
      });
    else expect(prover).toBeUndefined();
  });

  it("is known elsewhere by a role for each duty, assumed by exactly the functions with its duty", () => {
    const ports = Object.entries(functionPorts as Readonly<Record<string, readonly string[]>>);
    const acting = ports.filter(([, has]) => has.includes("steering") || has.includes("faultTests"));
    const looking = ports.filter(
      ([, has]) =>
        ["surveyor", "meter", "usage", "billReader"].some((one) => has.includes(one)) && !has.includes("steering"),
    );
    const building = ports.filter(([, has]) => has.includes("provisioning"));

    for (const [duty, functions] of [
      ["observer", looking],
      ["actuator", acting],
      ...(stage === "prod" ? [["provisioner", building] as const] : []),
    ] as const) {
      const role = stack.get("aws:iam/role:Role", `Hub-${duty}`);
      const wanted = functions.flatMap(([one]) => ["us-east-1", "us-west-2"].map((at) => arn(`${name}-${one}-${at}`)));
      const [trust, ...others] = stack.trustOf(role);

      expect(role.inputs.name).toBe(`${name}-hub-${duty}`);
      expect(others).toEqual([]);
      expect(trust?.Action).toEqual(["sts:AssumeRole"]);
      expect(trust?.Principal?.AWS?.toSorted()).toEqual(wanted.sort());
      expect(wanted.length).toBeGreaterThan(0);
    }
  });

  it("asks for tokens of minutes, for those two clouds only", () => {
    expect(hubRoles(stack)).toHaveLength(duties.length);
    for (const role of hubRoles(stack))
      expect(stack.permissionsOf(role)).toEqual([
        {
          Sid: "TokensForOtherClouds",
          Effect: "Allow",
          Action: ["sts:GetWebIdentityToken"],
          Resource: ["*"],
          Condition: {
            "ForAllValues:StringEquals": {
              "sts:IdentityTokenAudience": [
                "api://AzureADTokenExchange",
                `//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/${name}/providers/skylane-aws`,
              ],
            },
            Null: { "sts:IdentityTokenAudience": ["false"] },
            NumericLessThanEquals: { "sts:DurationSeconds": ["300"] },
          },
        },
      ]);
  });

  it("lets no role that another cloud can take be matched by a pattern", () => {
    for (const role of [...outpostRoles(stack), ...hubRoles(stack)])
      for (const statement of stack.trustOf(role)) {
        expect(Object.keys(statement.Condition ?? {}).filter((test) => test !== "StringEquals")).toEqual([]);
        expect(JSON.stringify(statement)).not.toContain("*");
        expect(Object.values(statement.Principal ?? {}).flat()).not.toContain(`arn:aws:iam::${accountId}:root`);
      }
  });

  it("is trusted by Azure as an identity a duty, each by issuer, subject and the one audience", () => {
    const trusts = stack
      .ofType("azure-native:managedidentity:FederatedIdentityCredential")
      .filter(({ inputs }) => inputs.federatedIdentityCredentialResourceName === "hub");

    expect(trusts.map(({ inputs }) => inputs)).toMatchObject(
      duties.map((duty) => ({
        resourceName: `${name}-${duty}`,
        issuer: expect.stringMatching(/^https:\/\/[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws$/),
        subject: arn(`${name}-hub-${duty}`),
        audiences: ["api://AzureADTokenExchange"],
      })),
    );
  });

  it("is trusted by Google as a subject a duty of a pool that takes no others", () => {
    const provider = stack.get("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "GcpProvider");
    const pool = `projects/123456789012/locations/global/workloadIdentityPools/${name}`;

    expect(provider.inputs).toMatchObject({
      attributeMapping: { "google.subject": "assertion.sub" },
      attributeCondition: `assertion.sub in [${duties.map((duty) => `"${arn(`${name}-hub-${duty}`)}"`).join(", ")}]`,
      oidc: { allowedAudiences: [`//iam.googleapis.com/${pool}/providers/skylane-aws`] },
    });
    const members = stack
      .ofType("gcp:serviceaccount/iAMMember:IAMMember")
      .filter(({ inputs }) => inputs.serviceAccountId !== `projects/globalcart-prod/serviceAccounts/${name}-deploy`);
    expect(members.map(({ inputs }) => inputs)).toMatchObject(
      duties.map((duty) => ({
        serviceAccountId: expect.stringContaining(`${name}-${duty}`),
        role: "roles/iam.workloadIdentityUser",
        member: `principal://iam.googleapis.com/${pool}/subject/${arn(`${name}-hub-${duty}`)}`,
      })),
    );
  });

  it("tells each function of the hub who it is elsewhere, and those without a duty nothing", () => {
    const withIdentity = stack
      .ofType("aws:lambda/function:Function")
      .filter(({ inputs }) => inputs.environment?.variables?.SKYLANE_FEDERATION_ROLE_ARN !== undefined);

    expect(withIdentity.length).toBeGreaterThan(2);
    for (const { inputs } of withIdentity) {
      const functionName = String(inputs.name).slice(name.length + 1);
      const ports: readonly string[] = functionPorts[functionName as keyof typeof functionPorts];
      const acts = ports.includes("steering") || ports.includes("faultTests");
      const duty = ports.includes("provisioning") ? "provisioner" : acts ? "actuator" : "observer";
      expect(duties).toContain(duty);
      const looks = ["surveyor", "meter", "usage", "billReader"].some((one) => ports.includes(one));
      expect(looks || duty !== "observer").toBe(true);
      expect(inputs.environment.variables).toMatchObject({
        SKYLANE_FEDERATION_ROLE_ARN: arn(`${name}-hub-${duty}`),
        SKYLANE_AZURE_TENANT_ID: TENANT,
        SKYLANE_AZURE_CLIENT_ID: expect.any(String),
        SKYLANE_GCP_SERVICE_ACCOUNT: expect.stringContaining(`${name}-${duty}@`),
      });
    }
  });

  it("holds no key, connection string or password anywhere in the other clouds", () => {
    const told = JSON.stringify(stack.resources.filter(isForeign).map(({ inputs }) => inputs));

    expect(told).not.toMatch(
      /AccountKey|DefaultEndpointsProtocol|SharedAccessSignature|sig=|client_?secret|password|BEGIN [A-Z ]*PRIVATE/i,
    );
    expect(
      stack.resources.map(({ type }) => type).filter((type) => /serviceaccount\/key|listKeys|Secret/i.test(type)),
    ).toEqual([]);
    for (const { inputs } of stack.ofType("azure-native:storage:StorageAccount"))
      expect(inputs).toMatchObject({
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
      });
  });

  it("gives each function app an identity, a plan and a storage account that no other has", () => {
    const apps = stack.ofType("azure-native:web:WebApp").map(({ inputs }) => inputs);
    const identityOf = ({ identity }: (typeof apps)[number]) => identity.userAssignedIdentities;

    expect(apps).toHaveLength(postedIn("azure").length);
    expect(new Set(apps.map(({ serverFarmId }) => serverFarmId)).size).toBe(apps.length);
    expect(new Set(apps.flatMap(identityOf)).size).toBe(apps.length);
    const storages = apps.map(({ functionAppConfig }) => functionAppConfig.deployment.storage.value);
    expect(new Set(storages).size).toBe(apps.length);
    for (const app of apps) {
      const settings = Object.fromEntries(
        app.siteConfig.appSettings.map((one: { name: string; value: string }) => [one.name, one.value]),
      );
      expect(app).toMatchObject({ httpsOnly: true, identity: { type: "UserAssigned" } });
      expect(app.functionAppConfig).toMatchObject({
        runtime: { name: "node", version: "22" },
        scaleAndConcurrency: { instanceMemoryMB: 512 },
        deployment: { storage: { authentication: { type: "UserAssignedIdentity" } } },
      });
      expect(settings).toMatchObject({
        AzureWebJobsStorage__credential: "managedidentity",
        SKYLANE_AWS_TOKEN_FROM: "azure",
        SKYLANE_AWS_AUDIENCE: `api://${TENANT}/${name}-aws`,
      });
      expect(
        Object.keys(settings).filter((key) => /^AzureWebJobsStorage$|APPINSIGHTS|APPLICATIONINSIGHTS/.test(key)),
      ).toEqual([]);
    }
    for (const what of ["Scm", "Ftp"])
      expect(stack.ofType(`azure-native:web:WebApp${what}Allowed`).map(({ inputs }) => inputs.allow)).toEqual(
        apps.map(() => false),
      );
  });

  it("gives rights over Azure's networks to who looks and who acts, and none to who probes or relays", () => {
    const roles = stack.ofType("azure-native:authorization:RoleDefinition");
    const assignments = stack.ofType("azure-native:authorization:RoleAssignment").map((one) => one.name);

    expect(roles.map(({ inputs }) => inputs.permissions[0].actions)).toContainEqual(policies.azure.read.Actions);
    expect(JSON.stringify(roles.map(({ inputs }) => inputs.permissions))).not.toContain("*");
    expect(assignments.filter((one) => one.startsWith("AzureRead"))).toEqual([
      "AzureRead-discover",
      "AzureRead-observer",
    ]);
    expect(
      assignments.filter((one) => /probe|relay|prove-/.test(one)).every((one) => one.endsWith("StorageRole")),
    ).toBe(true);
  });

  it("gives rights over Google's networks to who looks and who acts, and none to who probes or relays", () => {
    const roles = stack.ofType("gcp:projects/iAMCustomRole:IAMCustomRole");
    const members = stack.ofType("gcp:projects/iAMMember:IAMMember");

    expect(roles.map(({ inputs }) => inputs.permissions)).toContainEqual(policies.gcp.read.includedPermissions);
    expect(JSON.stringify(roles)).not.toContain('"*');
    expect(
      members
        .map(({ inputs }) => inputs.member)
        .filter((one: string) => /-(probe|relay-alarm|caller|prove-\w+)@/.test(one)),
    ).toEqual([]);
    for (const { inputs } of members) expect(inputs.role).not.toMatch(/^roles\/(owner|editor|viewer)$/);
  });

  it("builds in other clouds only where the stage says so, and in Azure only in the resource groups it names", () => {
    const inAzure = stack.ofType("azure-native:authorization:RoleAssignment").filter(({ name: one }) => {
      return one.startsWith("AzureProvision");
    });
    const inGoogle = stack.ofType("gcp:projects/iAMMember:IAMMember").filter(({ name: one }) => {
      return one.startsWith("GcpProvision");
    });
    const actions = Object.values(policies.azure.provision).flatMap(({ Actions }) => Actions);

    expect(inAzure.map(({ inputs }) => inputs.scope)).toEqual(
      stage === "prod"
        ? ["/subscriptions/7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411/resourceGroups/globalcart-connectivity"]
        : [],
    );
    expect(inGoogle.map(({ inputs }) => inputs.member)).toEqual(
      stage === "prod" ? [expect.stringContaining(`serviceAccount:${name}-provisioner@`)] : [],
    );
    const made = stack
      .ofType("azure-native:authorization:RoleDefinition")
      .filter(({ name: one }) => one === "AzureProvision");
    expect(made.map(({ inputs }) => inputs.permissions[0].actions)).toEqual(
      stage === "prod" ? [[...new Set(actions)].sort()] : [],
    );
    expect(stack.resources.filter(({ name: one }) => /provisioner/i.test(one)).length > 0).toBe(stage === "prod");
  });

  it("lets one caller of the project into Google's functions, and nobody from outside", () => {
    const made = stack.ofType("gcp:cloudfunctionsv2/function:Function");

    expect(made.map(({ inputs }) => inputs.name)).toEqual(
      [...outpostNames.flatMap((outpost) => outposts[outpost].functions), ...proversIn("gcp").map(idOf)].map(
        (one) => `${name}-${one}`,
      ),
    );
    for (const { inputs } of made)
      expect(inputs.serviceConfig).toMatchObject({
        ingressSettings: "ALLOW_INTERNAL_ONLY",
        maxInstanceRequestConcurrency: 1,
        timeoutSeconds: expect.any(Number),
        availableMemory: "512M",
        serviceAccountEmail: expect.not.stringContaining("compute@developer"),
      });
    const invokers = stack.ofType("gcp:cloudrunv2/serviceIamMember:ServiceIamMember").map(({ inputs }) => inputs);
    expect(invokers).toHaveLength(made.length);
    for (const { role, member } of invokers) {
      expect(role).toBe("roles/run.invoker");
      expect(member).toMatch(new RegExp(`^serviceAccount:${name}-caller@`));
    }
  });

  it("calls Google's probe and provers each minute without trying again, with a token made out to it", () => {
    const jobs = stack.ofType("gcp:cloudscheduler/job:Job").map(({ inputs }) => inputs);

    expect(jobs.map(({ schedule }) => schedule)).toEqual([
      "* * * * *",
      "0 * * * *",
      ...proversIn("gcp").map(() => "* * * * *"),
    ]);
    for (const { retryConfig, httpTarget } of jobs) {
      expect(retryConfig).toEqual({ retryCount: 0 });
      expect(httpTarget.oidcToken.audience).toBe(httpTarget.uri);
    }
  });

  it("keeps what could not be delivered, in both clouds", () => {
    const [events] = stack.ofType("azure-native:eventgrid:SystemTopicEventSubscription").map(({ inputs }) => inputs);
    expect(events?.deadLetterWithResourceIdentity.deadLetterDestination).toMatchObject({ endpointType: "StorageBlob" });
    expect(events?.retryPolicy).toEqual({ eventTimeToLiveInMinutes: 60, maxDeliveryAttempts: 10 });

    const pushed = stack.ofType("gcp:pubsub/subscription:Subscription").filter(({ inputs }) => inputs.pushConfig);
    expect(pushed).toHaveLength(2);
    for (const { inputs } of pushed) {
      expect(inputs.deadLetterPolicy).toMatchObject({ deadLetterTopic: expect.any(String), maxDeliveryAttempts: 10 });
      expect(inputs.pushConfig.oidcToken.serviceAccountEmail).toMatch(new RegExp(`^${name}-caller@`));
    }
  });
});

describe("Azure's alarms", () => {
  it("come in with a token of Azure Monitor's where the stage names an app registration, and not at all where it does not", () => {
    const [prod, test] = [stackOf("prod"), stackOf("test")];

    const entrance = prod.get("azure-native:web:WebAppAuthSettingsV2", "AzureAlarmEntrance").inputs;
    expect(entrance.globalValidation).toEqual({
      requireAuthentication: true,
      unauthenticatedClientAction: "Return401",
    });
    expect(entrance.identityProviders.azureActiveDirectory.validation).toEqual({
      allowedAudiences: ["api://9f8e7d6c-5b4a-4321-8765-0fedcba98765"],
      defaultAuthorizationPolicy: { allowedApplications: ["461e8683-5575-4561-ac7f-899cc907d62a"] },
    });
    const [receiver] = prod.get("azure-native:monitor:ActionGroup", "AzureAlarms").inputs.webhookReceivers;
    expect(receiver).toMatchObject({ useAadAuth: true, useCommonAlertSchema: true });
    expect(receiver.serviceUri).not.toContain("code=");
    expect(test.ofType("azure-native:monitor:ActionGroup")).toEqual([]);
  });
});
