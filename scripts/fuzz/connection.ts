import { createConnection, type Socket } from 'node:net';
import { parseAnswer } from './parse-answer.js';
import type { Answer, Heard, Trial } from './trial.js';

const PATIENCE_MS = 30_000;

type Exchanged = Omit<Heard, 'index'>;

/** One connection after another to the gateway: kept for the next request where the last one left it whole. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends one trial and collects so many answers, or as many as come before the end. */
  async exchange(trial: Pick<Trial, 'pieces' | 'isAlone' | 'isLast'>, wanted: number): Promise<Exchanged> {
    if (trial.isAlone) this.#drop();
    const socket = (this.#socket ??= await this.#connect());
    const exchanged = await converse(socket, trial, wanted);
    const isSpent =
      trial.isAlone ||
      exchanged.end !== undefined ||
      exchanged.answers.some(({ headers }) => headers['connection'] === 'close');
    if (isSpent) this.#drop();
    // Only what was sent over a kept connection and met its end without a word is sent again: the end may have crossed it.
    if (exchanged.end === undefined || exchanged.answers.length > 0 || trial.isAlone || !exchanged.wasKept)
      return exchanged;
    return this.exchange({ ...trial, isAlone: true }, wanted);
  }

  #drop(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ port: this.#port, host: '127.0.0.1', noDelay: true }, () => {
        socket.off('error', reject);
        socket.on('error', () => undefined);
        resolve(socket);
      });
      socket.once('error', reject);
    });
  }
}

const used = new WeakSet<Socket>();

function converse(
  socket: Socket,
  { pieces, isLast }: Pick<Trial, 'pieces' | 'isLast'>,
  wanted: number,
): Promise<Exchanged & { wasKept: boolean }> {
  const wasKept = used.has(socket);
  used.add(socket);
  const answers: Answer[] = [];
  const from = performance.now();
  let received: Buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    const patience = setTimeout(() => finish('no answer in time'), PATIENCE_MS);
    const end = (): void => {
      take(true);
      finish('closed');
    };
    socket.on('data', hear);
    socket.once('close', end);
    const isHead = pieces[0]?.subarray(0, 4).toString('latin1') === 'HEAD';
    send(0);

    /** Piece after piece, each in a turn of its own. */
    function send(at: number): void {
      const piece = pieces[at];
      if (piece !== undefined && !socket.destroyed) socket.write(piece);
      if (at + 1 < pieces.length) setImmediate(() => send(at + 1));
      else if (isLast) socket.end();
    }

    function hear(chunk: Buffer): void {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      take(false);
      if (answers.length >= wanted && !isLast) finish();
    }

    function take(isOver: boolean): void {
      for (;;) {
        const parsed = parseAnswer(received, { isHead, isOver });
        if (parsed === undefined) return;
        received = received.subarray(parsed.length);
        if (parsed.status >= 200) answers.push({ ...parsed, milliseconds: performance.now() - from });
      }
    }

    function finish(why?: string): void {
      clearTimeout(patience);
      socket.off('data', hear);
      socket.off('close', end);
      resolve({ answers, end: why, wasKept });
    }
  });
}
