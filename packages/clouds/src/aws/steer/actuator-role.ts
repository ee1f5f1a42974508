import { type ActingRoles, actingCredentials, type CredentialsFor } from "../acting-role.ts";

/** Credentials of the actuator role of each account. */
export const actuatorCredentials = (roles: ActingRoles): CredentialsFor =>
  actingCredentials(roles, {
    sessionName: "skylane-actuator",
    orCorrect: "correct accountId in the side's steering settings",
    inStack: "set Steering to on, name this function's role in HubActuatorRoleArns,",
  });
