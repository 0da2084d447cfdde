import { expect } from 'chai';
import type { ErrorData, Initiating } from '../../../src/iso18626/index.js';
import { judge, type Sent } from '../../../src/outbound/index.js';
import type { PostOutcome } from '../../../src/platform/index.js';
import { confirmationOf } from '../../support/scripted-peer.js';

const header = {
  requestingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'NO-1' },
  timestamp: '2026-03-02T08:00:00Z',
  requestingAgencyRequestId: 'r-1',
};
const cancel: Initiating = { kind: 'requestingAgencyMessage', header, action: 'Cancel' };
const request: Initiating = { kind: 'request', header, bibliographicInfo: {} };
const exists: ErrorData = {
  errorType: 'UnrecognisedDataValue',
  errorValue: 'requestingAgencyRequestId: request with a given ID already exists',
};

function answered(statusCode: number, body: Buffer | string = '', retryAfter?: string): PostOutcome {
  return {
    kind: 'answered',
    statusCode,
    contentType: 'application/xml',
    retryAfter,
    body: Buffer.from(body),
  };
}

interface Given {
  attempts?: number;
  statusCodes?: number[];
  errorValueContains?: string[];
}

function judged(post: PostOutcome, given: Given = {}): ReturnType<typeof judge> {
  const sent: Sent = {
    post,
    delivery: { message: 'requestingAgencyMessage', attempts: given.attempts ?? 0 },
    peer: {
      alreadyHave: {
        statusCodes: given.statusCodes ?? [409],
        errorValueContains: given.errorValueContains ?? ['already exists'],
      },
    },
    now: new Date('2026-03-02T08:00:00Z'),
  };
  return judge(sent);
}

const ok = confirmationOf(cancel);
const error = confirmationOf(cancel, [{ errorType: 'UnsupportedActionType', errorValue: 'Cancel' }]);
const duplicate = confirmationOf(cancel, [exists]);
const page = '<html><p>Welcome<br></html>';

describe('an attempt is judged', () => {
  const table: [string, PostOutcome, Given, string, string][] = [
    [
      'connection refused',
      { kind: 'not-sent', cause: 'connection refused' },
      {},
      'transient',
      'connection refused',
    ],
    ['no such name', { kind: 'not-sent', cause: 'name not found' }, {}, 'transient', 'name not found'],
    [
      'TLS failure',
      { kind: 'not-sent', cause: 'TLS failure: CERT_HAS_EXPIRED' },
      {},
      'transient',
      'TLS failure: CERT_HAS_EXPIRED',
    ],
    ['408', answered(408), {}, 'transient', 'HTTP 408'],
    ['425', answered(425), {}, 'transient', 'HTTP 425'],
    ['429', answered(429), {}, 'transient', 'HTTP 429'],
    ['503', answered(503), {}, 'transient', 'HTTP 503'],
    [
      'no answer in time',
      { kind: 'unknown', cause: 'no answer in time' },
      {},
      'ambiguous',
      'no answer in time',
    ],
    [
      'reset',
      { kind: 'unknown', cause: 'connection broken: ECONNRESET' },
      {},
      'ambiguous',
      'connection broken: ECONNRESET',
    ],
    ['500', answered(500, 'java.lang.NullPointerException'), {}, 'ambiguous', 'HTTP 500'],
    ['502', answered(502, page), {}, 'ambiguous', 'HTTP 502'],
    ['500 with an OK inside', answered(500, ok), {}, 'ambiguous', 'HTTP 500'],
    ['200 with HTML', answered(200, page), {}, 'ambiguous', 'HTTP 200 without a confirmation'],
    ['200 with nothing', answered(200), {}, 'ambiguous', 'HTTP 200 without a confirmation'],
    ['204', answered(204), {}, 'ambiguous', 'HTTP 204 without a confirmation'],
    [
      '200 with a message cut off',
      answered(200, ok.subarray(0, ok.length - 20)),
      {},
      'ambiguous',
      'HTTP 200 without a confirmation',
    ],
    ['409 JSON at the first attempt', answered(409, '{}'), {}, 'permanent', 'HTTP 409'],
    [
      '409 JSON after an earlier attempt',
      answered(409, '{}'),
      { attempts: 1 },
      'already-had',
      'the peer has it already',
    ],
    [
      'ERROR that names the signal, after an earlier attempt',
      answered(200, duplicate),
      { attempts: 1 },
      'already-had',
      'the peer has it already',
    ],
    ['the same ERROR at the first attempt', answered(200, duplicate), {}, 'refused', 'UnrecognisedDataValue'],
    [
      'the same ERROR where the profile does not name it',
      answered(200, duplicate),
      { attempts: 1, errorValueContains: [] },
      'refused',
      'UnrecognisedDataValue',
    ],
    [
      'another ERROR after an earlier attempt',
      answered(200, error),
      { attempts: 1 },
      'refused',
      'UnsupportedActionType',
    ],
    ['404', answered(404, page), {}, 'permanent', 'HTTP 404'],
    ['403 JSON', answered(403, '{}'), {}, 'permanent', 'HTTP 403'],
    ['a redirect', answered(301), {}, 'permanent', 'HTTP 301'],
    ['200 ERROR', answered(200, error), {}, 'refused', 'UnsupportedActionType'],
    ['400 ERROR', answered(400, error), {}, 'refused', 'UnsupportedActionType'],
    ['500 ERROR', answered(500, error), {}, 'refused', 'UnsupportedActionType'],
    ['503 ERROR', answered(503, error), {}, 'refused', 'UnsupportedActionType'],
    ['200 OK', answered(200, ok), {}, 'answered', 'confirmed'],
    ['201 OK', answered(201, ok), {}, 'answered', 'confirmed'],
    ['400 OK', answered(400, ok), {}, 'answered', 'confirmed'],
    [
      '200 OK after earlier attempts',
      answered(200, ok),
      { attempts: 3, statusCodes: [200] },
      'answered',
      'confirmed',
    ],
  ];
  for (const [what, post, given, expected, cause] of table)
    it(`${what}: ${expected} [nr 91]`, () => {
      const { outcome } = judged(post, given);
      expect([outcome.class, outcome.cause]).to.deep.equal([expected, cause]);
    });

  it('takes a confirmation of another kind by its status, with a warning', () => {
    const { outcome } = judged(answered(200, confirmationOf(request)));
    expect(outcome.class).to.equal('answered');
    expect(outcome.warnings).to.include('confirmation-of-another-kind');
  });

  it('takes a message that is no confirmation for no answer', () => {
    const body = `<ISO18626Message xmlns="http://illtransactions.org/2013/iso18626"><requestingAgencyMessage>
      <header><supplyingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>A</agencyIdValue></supplyingAgencyId>
      <requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>B</agencyIdValue></requestingAgencyId>
      <timestamp>2026-03-02T08:00:00Z</timestamp><requestingAgencyRequestId>1</requestingAgencyRequestId></header>
      <action>Cancel</action></requestingAgencyMessage></ISO18626Message>`;
    expect(judged(answered(200, body)).outcome.class).to.equal('ambiguous');
  });

  it('keeps what the peer complained of, spelled in either English, or without a type at all', () => {
    const koha = (errorData: string): string =>
      `<ISO18626Message xmlns="http://illtransactions.org/2013/iso18626"><requestConfirmation><confirmationHeader>
       <timestamp>2026-03-02T08:00:00Z</timestamp><messageStatus>ERROR</messageStatus></confirmationHeader>
       <errorData>${errorData}</errorData></requestConfirmation></ISO18626Message>`;
    const american = judged(
      answered(400, koha('<errorType>UnrecognizedDataValue</errorType><errorValue>action: x</errorValue>')),
    );
    expect(american.outcome.errors).to.deep.equal([
      { errorType: 'UnrecognisedDataValue', errorValue: 'action: x' },
    ]);
    const untyped = judged(answered(400, koha('<errorValue>AuthenticationFailed</errorValue>')));
    expect(untyped.outcome.class).to.equal('refused');
    expect(untyped.outcome.errors?.[0]?.errorValue).to.equal('AuthenticationFailed');
  });

  it('takes errorData beside OK for information', () => {
    const probed = ok
      .toString()
      .replace(/(<\/(\w+:)?confirmationHeader>)/, (end: string, _all: string, prefix: string | undefined) => {
        const p = prefix ?? '';
        return `${end}<${p}action>Cancel</${p}action><${p}errorData><${p}errorType>UnrecognisedDataValue</${p}errorType><${p}errorValue>7</${p}errorValue></${p}errorData>`;
      })
      .replace(/(<(\w+:)?action>Cancel<\/(\w+:)?action>)(?!.*errorData)/s, '');
    const { outcome } = judged(answered(200, probed));
    expect(outcome.class).to.equal('answered');
    expect(outcome.errors?.[0]?.errorValue).to.equal('7');
  });

  it('hears how long the peer wants to be left alone', () => {
    expect(judged(answered(503, '', '120')).outcome.retryAfterSeconds).to.equal(120);
    expect(judged(answered(503)).outcome).not.to.have.property('retryAfterSeconds');
  });

  it('keeps the confirmation as it came, and nothing else', () => {
    expect(judged(answered(200, ok)).confirmation).to.equal(ok.toString());
    expect(judged(answered(200, page))).not.to.have.property('confirmation');
  });
});
