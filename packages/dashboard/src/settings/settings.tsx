import { Role, type SettingsView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { version } from "../../package.json";
import { fetchOrders, setKillSwitch } from "../api/orders.ts";
import { fetchSettings } from "../api/settings.ts";
import { rate } from "../explore/words.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import "./settings.css";

const LEVELS = {
  observe: "records failures, touches nothing",
  advise: "says what it would do, touches nothing",
  act: "moves traffic by itself within its limits",
} as const;

const MAY: Readonly<Record<Role, string>> = {
  viewer: "look",
  operator: "order moves, drains, drills and overrides; set the kill switch; ask for connections",
  approver: "also approve and reject what reaches far",
  admin: "everything",
};

/** What skylane.yaml says of how far Skylane goes; the kill switch is the one thing to set here. */
export function Settings() {
  const query = useQuery({ queryKey: ["settings"], queryFn: fetchSettings, refetchInterval: 30_000, retry: false });
  return (
    <Page title="Settings" query={query}>
      {(settings) => (
        <>
          <header className="title">
            <Heading>Settings</Heading>
            <p className="sub">
              Of {plain(settings.estate)}, as skylane.yaml says. Change it there, review it like code, and deploy it; a
              running <code>skylane up</code> takes it at its next start.
            </p>
          </header>
          <Switch />
          <Levels settings={settings} />
          <div className="columns">
            <Limits settings={settings} />
            <People settings={settings} />
          </div>
          <Policies settings={settings} />
          <p className="sub">Page version {version}</p>
        </>
      )}
    </Page>
  );
}

function Switch() {
  const { data, error } = useQuery({
    queryKey: ["orders"],
    queryFn: fetchOrders,
    refetchInterval: 2_000,
    retry: false,
  });
  const { isStopped = false, by, reason } = data?.killSwitch ?? {};
  return (
    <Card title="Kill switch" head={<Link to="/orders">all orders</Link>}>
      {error && (
        <p role="alert" className="error">
          {plain(error.message)}
        </p>
      )}
      {data && (
        <div className="switch">
          <p>
            <strong>{isStopped ? "✕ On: nothing is moved." : "● Off: Skylane may move traffic."}</strong>{" "}
            <span className="sub">
              {by === undefined ? "Nobody has touched it." : `${plain(by)}: ${plain(reason ?? "no reason given")}`}
            </span>
          </p>
          <AskTwice
            action="set-kill-switch"
            key={String(isStopped)}
            label={isStopped ? "Let moves go on" : "Stop every move"}
            sure={isStopped ? "Yes, let them go on" : "Yes, stop every move"}
            run={() => setKillSwitch(!isStopped, "ordered on the page")}
          />
        </div>
      )}
    </Card>
  );
}

const Levels = ({ settings: { groups } }: { readonly settings: SettingsView }) => (
  <Card title="Automation" head={<span className="sub">groups[].automation</span>}>
    {groups.length === 0 && (
      <p className="empty">
        No group is declared. Name what belongs together under <code>groups</code> in skylane.yaml.
      </p>
    )}
    {groups.length > 0 && (
      <Scroll label="Table of groups">
        <table>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Level</th>
              <th scope="col">Skylane</th>
              <th scope="col">Back to the primary</th>
              <th scope="col">Policy</th>
              <th scope="col">Paths, best first</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ id, automation, failbackMode, stableWindowMs, policyId, pathIds }) => (
              <tr key={id}>
                <th scope="row">{plain(id)}</th>
                <td>
                  <span className="level no-margin">{automation}</span>
                </td>
                <td>{LEVELS[automation]}</td>
                <td>
                  {failbackMode === "auto" ? `by itself after ${took(stableWindowMs)} up` : "when a person orders it"}
                </td>
                <td>{plain(policyId ?? "none")}</td>
                <td>
                  {pathIds.map((pathId, i) => (
                    <span key={pathId}>
                      {i > 0 && ", "}
                      <Link to="/paths/$pathId" params={{ pathId }}>
                        {plain(pathId)}
                      </Link>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    <p className="sub">
      A new group starts at <code>advise</code>. To let Skylane act, write <code>automation: act</code> at the group,
      and drill it.
    </p>
  </Card>
);

const percent = (ratio: number): string => `${Number((100 * ratio).toPrecision(3))} %`;

const Limits = ({ settings: { detection, moves, approval } }: { readonly settings: SettingsView }) => (
  <Card title="Limits">
    <h3 className="part">A path counts as</h3>
    <dl className="pairs">
      <Pair
        name="probed"
        value={`every ${took(detection.probeIntervalMs)}, lost after ${took(detection.probeTimeoutMs)}`}
      />
      <Pair name="down" value={`after ${detection.failuresToDownCount} lost in a row`} />
      <Pair name="up" value={`after ${detection.successesToUpCount} answers in a row`} />
      <Pair
        name="degraded"
        value={`above ${detection.degradedRttRatio} times its baseline, or ${percent(detection.degradedLossRatio)} lost`}
      />
    </dl>
    <h3 className="part">Traffic is moved</h3>
    <dl className="pairs">
      <Pair
        name="when"
        value={`the primary is ${moves.on.join(" or ")} for more than ${percent(moves.quorumRatio)} of who sees it`}
      />
      <Pair
        name="proven"
        value={`by ${moves.proofRequestCount} answers in a row of each flow within ${took(moves.proofDeadlineMs)}, else taken back`}
      />
      <Pair name="at most" value={`${moves.flapBudgetCount} times in ${took(moves.flapWindowMs)}, each group`} />
    </dl>
    <h3 className="part">An approver is asked above</h3>
    <dl className="pairs">
      <Pair name="flows" value={`${approval.maxFlowCount}, or ${approval.maxCriticalFlowCount} critical`} />
      <Pair name="bandwidth" value={`${rate(approval.maxNeededMbps)} at the peak`} />
      <Pair name="volume" value={`${approval.maxMonthlyGb.toLocaleString("en-US")} GB a month`} />
      <Pair name="groups" value={`${approval.maxGroupCount} off their primary at once`} />
      <Pair name="answer" value={`within ${took(approval.validForMs)}, else it counts as rejected`} />
    </dl>
  </Card>
);

const Pair = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

const People = ({ settings: { people } }: { readonly settings: SettingsView }) => (
  <Card title="People" head={<span className="sub">people[]</span>}>
    <ul className="people">
      {people.map(({ id, role }) => (
        <li key={id}>
          <span>{plain(id)}</span>
          <span className="level no-margin">{role}</span>
        </li>
      ))}
    </ul>
    <h3 className="part">What a role may do</h3>
    <dl className="pairs">
      {Role.options.map((role) => (
        <Pair key={role} name={role} value={MAY[role]} />
      ))}
    </dl>
    <p className="sub">Policies of your own under rights.policies may forbid more.</p>
  </Card>
);

const Policies = ({ settings: { policies } }: { readonly settings: SettingsView }) => (
  <Card title="Policies" head={<span className="sub">policies[]</span>}>
    {policies.length === 0 && <p className="empty">None: every path may carry every group.</p>}
    <ul className="plain-list">
      {policies.map((policy) => (
        <li key={policy.id}>
          <strong>{plain(policy.id)}</strong> {asksOf(policy).join(", ") || "asks for nothing"}
        </li>
      ))}
    </ul>
  </Card>
);

function asksOf(policy: SettingsView["policies"][number]): readonly string[] {
  return [
    ...(policy.requireEncryption ? ["encrypted"] : []),
    ...(policy.forbidPublicInternet ? ["not over the public internet"] : []),
    ...(policy.forbidRelay ? ["over one link, no network in between"] : []),
    ...(policy.minBandwidthMbps > 0 ? [`${rate(policy.minBandwidthMbps)} or more`] : []),
    ...(policy.allowedPlaces ? [`only in ${policy.allowedPlaces.map(plain).join(", ")}`] : []),
    ...(policy.requiredCompliance.length > 0
      ? [`approved for ${policy.requiredCompliance.map(plain).join(", ")}`]
      : []),
    ...(policy.minMtuBytes === undefined ? [] : [`packets of ${policy.minMtuBytes} bytes`]),
    ...(policy.maxRttMs === undefined ? [] : [`round trip within ${policy.maxRttMs} ms`]),
    ...(policy.minAvailabilityRatio === undefined ? [] : [`available ${percent(policy.minAvailabilityRatio)}`]),
  ];
}
