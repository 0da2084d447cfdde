import { expect } from 'chai';
import {
  addressFault,
  lineAfter,
  lineOf,
  livingSecrets,
  newSecret,
  outcomeOf,
  signatureOf,
  type Webhook,
  type WebhookOutcome,
} from '../../../src/outbound/index.js';
import type { PostOutcome } from '../../../src/platform/index.js';
import type { WebhookLine } from '../../../src/storage/index.js';

const schedule = { scheduleMinutes: [1, 5], thenHourlyHours: 24, thenDailyDays: 3, jitter: 0.1 };
const now = new Date('2026-03-02T08:00:00.000Z');
const line = (over: Partial<WebhookLine> = {}): WebhookLine => ({
  generation: 1,
  cursor: 4,
  attempts: 0,
  failures: 0,
  ...over,
});
const outcome = (over: Partial<WebhookOutcome>): WebhookOutcome => ({
  class: 'failed',
  cause: 'HTTP 500',
  ...over,
});
const after = (before: WebhookLine, over: Partial<WebhookOutcome>, random = 0.5) =>
  lineAfter(schedule, before, { seq: 9, outcome: outcome(over), now, random });

describe('the signature of a webhook', () => {
  it('is the one of the published example', () => {
    const signed = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
    };
    expect(signatureOf(signed, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).to.equal(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('stands once for each living secret, the newest first', () => {
    const secrets = { current: 'a', previous: { secret: 'b', until: '2026-03-02T09:00:00.000Z' } };
    expect(livingSecrets(secrets, now)).to.deep.equal(['a', 'b']);
    expect(livingSecrets(secrets, new Date('2026-03-02T09:00:00.000Z'))).to.deep.equal(['a']);
    expect(newSecret((size) => Buffer.alloc(size, 1))).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });
});

describe('what a receiver answers', () => {
  const answered = (statusCode: number): PostOutcome => ({
    kind: 'answered',
    statusCode,
    contentType: '',
    retryAfter: undefined,
    body: Buffer.alloc(0),
  });

  it('is taken, refused, gone or failed by its status', () => {
    const classes: Record<WebhookOutcome['class'], number[]> = {
      taken: [200, 202, 204],
      refused: [400, 401, 403, 404, 409, 413, 422],
      gone: [410],
      failed: [301, 302, 307, 408, 425, 429, 500, 502, 503, 504],
    };
    for (const [name, statusCodes] of Object.entries(classes))
      for (const statusCode of statusCodes)
        expect(outcomeOf(answered(statusCode), now).class, String(statusCode)).to.equal(name);
    expect(outcomeOf({ kind: 'unknown', cause: 'no answer in time' }, now)).to.deep.equal({
      class: 'failed',
      cause: 'no answer in time',
    });
  });
});

describe('a webhook’s line', () => {
  it('moves past what was taken and forgets failures', () => {
    const before = line({ attempts: 2, failures: 7, failingSince: '2026-03-01T08:00:00.000Z' });
    const expected = { generation: 1, cursor: 9, attempts: 0, failures: 0, lastGoodAt: now.toISOString() };
    expect(after(before, { class: 'taken' })).to.deep.equal({ line: expected, then: 'go-on' });
  });

  it('waits after a failure, with jitter, and stays where it is', () => {
    const { line: waiting, then } = after(line(), {});
    expect(then).to.equal('wait');
    expect(waiting).to.include({ cursor: 4, attempts: 1, failures: 1, failingSince: now.toISOString() });
    expect(waiting.dueAt).to.equal('2026-03-02T08:01:00.000Z');
    expect(after(line(), {}, 0).line.dueAt).to.equal('2026-03-02T08:00:54.000Z');
    expect(after(line(), { retryAfterSeconds: 600 }).line.dueAt).to.equal('2026-03-02T08:10:00.000Z');
  });

  it('sets aside what was refused once more than there are steps, never what merely failed', () => {
    expect(after(line({ attempts: 1 }), { class: 'refused' }).then).to.equal('wait');
    const aside = after(line({ attempts: 2, failures: 2 }), { class: 'refused' });
    expect(aside.then).to.equal('set-aside');
    expect(aside.line).to.include({ cursor: 9, attempts: 0, failures: 3 });
    expect(aside.line).to.have.property('failingSince');
    expect(after(line({ attempts: 50 }), {}).then).to.equal('wait');
  });

  it('stops after the days of the schedule, whatever the failures were, and at once when the receiver is gone', () => {
    const failingSince = '2026-02-27T08:00:00.000Z';
    expect(after(line({ attempts: 9, failingSince }), {}).then).to.equal('stop');
    expect(after(line({ failingSince }), { class: 'refused' }).then).to.equal('stop');
    expect(after(line(), { class: 'gone' })).to.deep.include({ then: 'stop' });
    expect(after(line(), { class: 'gone' }).line.cursor).to.equal(4);
  });

  it('begins where the webhook says, again from where it is replayed, and forgets failures when it is resumed', () => {
    const webhook: Webhook = {
      name: 'x',
      url: 'https://x.example.org/',
      createdAt: now.toISOString(),
      startAfter: 3,
      generation: 1,
    };
    expect(lineOf(webhook, undefined)).to.deep.equal(line({ cursor: 3 }));
    const failing = line({
      attempts: 3,
      failures: 3,
      failingSince: now.toISOString(),
      dueAt: now.toISOString(),
    });
    expect(lineOf(webhook, failing)).to.equal(failing);
    expect(lineOf({ ...webhook, generation: 2 }, failing)).to.deep.equal(line({ generation: 2 }));
    const replayed = { ...webhook, generation: 3, replay: { after: 1, generation: 2 } };
    expect(lineOf(replayed, failing)).to.deep.equal(line({ generation: 3, cursor: 1 }));
    expect(lineOf(replayed, line({ generation: 2 })), 'not once more by a later resuming').to.deep.equal(
      line({ generation: 3 }),
    );
  });
});

describe('an address', () => {
  const closed = { allowPlainHttp: false, allowPrivateAddresses: false };
  const open = { allowPlainHttp: true, allowPrivateAddresses: true };

  it('on the open network may be used', () => {
    for (const url of ['https://ils.example.org/hooks?tenant=4', 'https://93.184.216.34/'])
      expect(addressFault(url, closed), url).to.equal(undefined);
  });

  it('inside the house may not, however it is written', () => {
    for (const host of [
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      'db.internal',
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '10.1.2.3',
      '172.16.0.9',
      '192.168.1.1',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[fd00::1]',
      '[::ffff:127.0.0.1]',
    ]) {
      expect(addressFault(`https://${host}/`, closed), host).to.match(/inside/);
      expect(addressFault(`https://${host}/`, open), host).to.equal(undefined);
    }
  });

  it('at which a machine is told its own secrets may never, whatever the operator allows', () => {
    for (const host of [
      '169.254.169.254',
      '2852039166',
      '[fe80::1]',
      '[::ffff:a9fe:a9fe]',
      '[fd00:ec2::254]',
    ])
      for (const rules of [closed, open])
        expect(addressFault(`https://${host}/`, rules), host).to.match(/link-local/);
  });

  it('holds no secret, since it stands in the ledger, and no other scheme', () => {
    for (const url of [
      'https://u:p@x.example.org/',
      'https://x.example.org/?api_key=1',
      'https://x.example.org/#a',
    ])
      expect(addressFault(url, open), url).to.be.a('string');
    for (const url of ['ftp://x.example.org/', 'file:///etc/passwd', 'javascript:1', 'x.example.org', ''])
      expect(addressFault(url, open), url).to.be.a('string');
    expect(addressFault('http://x.example.org/', closed)).to.match(/https/);
  });
});
