import type { Actor } from '../ledger/index.js';
import type { Token, UseCase } from '../storage/index.js';
import { createToken } from './token.js';

export interface MadeToken {
  id: string;
  /** Shown once: nothing that is kept leads back to it. */
  secret: string;
}

/** Makes a token of the API. Its entry says whose it is and what it may do, never its hash. */
export function makeToken(
  asked: Pick<Token, 'name' | 'scopes' | 'agency'>,
  actor: Actor,
): UseCase<MadeToken> {
  return {
    name: 'make-token',
    source: 'people',
    needs: {},
    decide(_loaded, at) {
      const id = at.newId();
      const { token: secret, hash } = createToken(at.randomBytes);
      const createdAt = at.now.toISOString();
      return {
        result: { id, secret },
        entries: [
          {
            kind: 'token-made',
            at: createdAt,
            actor,
            because: `a token was asked for: ${asked.name}`,
            facts: { token: id, name: asked.name, scopes: [...asked.scopes] },
            ...(asked.agency === undefined ? {} : { agency: asked.agency }),
            changes: [],
          },
        ],
        keep: { tokens: [{ id, hash, createdAt, ...asked }] },
      };
    },
  };
}

/** Ends a token, as it was read a moment ago; a token that has ended stays as it is. */
export function revokeToken(token: Token, actor: Actor): UseCase<'revoked' | 'already-revoked'> {
  return {
    name: 'revoke-token',
    source: 'people',
    needs: {},
    decide(_loaded, at) {
      if (token.revokedAt !== undefined) return { result: 'already-revoked' };
      const revokedAt = at.now.toISOString();
      return {
        result: 'revoked',
        entries: [
          {
            kind: 'token-revoked',
            at: revokedAt,
            actor,
            because: `the token ${token.name} was revoked`,
            facts: { token: token.id, name: token.name },
            changes: [],
          },
        ],
        keep: { tokens: [{ ...token, revokedAt }] },
      };
    },
  };
}
