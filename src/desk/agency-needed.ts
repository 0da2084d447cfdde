/** A library's own id under which several of our agencies have a record: whose it is has to be said. */
export class AgencyNeeded extends Error {
  /** `TYPE:VALUE` of each. */
  readonly agencies: readonly string[];

  constructor(agencies: readonly string[]) {
    super('several agencies have a record under this id');
    this.name = 'AgencyNeeded';
    this.agencies = agencies;
  }
}
