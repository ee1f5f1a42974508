import { App, type IStackSynthesizer, LegacyStackSynthesizer, Stack } from "aws-cdk-lib";
import { addForwarding } from "./forwarding.ts";
import { spokeParameters } from "./parameters.ts";
import { addRoles } from "./roles.ts";

/**
 * What a customer launches in each account and Region: the roles the hub assumes there, and what AWS says of links sent to the
 * hub. The template stands alone: no bootstrap, no assets, so that a stack set can take it.
 */
export function spokeStack(app: App = new App({ analyticsReporting: false })): Stack {
  const stack = new Stack(app, "SkylaneSpoke", {
    description: "Skylane: roles to look at and steer this account's network, and events of its links for the hub",
    // what CDK's own class says of an optional property is looser than our compiler takes
    synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer,
  });
  const settings = spokeParameters(stack);
  addRoles(stack, settings);
  addForwarding(stack, settings);
  return stack;
}
