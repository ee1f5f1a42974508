import { workflows } from "@skylane/core";
import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import { type NoticeRule, noticesOf, wordNotice } from "./notice-rules.ts";

type Text = $util.Input<string>;

/** Where a notice comes from and goes to. */
export interface NoticeRoute {
  readonly busName: Text;
  readonly topicArn: Text;
  /** Queue of what the topic would not take. */
  readonly deadLetterArn: Text;
}

/** A day: what happened is worth knowing then, too. */
const RETRY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** Tells the topic of every event that a person should know of. */
export function createNotices(region: RegionContext, route: NoticeRoute): void {
  const { stateMachine } = arnsOf(placeOf(region));
  for (const notice of noticesOf({ workflowArns: workflows.map(stateMachine) }))
    tellTopic(region, notice, createNoticeRule(region, notice, route, "ENABLED"), route);
}

/** The rule of a notice, on its bus, without a target. */
export function createNoticeRule(
  region: RegionContext,
  { name, says, pattern, isOnDefaultBus }: NoticeRule,
  { busName }: NoticeRoute,
  state: "ENABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
) {
  const { stage, provider } = region;
  return new aws.cloudwatch.EventRule(
    logicalName(region, `${name}-rule`),
    {
      ...(!isOnDefaultBus && { eventBusName: busName }),
      name: `${stage.name}-${name}`,
      description: says.slice(0, 512),
      eventPattern: JSON.stringify(pattern),
      state,
    },
    { provider },
  );
}

/** Hands what the rule finds to the topic, as a sentence. */
export function tellTopic(
  region: RegionContext,
  notice: NoticeRule,
  rule: { readonly name: Text },
  { busName, topicArn, deadLetterArn }: NoticeRoute,
): void {
  new aws.cloudwatch.EventTarget(
    logicalName(region, `${notice.name}-told`),
    {
      ...(!notice.isOnDefaultBus && { eventBusName: busName }),
      rule: rule.name,
      targetId: "told",
      arn: topicArn,
      inputTransformer: {
        inputPaths: { ...notice.shows },
        inputTemplate: JSON.stringify(wordNotice(`${region.stage.name} in ${region.regionId}`, notice)),
      },
      retryPolicy: RETRY,
      deadLetterConfig: { arn: deadLetterArn },
    },
    { provider: region.provider },
  );
}
