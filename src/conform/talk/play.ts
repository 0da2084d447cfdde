import type {
  Header,
  Initiating,
  RequestingAgencyAuthentication,
  SupplyingAgencyMessage,
} from '../../iso18626/index.js';
import type { PostOutcome } from '../../platform/index.js';
import type { Role } from '../role.js';
import { echoedOf, readAnswer, type Answer, type Echoed } from './answer.js';
import type { Composer } from './compose.js';
import { answerOf, bodyOf, type Exchange } from './exchange.js';
import type { Inbox } from './inbox.js';

/** A line to the peer under test. */
export interface Line {
  send(
    body: Buffer,
    how: {
      /** Some peers have an address for each kind. */
      kind: Initiating['kind'];
      method?: 'GET' | 'PUT';
      headers?: Readonly<Record<string, string>>;
      withoutKeys?: boolean;
    },
  ): Promise<PostOutcome>;
  hide(text: string): string;
  readonly showsKeys: boolean;
  /** What our requests and questions carry, where the peer wants its key in them. */
  readonly inMessage: RequestingAgencyAuthentication | undefined;
}

/** One test message: what it is in words, its bytes, and what its confirmation has to repeat. */
export interface Sending {
  what: string;
  body: string | Buffer;
  /** Missing where no confirmation could repeat anything. */
  of?: Initiating | Echoed | undefined;
  method?: 'GET' | 'PUT';
  headers?: Readonly<Record<string, string>>;
  withoutKeys?: true;
}

/** What was sent and what came back. */
export interface Sent {
  sending: Sending;
  echoed: Echoed | undefined;
  answer: Answer;
  exchange: Exchange;
}

/** What checks have found out that later ones stand on. */
export interface Scene {
  /** The transaction in which most of the test takes place. */
  requestId?: string;
  /** The bytes of its request as they went. */
  request?: Sent;
  /** The peer takes a plain StatusRequest in it. */
  takesStatusRequests?: boolean;
  /** As supplier: the header of the request that somebody at the peer has opened for the test. */
  theirs?: Header;
  longestId?: number;
  largestMessage?: number;
  refusedSize?: number;
}

export interface PlayOptions {
  as: Role;
  line: Line;
  composer: Composer;
  inbox: Inbox;
  /** Resolves when the next message may go. */
  pace(): Promise<void>;
  /** Of the next exchange: one count for the whole test. */
  nextNumber(): number;
  /** How long the peer's own messages are waited for. */
  patience: { answerMs: number; personMs: number };
  clock(): number;
  isStopped(): boolean;
}

/** What a check works with: sending one message at a time, waiting for the peer's, and what is known so far. */
export interface Play extends Omit<PlayOptions, 'pace' | 'nextNumber' | 'isStopped' | 'clock'> {
  readonly scene: Scene;
  readonly sent: readonly Sent[];
  /** Requests that the peer has confirmed, by id: they are cancelled at the end. */
  readonly opened: ReadonlyMap<string, Header>;
  check: string;
  /** Then it sends although the test was stopped. */
  isCleaningUp: boolean;
  send(sending: Sending): Promise<Sent>;
  /** A message that the peer is known to take, for checks that alter one; nothing where it takes none. */
  carrier(): { text: string; of: Initiating; element: string } | undefined;
}

/** The run was asked to stop: what is left is not tried. */
export class Interrupted extends Error {}

export function buildPlay(options: PlayOptions): Play {
  const { line, composer, as } = options;
  const sent: Sent[] = [];
  const opened = new Map<string, Header>();
  const scene: Scene = {};

  async function send(sending: Sending): Promise<Sent> {
    await options.pace();
    if (options.isStopped() && !play.isCleaningUp) throw new Interrupted();
    const { method, headers = {}, withoutKeys = false, of } = sending;
    const body = Buffer.from(sending.body);
    const startedAt = options.clock();
    const outcome = await line.send(body, {
      kind: kindOf(of, as),
      ...(method && { method }),
      headers,
      withoutKeys,
    });
    const hide = (text: string): string => line.hide(text);
    const exchange: Exchange = {
      ...{ number: options.nextNumber(), check: play.check, what: sending.what, headers },
      method: method ?? 'POST',
      sent: bodyOf(body, hide),
      durationMs: Math.round(options.clock() - startedAt),
      ...answerOf(outcome, hide),
    };
    const answer = readAnswer(outcome, composer.edition);
    const made = { sending, echoed: echoedIn(of), answer, exchange };
    sent.push(made);
    noteOpened(of, answer);
    return made;
  }

  /** Also where nothing is known: it may have been taken. */
  function noteOpened(of: Sending['of'], answer: Answer): void {
    if (of === undefined || !('header' in of) || of.kind !== 'request') return;
    const { header } = of;
    const mayBeTaken = answer.kind === 'confirmation' ? answer.ok : answer.kind === 'nothing';
    if (mayBeTaken) opened.set(header.requestingAgencyRequestId, header);
  }

  function carrier(): ReturnType<Play['carrier']> {
    const of = as === 'requester' ? asRequester() : asSupplier();
    return of === undefined ? undefined : { text: composer.bytes(of), of, element: of.kind };
  }

  function asRequester(): Initiating | undefined {
    if (scene.requestId === undefined) return undefined;
    return scene.takesStatusRequests === true
      ? composer.ask(scene.requestId, 'StatusRequest')
      : composer.request();
  }

  function asSupplier(): SupplyingAgencyMessage | undefined {
    if (scene.theirs === undefined) return undefined;
    return composer.tell(scene.theirs, { reasonForMessage: 'Notification' });
  }

  const { inbox, patience } = options;
  const play: Play = {
    ...{ as, line, composer, inbox, patience, scene, sent, opened },
    ...{ check: '', isCleaningUp: false, send, carrier },
  };
  return play;
}

function kindOf(of: Sending['of'], as: Role): Initiating['kind'] {
  return of?.kind ?? (as === 'requester' ? 'requestingAgencyMessage' : 'supplyingAgencyMessage');
}

function echoedIn(of: Sending['of']): Echoed | undefined {
  if (of === undefined) return undefined;
  return 'header' in of ? echoedOf(of) : of;
}
