import { document, projectVariable, ref } from "./terraform.ts";

/** An account that Skylane is in this cloud, and the hub's roles on AWS that may become it; each by its whole ARN. */
const identity = (id: "observer" | "actuator" | "provisioner", says: string) => ({
  account: {
    project: ref("var.project_id"),
    account_id: `skylane-${id}`,
    display_name: `Skylane: ${says}`,
  },
  federation: {
    for_each: ref(`var.hub_${id}_role_arns`),
    service_account_id: ref(`google_service_account.${id}.name`),
    role: "roles/iam.workloadIdentityUser",
    member: `principal://iam.googleapis.com/${ref("google_iam_workload_identity_pool.skylane.name")}/subject/${ref("each.value")}`,
  },
});
const observer = identity("observer", "looks at networks");
const actuator = identity("actuator", "changes routes");
const provisioner = identity("provisioner", "builds connections");

const roleArns = (says: string, more: object = {}) => ({
  type: "set(string)",
  description: `Roles of the hub's functions that ${says}, by ARN`,
  ...more,
});

/**
 * Who Skylane is in Google Cloud, once for all projects, where the hub runs on AWS alone: AWS signs a token for a function's
 * role, and the pool takes it. No key is made. A subject is 127 characters at most.
 * @see https://docs.cloud.google.com/iam/docs/workload-identity-federation (read 2026-11)
 */
export const gcpIdentity = () =>
  document({
    variable: {
      ...projectVariable,
      issuer: {
        type: "string",
        description: "Issuer of the hub's AWS account: aws iam get-outbound-web-identity-federation-info",
        validation: {
          condition: ref(
            'can(regex("^https://[a-z0-9-]+\\\\.tokens\\\\.sts\\\\.global\\\\.api\\\\.aws$", var.issuer))',
          ),
          error_message: "This must be the https address that AWS gives for outbound identity federation.",
        },
      },
      hub_account_id: { type: "string", description: "Number of the hub's AWS account" },
      hub_observer_role_arns: roleArns("look"),
      hub_actuator_role_arns: roleArns("change routes; none unless named", { default: [] }),
      hub_provisioner_role_arns: roleArns("build connections; none unless named", { default: [] }),
    },
    resource: {
      google_iam_workload_identity_pool: {
        skylane: { project: ref("var.project_id"), workload_identity_pool_id: "skylane", display_name: "Skylane" },
      },
      google_iam_workload_identity_pool_provider: {
        aws: {
          project: ref("var.project_id"),
          workload_identity_pool_id: ref("google_iam_workload_identity_pool.skylane.workload_identity_pool_id"),
          workload_identity_pool_provider_id: "aws",
          attribute_mapping: { "google.subject": "assertion.sub" },
          attribute_condition: `assertion.sub.startsWith('arn:aws:iam::${ref("var.hub_account_id")}:role/')`,
          oidc: { issuer_uri: ref("var.issuer") },
        },
      },
      google_service_account: {
        observer: observer.account,
        actuator: actuator.account,
        provisioner: provisioner.account,
      },
      google_service_account_iam_member: {
        observer: observer.federation,
        actuator: actuator.federation,
        provisioner: provisioner.federation,
      },
    },
    output: {
      provider: { value: ref("google_iam_workload_identity_pool_provider.aws.name") },
      observer: { value: ref("google_service_account.observer.email") },
      actuator: { value: ref("google_service_account.actuator.email") },
      provisioner: { value: ref("google_service_account.provisioner.email") },
    },
  });
