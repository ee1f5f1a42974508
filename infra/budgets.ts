import type { DeployedStage } from "./stage.ts";

/** Shares of a month's budget at which people are told: spent, or to be spent by the end of the month as it looks. */
const SPENT_PERCENT = [50, 80, 100] as const;
const FORECAST_PERCENT = 100;

/**
 * The month's budget, in each cloud the stage is deployed to, and AWS's own watch for days that cost more than usual. AWS's
 * budget is of the whole account: the hub has one of its own, and a filter by tag would be silent until somebody activates the tag.
 */
export function createBudgets(stage: DeployedStage, topicArn: $util.Input<string>): void {
  const { settings, name } = stage;
  const monthlyUsd = settings.budgetUsdPerMonth;
  const telling = {
    comparisonOperator: "GREATER_THAN",
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topicArn],
  };
  new aws.budgets.Budget("Budget", {
    name,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(monthlyUsd),
    limitUnit: "USD",
    notifications: [
      ...SPENT_PERCENT.map((threshold) => ({ ...telling, notificationType: "ACTUAL", threshold })),
      { ...telling, notificationType: "FORECASTED", threshold: FORECAST_PERCENT },
    ],
  });
  const monitor = new aws.costexplorer.AnomalyMonitor("CostMonitor", {
    name,
    monitorType: "CUSTOM",
    monitorSpecification: JSON.stringify({ Tags: { Key: "skylane:name", Values: [name], MatchOptions: ["EQUALS"] } }),
  });
  new aws.costexplorer.AnomalySubscription("CostAnomalies", {
    name,
    frequency: "IMMEDIATE",
    monitorArnLists: [monitor.arn],
    subscribers: [{ type: "SNS", address: topicArn }],
    thresholdExpression: {
      dimension: {
        key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        matchOptions: ["GREATER_THAN_OR_EQUAL"],
        // a tenth of a month, in one anomaly
        values: [String(monthlyUsd / 10)],
      },
    },
  });
  if (settings.azure) createAzureBudget(stage, settings.azure.subscriptionId);
  if (settings.gcp?.billingAccountId !== undefined)
    createGoogleBudget(stage, settings.gcp.billingAccountId, settings.gcp.projectNumber);
}

/** Azure tells the owners of the subscription, and the stage's mail address if it has one. */
function createAzureBudget({ name, settings }: DeployedStage, subscriptionId: string): void {
  const mail = settings.alarms.email;
  const notifications = [
    ...SPENT_PERCENT.map((threshold) => ({ threshold, thresholdType: "Actual" })),
    { threshold: FORECAST_PERCENT, thresholdType: "Forecasted" },
  ].map(({ threshold, thresholdType }) => [
    `${thresholdType.toLowerCase()}-${threshold}`,
    {
      enabled: true,
      operator: "GreaterThan",
      threshold,
      thresholdType,
      contactEmails: mail === undefined ? [] : [mail],
      contactRoles: ["Owner"],
    },
  ]);
  new azurenative.consumption.Budget(
    "AzureBudget",
    {
      budgetName: name,
      scope: `/subscriptions/${subscriptionId}`,
      category: "Cost",
      amount: settings.budgetUsdPerMonth,
      timeGrain: "Monthly",
      // Azure takes no month before the one in which the budget is made, and none is needed after
      timePeriod: { startDate: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` },
      notifications: Object.fromEntries(notifications),
    },
    { ignoreChanges: ["timePeriod"] },
  );
}

/** Google tells the administrators of the billing account; only they may make a budget, so it is made where that account is named. */
function createGoogleBudget({ name, settings }: DeployedStage, billingAccount: string, projectNumber: string): void {
  new gcp.billing.Budget("GoogleBudget", {
    billingAccount,
    displayName: name,
    amount: { specifiedAmount: { currencyCode: "USD", units: String(Math.ceil(settings.budgetUsdPerMonth)) } },
    budgetFilter: { projects: [`projects/${projectNumber}`] },
    thresholdRules: [
      ...SPENT_PERCENT.map((percent) => ({ thresholdPercent: percent / 100, spendBasis: "CURRENT_SPEND" })),
      { thresholdPercent: FORECAST_PERCENT / 100, spendBasis: "FORECASTED_SPEND" },
    ],
  });
}
