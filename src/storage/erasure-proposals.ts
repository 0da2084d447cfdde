import type { Sql } from './sql.js';

/** An erasure that waits for a second person: requests by id, and nothing of whom. `proposedBy` is JSON of whoever asked. */
export interface ErasureProposal {
  id: string;
  proposedAt: string;
  proposedBy: string;
  /** From then on it can no longer be approved. */
  until: string;
  because: string;
  /** Keys of the agencies of ours that the requests belong to. */
  agencies: readonly string[];
  loans: readonly string[];
}

/** Proposals that wait: rows beside the ledger, which has an entry of each and of its approval. */
export interface ErasureProposals {
  add(proposal: ErasureProposal): Promise<void>;
  /** Oldest first. */
  list(): Promise<ErasureProposal[]>;
  get(id: string): Promise<ErasureProposal | undefined>;
  remove(id: string): Promise<void>;
  /** Forgets those that ran out before an instant, and answers how many. */
  removeOver(before: string): Promise<number>;
}

interface ProposalRow {
  id: string;
  proposed_at: string;
  proposed_by: string;
  until: string;
  because: string;
  agencies: string;
  loans: string;
}

const MOST_LISTED = 200;

export function erasureProposals(sql: Sql): ErasureProposals {
  return {
    async add({ id, proposedAt, proposedBy, until, because, agencies, loans }) {
      await sql.run(
        `INSERT INTO erasure_proposals (id, proposed_at, proposed_by, until, because, agencies, loans)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, proposedAt, proposedBy, until, because, JSON.stringify(agencies), JSON.stringify(loans)],
      );
    },
    async list() {
      const rows = await sql.all<ProposalRow>('SELECT * FROM erasure_proposals ORDER BY id LIMIT $1', [
        MOST_LISTED,
      ]);
      return rows.map(proposalOf);
    },
    async get(id) {
      const [row] = await sql.all<ProposalRow>('SELECT * FROM erasure_proposals WHERE id = $1', [id]);
      return row && proposalOf(row);
    },
    async remove(id) {
      await sql.run('DELETE FROM erasure_proposals WHERE id = $1', [id]);
    },
    removeOver: (before) => sql.run('DELETE FROM erasure_proposals WHERE until < $1', [before]),
  };
}

function proposalOf(row: ProposalRow): ErasureProposal {
  return {
    id: row.id,
    proposedAt: row.proposed_at,
    proposedBy: row.proposed_by,
    until: row.until,
    because: row.because,
    agencies: JSON.parse(row.agencies) as string[],
    loans: JSON.parse(row.loans) as string[],
  };
}
