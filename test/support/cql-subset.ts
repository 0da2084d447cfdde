/** What a catalogue of the tests understands of CQL: clauses with quoted or bare terms, `and`, `or`, parentheses. */
export type Cql = Clause | Joined;

export interface Clause {
  kind: 'clause';
  index: string;
  relation: string;
  term: string;
}

export interface Joined {
  kind: 'and' | 'or';
  left: Cql;
  right: Cql;
}

/** The server's complaint about a query, by its number in the SRU diagnostics list. */
export class CqlComplaint extends Error {
  readonly number: number;
  readonly details: string;

  constructor(number: number, details: string) {
    super(`diagnostic ${number}: ${details}`);
    this.number = number;
    this.details = details;
  }
}

interface Token {
  kind: 'word' | 'quoted' | 'sign';
  text: string;
}

const sign = /^(?:<>|<=|>=|==|[=<>()/])/;

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (let rest = query.trimStart(); rest !== '';) {
    const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(rest);
    const plain = quoted ?? sign.exec(rest) ?? /^[^\s()=<>"/]+/.exec(rest);
    if (plain === null) throw new CqlComplaint(10, rest.slice(0, 40));
    if (quoted !== null) tokens.push({ kind: 'quoted', text: quoted[1] ?? '' });
    else tokens.push({ kind: sign.test(rest) ? 'sign' : 'word', text: plain[0] });
    rest = rest.slice(plain[0].length).trimStart();
  }
  return tokens;
}

/** Reads a query, or complains by number 10 as a server does. */
export function parseCql(query: string): Cql {
  const tokens = tokensOf(query);
  const read = joined(tokens);
  const [left] = tokens;
  if (left !== undefined) throw new CqlComplaint(10, left.text);
  return read;
}

function joined(tokens: Token[]): Cql {
  let left = clause(tokens);
  for (let word = booleanIn(tokens); word !== undefined; word = booleanIn(tokens)) {
    tokens.shift();
    left = { kind: word, left, right: clause(tokens) };
  }
  return left;
}

function booleanIn([next]: Token[]): 'and' | 'or' | undefined {
  const word = next?.kind === 'word' ? next.text.toLowerCase() : undefined;
  return word === 'and' || word === 'or' ? word : undefined;
}

function clause(tokens: Token[]): Cql {
  const first = taken(tokens);
  if (first.kind === 'sign') {
    if (first.text !== '(') throw new CqlComplaint(10, first.text);
    const inner = joined(tokens);
    if (taken(tokens).text !== ')') throw new CqlComplaint(13, 'a parenthesis stays open');
    return inner;
  }
  const [relation] = tokens;
  const isRelation =
    relation?.kind === 'sign'
      ? relation.text !== ')'
      : ['all', 'any', 'exact'].includes(relation?.text ?? '');
  if (first.kind === 'quoted' || !isRelation)
    return { kind: 'clause', index: 'cql.serverChoice', relation: '=', term: first.text };
  const term = (tokens.shift(), taken(tokens));
  if (term.kind === 'sign') throw new CqlComplaint(10, term.text);
  return { kind: 'clause', index: first.text, relation: relation?.text ?? '=', term: term.text };
}

function taken(tokens: Token[]): Token {
  const token = tokens.shift();
  if (token === undefined) throw new CqlComplaint(10, 'the query ends too early');
  return token;
}

/** The words of a term; a wild card that no backslash stands before is a server's own feature, and matches all. */
export function wordsOf(term: string): RegExp[] {
  return term
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const pattern = word.replace(
        /\\(.)|[*]|[?]|[.+^${}()|[\]\\]/gs,
        (found, escaped: string | undefined) => {
          if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
          return found === '*' ? '.*' : found === '?' ? '.' : `\\${found}`;
        },
      );
      return new RegExp(`^${pattern}$`, 'iu');
    });
}
