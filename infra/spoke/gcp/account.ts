import policies from "../../cloud-policies.gen.json" with { type: "json" };
import { gcpProvisionRole } from "../../provision-roles.ts";
import { document, projectVariable, ref } from "./terraform.ts";

const { read, steer } = policies.gcp;
type Role = Pick<typeof read, "title" | "description" | "includedPermissions">;

const member =
  "^(serviceAccount:[^@/]+@[^@/]+\\\\.iam\\\\.gserviceaccount\\\\.com|principal://iam\\\\.googleapis\\\\.com/.+/subject/.+)$";

/** Who may do something: service accounts or subjects of an identity pool, each by itself; nobody unless named. */
const members = (name: string, description: string, more: object = {}) => ({
  [name]: {
    type: "set(string)",
    description: `${description}, as serviceAccount:<e-mail> or principal://…/subject/<subject>`,
    ...more,
    validation: {
      condition: ref(`alltrue([for one in var.${name} : can(regex("${member}", one))])`),
      error_message: "Name service accounts or subjects one by one, never a set of principals.",
    },
  },
});

const customRole = (roleId: string, { title, description, includedPermissions }: Role) => ({
  project: ref("var.project_id"),
  role_id: roleId,
  title,
  description,
  stage: "GA",
  permissions: includedPermissions,
});

const given = (role: string, variable: string) => ({
  for_each: ref(`var.${variable}`),
  project: ref("var.project_id"),
  role: ref(`google_project_iam_custom_role.${role}.id`),
  member: ref("each.value"),
});

/** `gcp.router-priority` as Terraform and as Google name it: `router_priority`, `skylaneRouterPriority`. */
const knobs = Object.entries(steer).map(([actuator, policy]) => {
  const words = actuator.replace("gcp.", "").split("-");
  const roleId = `skylane${words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("")}`;
  return { actuator, policy, name: words.join("_"), roleId };
});

/** Who reads what is asked for is granted on the dataset, by its owner. */
const billQuery: Role = {
  title: "Skylane asks for the bill",
  description: "Asks queries in the project with the billing export",
  includedPermissions: ["bigquery.jobs.create"],
};

/** Alarms on what is there whatever else is configured; a link that is up says 1. */
const alarms = {
  tunnel_down: {
    title: "Skylane: a VPN tunnel is down",
    metric: "vpn.googleapis.com/tunnel_established",
    resource: "vpn_gateway",
    aligner: "ALIGN_MIN",
  },
  interconnect_down: {
    title: "Skylane: an interconnect is down",
    metric: "interconnect.googleapis.com/network/interconnect/operational",
    resource: "interconnect",
    aligner: "ALIGN_FRACTION_TRUE",
  },
} as const;

const alarmPolicy = ({ title, metric, resource, aligner }: (typeof alarms)[keyof typeof alarms]) => ({
  project: ref("var.project_id"),
  display_name: title,
  combiner: "OR",
  conditions: [
    {
      display_name: title,
      condition_threshold: {
        filter: `metric.type = "${metric}" AND resource.type = "${resource}"`,
        comparison: "COMPARISON_LT",
        threshold_value: 1,
        duration: "0s",
        aggregations: [{ alignment_period: "60s", per_series_aligner: aligner }],
      },
    },
  ],
  notification_channels: [ref("google_monitoring_notification_channel.hub.id")],
});

/** What a customer applies in each project: roles for the hub's identities, and alarms of links sent to the hub's topic. */
export const gcpAccount = () =>
  document({
    variable: {
      ...projectVariable,
      alarm_topic: {
        type: "string",
        description: "The hub's topic for alarms: projects/<project>/topics/<topic>",
        validation: {
          condition: ref('can(regex("^projects/[^/]+/topics/[^/]+$", var.alarm_topic))'),
          error_message: "This must be projects/<project>/topics/<topic>.",
        },
      },
      ...members("observers", "Who may look at networks and routes"),
      ...Object.assign(
        {},
        ...knobs.map(({ name, actuator }) => members(`${name}_members`, `Who may turn ${actuator}`, { default: [] })),
      ),
      ...members("provisioners", "Who may build connections in this project", { default: [] }),
      ...members("bill_query_members", "Who may ask queries in this project, where its billing export is read", {
        default: [],
      }),
    },
    resource: {
      google_project_iam_custom_role: {
        observer: customRole("skylaneObserver", read),
        ...Object.fromEntries(knobs.map(({ name, policy, roleId }) => [name, customRole(roleId, policy)])),
        provisioner: customRole("skylaneProvisioner", gcpProvisionRole),
        bill_query: customRole("skylaneBillQuery", billQuery),
      },
      google_project_iam_member: {
        observer: given("observer", "observers"),
        ...Object.fromEntries(knobs.map(({ name }) => [name, given(name, `${name}_members`)])),
        provisioner: given("provisioner", "provisioners"),
        bill_query: given("bill_query", "bill_query_members"),
      },
      google_monitoring_notification_channel: {
        hub: {
          project: ref("var.project_id"),
          display_name: "Skylane",
          type: "pubsub",
          labels: { topic: ref("var.alarm_topic") },
        },
      },
      google_monitoring_alert_policy: Object.fromEntries(
        Object.entries(alarms).map(([name, alarm]) => [name, alarmPolicy(alarm)]),
      ),
    },
    output: {
      observer_role: { value: ref("google_project_iam_custom_role.observer.id") },
    },
  });
