import type { Ec2Parameters } from "./parameters.ts";
import type { Scope, Xml } from "./scope.ts";

/** A call that is no `Describe…`: what it answers, before it becomes XML. */
export type Operation = (scope: Scope, parameters: Ec2Parameters) => Xml;
