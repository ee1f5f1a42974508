import type { GcpFunctions } from "./gcp-functions.ts";
import { postedIn } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** What the notices of a project need. */
interface NoticeContext {
  readonly stage: DeployedStage;
  readonly projectId: string;
  readonly projectNumber: string;
  readonly region: string;
  readonly functions: GcpFunctions;
}

/** Methods that change a network, in the audit log of its services. */
const CHANGES = [
  'log_id("cloudaudit.googleapis.com/activity")',
  'protoPayload.serviceName=("compute.googleapis.com" OR "networkconnectivity.googleapis.com")',
  'protoPayload.methodName=~"\\.(insert|patch|update|delete|add[A-Z]|remove[A-Z]|set[A-Z])"',
  'NOT protoPayload.methodName=~"\\.(instances|disks|images|snapshots)\\."',
].join(" AND ");

/** Cloud Scheduler to the probe and to provers each minute and to discovery each hour, with a token for the one caller. */
export function createGcpSchedules({ stage, region, functions: { services, caller } }: NoticeContext): void {
  const job = (name: string, schedule: string, attemptDeadline: string) => {
    const target = services[name];
    if (!target) return;
    new gcp.cloudscheduler.Job(`Gcp-${name}-Schedule`, {
      name: `${stage.name}-${name}`,
      region,
      schedule,
      timeZone: "Etc/UTC",
      attemptDeadline,
      retryConfig: { retryCount: 0 }, // a burst or a look that comes late is worth less than the next
      httpTarget: {
        uri: target.url,
        httpMethod: "POST",
        oidcToken: { serviceAccountEmail: caller.email, audience: target.url },
      },
    });
  };
  job("probe", "* * * * *", "90s");
  job("discover", "0 * * * *", "320s");
  for (const { id, network } of postedIn(stage, "gcp")) if (network) job(id, "* * * * *", "180s");
}

/**
 * Changes of the network by the audit log, and alarms of Cloud Monitoring, each by a topic to its function. What a function does
 * not take is tried again for an hour and then kept for a week in a topic of its own.
 */
export function createGcpNotices(context: NoticeContext): void {
  const { stage, projectId, projectNumber } = context;
  const letters = new gcp.pubsub.Topic("GcpDeadLetters", { name: `${stage.name}-dead-letters` });
  new gcp.pubsub.Subscription("GcpDeadLettersKept", {
    name: `${stage.name}-dead-letters`,
    topic: letters.name,
    messageRetentionDuration: "604800s",
    expirationPolicy: { ttl: "" },
  });
  mayPublish("GcpDeadLetterPostman", letters, pubsubAgent(projectNumber));

  const changes = createNotice(context, letters, "changes", "discover-on-change");
  const sink = new gcp.logging.ProjectSink("GcpChanges", {
    name: `${stage.name}-changes`,
    destination: $interpolate`pubsub.googleapis.com/${changes.id}`,
    filter: CHANGES,
    uniqueWriterIdentity: true,
  });
  mayPublish("GcpChangesWriter", changes, sink.writerIdentity);

  const alarms = createNotice(context, letters, "alarms", "relay-alarm");
  new gcp.monitoring.NotificationChannel("GcpAlarms", {
    displayName: `${stage.name} alarms`,
    type: "pubsub",
    labels: { topic: $interpolate`projects/${projectId}/topics/${alarms.name}` },
  });
  mayPublish(
    "GcpAlarmsWriter",
    alarms,
    `serviceAccount:service-${projectNumber}@gcp-sa-monitoring-notification.iam.gserviceaccount.com`,
  );
}

function createNotice(
  { stage, projectId, projectNumber, functions: { services, caller } }: NoticeContext,
  letters: gcp.pubsub.Topic,
  name: string,
  target: string,
) {
  const topic = new gcp.pubsub.Topic(`Gcp-${name}-Topic`, { name: `${stage.name}-${name}` });
  const url = services[target]?.url ?? "";
  const subscription = new gcp.pubsub.Subscription(`Gcp-${name}-Subscription`, {
    name: `${stage.name}-${target}`,
    topic: topic.name,
    ackDeadlineSeconds: 320,
    messageRetentionDuration: "3600s",
    expirationPolicy: { ttl: "" },
    retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
    deadLetterPolicy: { deadLetterTopic: letters.id, maxDeliveryAttempts: 10 },
    // the functions framework reads the topic's name from the path
    pushConfig: {
      pushEndpoint: $interpolate`${url}/projects/${projectId}/topics/${topic.name}`,
      oidcToken: { serviceAccountEmail: caller.email, audience: url },
    },
  });
  // Pub/Sub itself moves what is dead, and for that must be able to take it
  new gcp.pubsub.SubscriptionIAMMember(`Gcp-${name}-Mover`, {
    subscription: subscription.name,
    role: "roles/pubsub.subscriber",
    member: pubsubAgent(projectNumber),
  });
  return topic;
}

/** Google's own agent of Pub/Sub in the project. */
const pubsubAgent = (projectNumber: string): string =>
  `serviceAccount:service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;

const mayPublish = (logicalName: string, topic: gcp.pubsub.Topic, member: $util.Input<string>) =>
  new gcp.pubsub.TopicIAMMember(logicalName, { topic: topic.name, role: "roles/pubsub.publisher", member });
