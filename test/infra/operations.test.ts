import { functions, logMetrics, PageSignIn, workflows } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { auditRules } from "../../infra/audit-rules.ts";
import { awsMetrics } from "../../infra/aws-metrics.ts";
import { chainFunctions } from "../../infra/chain-functions.ts";
import { noticesOf } from "../../infra/notice-rules.ts";
import { forwarded } from "../../infra/spoke/aws/patterns.ts";
import { cloudWatchAlarm } from "../../packages/clouds/src/aws/alarms/fixture.ts";
import { compilePattern, matchesPattern } from "../../packages/local/src/patterns/index.ts";
import { type Resource, type Stack, statementsOf } from "./harness/stack.ts";
import { stacks } from "./harness/stages.ts";

const suffixes = ["Home", "Standby"] as const;
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}
/** The metrics an alarm looks at, of which a sum has several. */
const metricsOf = ({ inputs }: Resource): readonly Metric[] =>
  inputs.metricQueries?.flatMap(({ metric }: { metric?: Metric }) => metric ?? []) ?? [inputs as Metric];
const alarmsIn = (stack: Stack, suffix: string) => stack.ofType(ALARM).filter(({ name }) => name.endsWith(suffix));

describe.each(stacks())("alarms of %s", (_, stack) => {
  it.each(suffixes)("%s: every queue has one, and none is about a queue that is not there", (suffix) => {
    const queues = stack.ofType("aws:sqs/queue:Queue").filter(({ name }) => name.includes(suffix));
    const watched = alarmsIn(stack, suffix).flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ dimensions }) => dimensions?.QueueName ?? []),
    );

    expect(watched.sort()).toEqual(queues.map(({ inputs }) => inputs.name).sort());
  });

  it.each(suffixes)(
    "%s: silence of a vantage, the watchdog or the heartbeat goes off, for silence counts as bad",
    (suffix) => {
      const silent = alarmsIn(stack, suffix).filter(({ inputs }) => /-(no-run-of-|vantage-silent)/.test(inputs.name));

      expect(silent).toHaveLength(3);
      for (const { inputs } of silent)
        expect(inputs).toMatchObject({ treatMissingData: "breaching", comparisonOperator: "LessThanThreshold" });
    },
  );

  it("each looks at a metric of something that is made here, counted by a filter on a log that is there, or AWS's own", () => {
    const made = new Set(
      stack.resources.flatMap(({ inputs, id, type }) => [inputs.name, type.endsWith(":Api") ? id : undefined]),
    );
    const counted = new Set(stack.ofType(FILTER).map(({ inputs }) => inputs.metricTransformation.name));
    for (const alarm of stack.ofType(ALARM))
      for (const { namespace, metricName, dimensions = {} } of metricsOf(alarm)) {
        if (!namespace.startsWith("AWS/")) {
          expect(counted, alarm.name).toContain(metricName);
          continue;
        }
        const known = awsMetrics[metricName as keyof typeof awsMetrics];
        expect(namespace, alarm.name).toBe(known?.namespace);
        expect(Object.keys(dimensions).sort(), alarm.name).toEqual([...known.dimensions].sort());
        if (known.dimensions.length === 0) expect(alarm.name).toMatch(/^FunctionsFailAlarm/); // all of the account's
        // a workflow's ARN ends in its name
        for (const [key, value] of Object.entries(dimensions))
          if (key !== "ReceivingRegion") expect(made, alarm.name).toContain(value.split(":").at(-1));
      }
  });

  it("tells people when it goes off and when it is over, and does nothing else", () => {
    for (const { inputs, name } of stack.ofType(ALARM)) {
      for (const arn of [...inputs.alarmActions, ...inputs.okActions])
        expect(arn, name).toMatch(/^arn:aws:sns:.*-alarms$/);
      expect(inputs.insufficientDataActions, name).toBeUndefined();
    }
  });

  it("are no alarms of links: no account forwards them to the bus", () => {
    const link = compilePattern(JSON.stringify(forwarded["link-alarms"]?.pattern));

    expect(matchesPattern(link, cloudWatchAlarm({ namespace: "AWS/VPN" }))).toBe(true);
    for (const alarm of stack.ofType(ALARM))
      for (const { namespace, metricName: metric } of metricsOf(alarm))
        expect(matchesPattern(link, cloudWatchAlarm({ namespace, metric })), alarm.name).toBe(false);
  });

  it("a query is about this stage's bus alone, by dimensions that the metric is kept by", () => {
    const queries = stack
      .ofType(ALARM)
      .flatMap(({ inputs }) => inputs.metricQueries ?? [])
      .filter(({ expression }: { expression?: string }) => expression?.startsWith("SELECT"));
    const bus = stack.ofType("aws:cloudwatch/eventBus:EventBus")[0]?.inputs.name;

    expect(queries).toHaveLength(2);
    for (const { expression, period } of queries) {
      expect(expression).toBe(
        `SELECT SUM(InvocationsFailedToBeSentToDlq) FROM SCHEMA("AWS/Events", EventBusName, RuleName) WHERE EventBusName = '${bus}'`,
      );
      expect(period).toBe(60);
    }
  });

  it("stay few enough: twenty-five metrics a Region are $2.50 a month, and none is of a path", () => {
    for (const suffix of suffixes) {
      const metrics = alarmsIn(stack, suffix).flatMap(metricsOf);
      expect(metrics.length).toBeLessThanOrEqual(25);
      for (const { dimensions = {} } of metrics) expect(Object.keys(dimensions).join()).not.toMatch(/path|flow|group/i);
    }
  });

  it("metrics are counted in the log of the very function that writes the line", () => {
    for (const [name, { from }] of Object.entries(logMetrics))
      for (const suffix of suffixes) {
        const groups = stack
          .ofType(FILTER)
          .filter((one) => one.name.endsWith(suffix) && one.inputs.metricTransformation.name === name)
          .map(({ inputs }) => String(inputs.logGroupName));
        expect(groups.map((group) => group.split(/\/aws\/lambda\/(?:skylane-test|skylane)-/)[1]).sort()).toEqual(
          [...from].sort(),
        );
      }
  });
});

describe.each(stacks())("notices of %s", (_, stack) => {
  const RULE = "aws:cloudwatch/eventRule:EventRule";
  const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
  const told = [
    ...noticesOf({ workflowArns: [] }),
    ...auditRules({ actuators: ["a"], tokenAskers: ["b"], assumedByToken: ["c"] }),
  ];
  const in_ = (type: string, suffix: string) => stack.ofType(type).filter(({ name }) => name.endsWith(suffix));

  it.each(suffixes)(
    "%s: each is a rule that is on, whose only ways are the topic, and the log of the audit",
    (suffix) => {
      const [topic] = in_("aws:sns/topic:Topic", suffix);
      for (const { name, isOnDefaultBus } of told) {
        const [rule, ...others] = in_(RULE, `Rule${suffix}`).filter(({ inputs }) =>
          String(inputs.name).endsWith(`-${name}`),
        );
        expect(others, name).toEqual([]);
        expect(rule?.inputs.state).toMatch(/^ENABLED/);
        expect(rule?.inputs.eventBusName === undefined, name).toBe(isOnDefaultBus === true);
        const targets = in_(TARGET, suffix).filter(({ inputs }) => inputs.rule === rule?.inputs.name);
        const [mail] = targets.filter(({ inputs }) => String(inputs.arn).endsWith(String(topic?.inputs.name)));
        expect(mail?.inputs.roleArn, name).toBeUndefined();
        expect(mail?.inputs.deadLetterConfig.arn, name).toMatch(/-others-dead$/);
        const { inputPaths, inputTemplate } = mail?.inputs.inputTransformer ?? {};
        const text: string = JSON.parse(inputTemplate);
        expect([...text.matchAll(/<(\w+)>/g)].map(([, key]) => key).sort()).toEqual(Object.keys(inputPaths).sort());
        for (const { inputs } of targets) expect(inputs.arn, name).toMatch(/-alarms$|-audit/);
      }
    },
  );

  it.each(suffixes)(
    "%s: a workflow that ends without an outcome is told, whichever of this stage's it is",
    (suffix) => {
      const [rule] = in_(RULE, `Rule${suffix}`).filter(({ inputs }) =>
        String(inputs.name).endsWith("-workflow-failed"),
      );
      const { detail } = JSON.parse(rule?.inputs.eventPattern);
      const names = stack
        .ofType("aws:sfn/stateMachine:StateMachine")
        .filter(({ name }) => name.includes(suffix))
        .map(({ inputs }) => inputs.name);

      expect(names).toHaveLength(workflows.length);
      expect(detail.stateMachineArn.map((arn: string) => arn.split(":").at(-1)).sort()).toEqual(names.sort());
      expect(detail.status).toEqual(["FAILED", "TIMED_OUT", "ABORTED"]);
    },
  );
});

describe.each(stacks())("topic and key of %s", (_, stack) => {
  it("alarms are told by an encrypted topic that only this account's alarms and budgets write to, by TLS", () => {
    const topics = stack.ofType("aws:sns/topic:Topic");
    expect(topics).toHaveLength(2);
    for (const { inputs } of topics) expect(inputs.kmsMasterKeyId).toMatch(/^arn:aws:kms:/);
    for (const { inputs } of stack.ofType("aws:sns/topicPolicy:TopicPolicy")) {
      const statements = statementsOf(inputs.policy);
      expect(statements.at(-1)).toMatchObject({
        Effect: "Deny",
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      });
      for (const { Principal, Condition } of statements.slice(0, -1)) {
        expect(Principal?.Service).toHaveLength(1);
        if (Principal?.Service?.[0] === "events.amazonaws.com") continue; // it names no source
        expect(Condition?.StringEquals?.["aws:SourceAccount"]).toHaveLength(1);
      }
    }
  });

  it("EventBridge uses a key for the topic of its Region and nothing else", () => {
    for (const suffix of suffixes) {
      const [key] = stack.ofType("aws:kms/key:Key").filter(({ name }) => name.endsWith(suffix));
      const [topic] = stack.ofType("aws:sns/topic:Topic").filter(({ name }) => name.endsWith(suffix));
      const [byEvents] = statementsOf(key?.inputs.policy).filter(
        ({ Principal }) => Principal?.Service?.[0] === "events.amazonaws.com",
      );
      const [arn] = byEvents?.Condition?.StringEquals?.["kms:EncryptionContext:aws:sns:topicArn"] ?? [];
      expect(arn?.split(":").at(-1)).toBe(topic?.inputs.name);
    }
  });

  it("keys rotate, and are used for secrets through the parameter store only", () => {
    for (const { inputs } of stack.ofType("aws:kms/key:Key")) {
      expect(inputs).toMatchObject({ enableKeyRotation: true });
      for (const { Principal, Action, Condition } of statementsOf(inputs.policy)) {
        expect(Action.filter((one) => one.includes("*"))).toEqual([]);
        if (Principal?.AWS && Action.includes("kms:Decrypt"))
          expect(Condition?.StringEquals?.["kms:ViaService"]?.[0]).toMatch(/^ssm\..*\.amazonaws\.com$/);
      }
    }
  });
});

describe.each(stacks())("page of %s", (_, stack) => {
  const headersOf = (start: string) =>
    stack
      .ofType("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")
      .filter(({ name }) => name.startsWith(start));

  it("the status page may load nothing but the style that is in it, and runs nothing", () => {
    expect(headersOf("SiteStatusHeaders")).toHaveLength(2);
    for (const { inputs } of headersOf("SiteStatusHeaders"))
      expect(inputs.securityHeadersConfig).toMatchObject({
        contentSecurityPolicy: {
          contentSecurityPolicy:
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          override: true,
        },
        frameOptions: { frameOption: "DENY" },
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000 },
      });
    for (const { inputs } of stack.ofType("aws:cloudfront/distribution:Distribution")) {
      const status = inputs.orderedCacheBehaviors.find((one: { pathPattern: string }) => one.pathPattern === "/status");
      expect(status).toMatchObject({ targetOriginId: "page", allowedMethods: ["GET", "HEAD"] });
      expect(status.responseHeadersPolicyId).not.toBe(inputs.defaultCacheBehavior.responseHeadersPolicyId);
    }
  });

  it("may load nothing but itself, and asks no other origin but where tokens are given", () => {
    expect(headersOf("SiteHeaders")).toHaveLength(2);
    for (const { inputs } of headersOf("SiteHeaders")) {
      const { contentSecurityPolicy, override } = inputs.securityHeadersConfig.contentSecurityPolicy;
      const sources = String(contentSecurityPolicy)
        .split("; ")
        .flatMap((directive) => directive.split(" ").slice(1));
      expect(override).toBe(true);
      expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "data:", "https://login.globalcart.example"]));
      expect(contentSecurityPolicy).toContain("connect-src 'self' https://login.globalcart.example;");
      expect(contentSecurityPolicy).not.toMatch(/(script|style|connect)-src[^;]*data:/);
      expect(inputs.securityHeadersConfig).toMatchObject({
        frameOptions: { frameOption: "DENY" },
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000 },
      });
    }
  });

  it("keeps its window and its answers to itself", () => {
    for (const { inputs } of stack.ofType("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"))
      expect(inputs.customHeadersConfig.items).toEqual([
        { header: "cross-origin-opener-policy", value: "same-origin", override: true },
        { header: "cross-origin-resource-policy", value: "same-origin", override: true },
      ]);
  });

  it("is told how people sign in, is asked for it each time, and is told no secret", () => {
    const told = stack
      .ofType("aws:s3/bucketObjectv2:BucketObjectv2")
      .filter(({ inputs }) => inputs.key === "config.json");

    expect(told).toHaveLength(2);
    for (const { inputs } of told) {
      expect(inputs).toMatchObject({ contentType: "application/json", cacheControl: "no-cache" });
      expect(PageSignIn.parse(JSON.parse(inputs.content))).toMatchObject({
        kind: "code",
        issuerUrl: "https://login.globalcart.example/",
        clientId: "4f1d2c3b",
        scopes: ["openid", "skylane/read", "skylane/order"],
      });
      expect(inputs.content).not.toMatch(/secret/i);
    }
  });

  it("keeps nothing of the API at the edge, and gives it all but the host name", () => {
    for (const { inputs } of stack.ofType("aws:cloudfront/distribution:Distribution")) {
      expect(inputs.orderedCacheBehaviors).toMatchObject([
        { pathPattern: "/v1/*", cachePolicyId: "4135ea2d-6ad8-44a3-9df3-4b5a84be39ad" },
        { pathPattern: "/status" },
        {
          pathPattern: "/metrics",
          allowedMethods: ["GET", "HEAD"],
          cachePolicyId: "4135ea2d-6ad8-44a3-9df3-4b5a84be39ad",
        },
      ]);
      for (const behavior of [inputs.defaultCacheBehavior, ...inputs.orderedCacheBehaviors])
        expect(behavior.viewerProtocolPolicy).toBe("redirect-to-https");
    }
  });

  it("is read from its bucket by its own distribution alone", () => {
    expect(stack.ofType("aws:s3/bucketPolicy:BucketPolicy")).toHaveLength(2);
    for (const { inputs } of stack.ofType("aws:s3/bucketPolicy:BucketPolicy")) {
      const [read, deny] = statementsOf(inputs.policy);
      expect(read?.Condition?.StringEquals?.["aws:SourceArn"]?.[0]).toMatch(/:distribution\//);
      expect(deny).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": ["false"] } } });
    }
    for (const { inputs } of stack.ofType("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"))
      expect(inputs).toMatchObject({ blockPublicPolicy: true, restrictPublicBuckets: true, blockPublicAcls: true });
  });

  it("is asked for each time, and its assets, whose names are their content, are kept", () => {
    const files = stack
      .ofType("aws:s3/bucketObjectv2:BucketObjectv2")
      .filter(({ name }) => name.startsWith("SiteFile"));
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const { inputs } of files)
      expect(inputs.cacheControl).toBe(
        inputs.key.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      );
  });
});

describe.each(stacks())("audit and budgets of %s", (stage, stack) => {
  it("what happens beside Skylane is kept and told in both Regions, with Skylane's own roles left out", () => {
    const specs = auditRules({ actuators: ["a"], tokenAskers: ["b"], assumedByToken: ["c"] });
    for (const suffix of suffixes)
      for (const { name } of specs) {
        const targets = stack
          .ofType("aws:cloudwatch/eventTarget:EventTarget")
          .filter((one) => one.name.endsWith(suffix) && String(one.inputs.rule).endsWith(`-${name}`));
        expect(targets.map(({ inputs }) => inputs.targetId).sort(), name).toEqual(["kept", "told"]);
      }
    const tokens = stack.ofType("aws:cloudwatch/eventRule:EventRule").filter(({ name }) => /TokenRequest/.test(name));
    for (const { inputs } of tokens) {
      const [{ userIdentity }] = JSON.parse(inputs.eventPattern).detail.$or;
      const expected: string[] = userIdentity.sessionContext.sessionIssuer.userName[0]["anything-but"];
      const name = stage === "prod" ? "skylane" : `skylane-${stage}`;
      const duties = ["observer", "actuator", ...(stage === "prod" ? ["provisioner"] : [])];
      expect(expected).toEqual(duties.map((duty) => `${name}-hub-${duty}`));
    }
  });

  it("the month's budget is told of at half, four fifths, all, and before it is spent", () => {
    const [budget] = stack.ofType("aws:budgets/budget:Budget");
    expect(budget?.inputs.notifications.map((one: { threshold: number }) => one.threshold)).toEqual([50, 80, 100, 100]);
    expect(stack.ofType("azure-native:consumption:Budget")).toHaveLength(1);
    expect(stack.ofType("aws:costexplorer/anomalySubscription:AnomalySubscription")).toHaveLength(1);
  });

  it("a dashboard of each Region, where the stage asks for one, draws only metrics that exist", () => {
    const known = new Set([...Object.keys(awsMetrics), ...Object.keys(logMetrics)]);
    const dashboards = stack.ofType("aws:cloudwatch/dashboard:Dashboard");
    expect(dashboards).toHaveLength(stage === "prod" ? 2 : 0);
    for (const { inputs } of dashboards) {
      const { widgets } = JSON.parse(inputs.dashboardBody) as { widgets: { type: string; properties: object }[] };
      const series = widgets.flatMap(({ properties }) =>
        "metrics" in properties ? (properties.metrics as unknown[][]) : [],
      );
      const drawn = series.filter(([namespace]) => typeof namespace === "string").map(([, name]) => name);
      expect(drawn.length).toBeGreaterThan(15);
      for (const name of drawn) expect(known).toContain(name);
      const { alarms } = (widgets[0]?.properties ?? {}) as { alarms: string[] };
      expect(alarms).toHaveLength(alarmsIn(stack, "Home").length);
      expect(alarms.length).toBeLessThanOrEqual(100); // CloudWatch's limit of an alarm widget
    }
  });

  it("names functions that exist wherever it names one", () => {
    for (const one of chainFunctions) expect(Object.keys(functions)).toContain(one);
  });
});
