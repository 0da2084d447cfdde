/** What follows when a server complains: `later` it may answer, `other-query` another question may do, `give-up` no question will. */
export interface Complaint {
  then: 'later' | 'other-query' | 'give-up';
  /** In words of ours: a server's own text may say anything. */
  cause: string;
}

const known: Readonly<Record<number, Complaint>> = {
  1: { then: 'later', cause: 'general system error' },
  2: { then: 'later', cause: 'temporarily unavailable' },
  3: { then: 'give-up', cause: 'it wants us to identify ourselves' },
  4: { then: 'give-up', cause: 'unsupported operation' },
  5: { then: 'give-up', cause: 'unsupported version' },
  6: { then: 'give-up', cause: 'unsupported value of a parameter' },
  7: { then: 'give-up', cause: 'a mandatory parameter is missing' },
  8: { then: 'give-up', cause: 'unsupported parameter' },
  10: { then: 'other-query', cause: 'it cannot read the query' },
  15: { then: 'other-query', cause: 'unsupported context set' },
  16: { then: 'other-query', cause: 'unsupported index' },
  19: { then: 'other-query', cause: 'unsupported relation' },
  22: { then: 'other-query', cause: 'unsupported combination of relation and index' },
  60: { then: 'later', cause: 'result set not created' },
  66: { then: 'give-up', cause: 'unknown record schema' },
  67: { then: 'give-up', cause: 'records not available in this schema' },
  71: { then: 'give-up', cause: 'unsupported record packing' },
};

/** What a diagnostic means for us; another query may do where it is not listed. Source: the SRU diagnostics list. */
export function complaintOf(number: number): Complaint {
  const { then, cause } = known[number] ?? { then: 'other-query', cause: 'a complaint' };
  return { then, cause: `diagnostic ${number}: ${cause}` };
}
