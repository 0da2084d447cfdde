import type { Edition } from '../../src/iso18626/index.js';

/** A peer of the gateway under test. All post to the same endpoint; a header tells them apart. */
export interface FuzzPeer {
  id: string;
  agency: string;
  edition: Edition;
  strict: boolean;
}

/** What may be answered to one request. */
export type Expectation =
  /** A body that reaches the reader, as it came out of its transfer and content encodings: the oracle reads it. */
  | { is: 'read'; body: Buffer; charset?: string | undefined }
  | { is: 'status'; oneOf: readonly number[] }
  /** No whole request ever arrived: closed without an answer, or with one of these. */
  | { is: 'broken'; oneOf: readonly number[] };

/** What goes over one connection, and what may come back. */
export interface Trial {
  index: number;
  /** Family and name, such as `structure/doubled`. */
  mutation: string;
  peer: FuzzPeer;
  pieces: Buffer[];
  expected: Expectation[];
  /** Its connection is its own, and is closed behind it: no connection survives it for sure. */
  isAlone: boolean;
  /** Nothing more is sent after it, and the other side is told so. */
  isLast: boolean;
}

/** One answer as it came, with the time since the first byte went out. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  milliseconds: number;
}

/** What came back on the connection of a trial. */
export interface Heard {
  index: number;
  answers: Answer[];
  /** Why no more came: `closed`, `no answer in time`, or how the connection failed. */
  end?: string | undefined;
}
