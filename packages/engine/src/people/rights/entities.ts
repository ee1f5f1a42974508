import type { EntityJson, TypeAndId } from "@cedar-policy/cedar-wasm/web";
import {
  type Approval,
  type IntentRun,
  type Person,
  type PolicyException,
  type RightsQuestion,
  Role,
} from "@skylane/core";
import { isAlone } from "../is-alone.ts";

/** What Cedar is told of a question. Ids are values here and never text of a policy: whatever they are, they name themselves alone. */
export interface CedarQuestion {
  readonly principal: TypeAndId;
  readonly resource: TypeAndId;
  readonly entities: EntityJson[];
}

/** The configuration that entities are made of. */
export interface RightsWorld {
  readonly estate: string;
  readonly people: readonly Person[];
}

const BELOW: Readonly<Record<Role, Role | undefined>> = {
  viewer: undefined,
  operator: "viewer",
  approver: "operator",
  admin: "approver",
};

/** Who asks and what about, as entities of the schema; pure. Whoever is named in it has the role of the configuration, or none. */
export function entitiesOf({ person, about }: RightsQuestion, { estate, people }: RightsWorld): CedarQuestion {
  const named = new Set(namedIn(about).map((id) => id.toLowerCase()));
  const others = people.filter(({ id }) => named.has(id.toLowerCase()) && !isSame(id, person.id));
  const whole = entity(uidOf("Estate", estate), {});
  const resource = resourceOf(about, whole);
  return {
    principal: personUid(person.id),
    resource: resource.uid as TypeAndId,
    entities: [
      ...ROLES,
      ...[person, ...others].map(({ id, role }) =>
        entity(personUid(id), { isAlone: isAlone(people, id) }, roleUids(role)),
      ),
      whole,
      ...(resource === whole ? [] : [resource]),
    ],
  };
}

function namedIn(about: RightsQuestion["about"]): readonly string[] {
  switch (about.kind) {
    case "estate":
      return [];
    case "run":
      return [about.run.askedBy, about.run.owner, ...about.run.signatures.map(({ by }) => by)];
    case "move":
      return about.approval.askedBy === undefined ? [] : [about.approval.askedBy];
    case "exception":
      return [about.exception.owner];
  }
}

function resourceOf(about: RightsQuestion["about"], estate: EntityJson): EntityJson {
  switch (about.kind) {
    case "estate":
      return estate;
    case "run":
      return entity(uidOf("IntentRun", about.run.id), runAttributes(about.run), [estate.uid as TypeAndId]);
    case "move":
      return entity(uidOf("HeldMove", about.approval.id), moveAttributes(about.approval), [estate.uid as TypeAndId]);
    case "exception": {
      const { rule, owner } = about.exception;
      return entity(uidOf("PolicyException", exceptionId(about.exception)), { rule, owner: ref(owner) }, [
        estate.uid as TypeAndId,
      ]);
    }
  }
}

function moveAttributes({ askedBy, groupId, fromPathId, toPathId, radius }: Approval): EntityJson["attrs"] {
  const { flowCount, criticalFlowCount } = radius;
  return {
    ...(askedBy !== undefined && { requestedBy: ref(askedBy) }),
    group: groupId,
    fromPath: fromPathId,
    toPath: toPathId,
    flowCount,
    criticalFlowCount,
  };
}

function runAttributes(run: IntentRun): EntityJson["attrs"] {
  const { askedBy, owner, signatures, costCentre, plan } = run;
  const intents = run.intents.flatMap(({ understanding }) =>
    understanding.kind === "understood" ? [understanding.intent] : [],
  );
  const objects = [...intents.flatMap(({ source, destination }) => [source, destination]), ...(plan?.steps ?? [])];
  const asked = intents.map(({ requirements }) => requirements);
  const monthlyUsd = plan?.cost.totalMonthlyUsd;
  return {
    requestedBy: ref(askedBy),
    owner: ref(owner),
    signedBy: signatures.map(({ by }) => ref(by)),
    ...(plan && { riskTier: plan.risk.tier }),
    ...(monthlyUsd !== undefined && { monthlyUsd: Math.min(Math.ceil(monthlyUsd), Number.MAX_SAFE_INTEGER) }),
    ...(costCentre !== undefined && { costCentre }),
    clouds: setOf(objects.map(({ cloud }) => cloud)),
    regions: setOf(objects.map(({ cloud, regionId }) => `${cloud}:${regionId}`)),
    accounts: setOf(objects.map(({ cloud, accountId }) => `${cloud}:${accountId}`)),
    dataClasses: setOf(asked.flatMap(({ dataClass }) => (dataClass === undefined ? [] : [dataClass]))),
    compliance: setOf(asked.flatMap(({ compliance }) => compliance)),
    connectionCount: run.intents.length,
  };
}

const exceptionId = ({ rule, scope }: PolicyException): string =>
  JSON.stringify([rule, scope.source, scope.destination]);
const setOf = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
const uidOf = (type: string, id: string): TypeAndId => ({ type: `Skylane::${type}`, id });
/** E-mail addresses of one person differ in case, and two people of the configuration do not differ in case alone. */
const personUid = (id: string): TypeAndId => uidOf("Person", id.toLowerCase());
const roleUids = (role: Role | undefined): TypeAndId[] => (role === undefined ? [] : [uidOf("Role", role)]);
const ref = (id: string) => ({ __entity: personUid(id) });
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const entity = (uid: TypeAndId, attrs: EntityJson["attrs"], parents: TypeAndId[] = []): EntityJson => ({
  uid,
  attrs,
  parents,
});
const ROLES = Role.options.map((role) => entity(uidOf("Role", role), {}, roleUids(BELOW[role])));
