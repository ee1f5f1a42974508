/** A pattern that AWS would refuse: where, and which rule it breaks. */
export class InvalidPatternError extends Error {
  readonly at: string;

  constructor(at: string, rule: string) {
    super(`Event pattern is not valid. ${at} ${rule}.`);
    this.name = "InvalidEventPatternException";
    this.at = at;
  }
}
