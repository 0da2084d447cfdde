/** A test message to a peer, what came of it, and what to do. */
export const peerTest = {
  'test.send': 'Test',
  'test.title': 'Test message to {peer}',
  'test.lead':
    'A question about a request that does not exist. It belongs to no loan, nobody can act on it, and it is not sent again.',
  'test.running': 'Somebody is testing this peer at this moment. Wait for the answer.',
  'test.reached': 'They answer as they should',
  'test.reached-text': 'Address, certificate, keys and protocol are right.',
  'test.reached-unknown': 'They said that they do not know the request, which is the right answer.',
  'test.reached-ok': 'They said OK. Not all systems look whether they know the request.',
  'test.objects': 'They answer, but object',
  'test.not-reached': 'No answer in the protocol',
  'test.from': 'From',
  'test.to': 'To',
  'test.outcome': 'Cause',
  'test.http': 'HTTP status',
  'test.said': 'Their words',
  'test.took': 'Took',
  'test.took-ms': '{n, plural, one {# millisecond} other {# milliseconds}}',
  'test.sent': 'What was sent',
  'test.answer': 'What came back',
  'test.answer-cut': 'Only its beginning is shown.',
  'test.no-answer': 'Nothing came back.',
  'test.again': 'Test again',
  'test.back': 'To the peers',
  'test-advice.unreachable':
    'Their server or the way to it is down, or the address is wrong. Compare the address with them, and ask whether a firewall stands between.',
  'test-advice.certificate':
    'They have to renew their certificate, or send the whole chain of it. Tell them the cause below.',
  'test-advice.not-allowed':
    'The address is private or without encryption. Correct it in the peers file, or let whoever runs the gateway allow it.',
  'test-advice.busy': 'Their system is there and asks us to wait. Test again in a while.',
  'test-advice.server-fault':
    'Their system broke down over the question. Show them what was sent and what came back.',
  'test-advice.no-answer':
    'The connection stands, but nothing came back in time. Call them: their system is overloaded, or something in between swallows the message.',
  'test-advice.no-confirmation':
    'Something other than an ISO 18626 system answers there, such as a web page or a sign-in. Check the address with them.',
  'test-advice.keys': 'They do not accept our key. Agree on a new one, and import it with the peers file.',
  'test-advice.address':
    'There is nothing at this address. Ask them for the right one, and import it with the peers file.',
  'test-advice.turned-away':
    'Their server turns the message away before it is read. Show them what came back.',
  'test-advice.not-understood':
    'They cannot read the message: their system reads another edition or is stricter. Correct the profile in the peers file.',
  'test-advice.unknown-element':
    'They do not know an element of it: their system reads another edition or is stricter. Correct the profile in the peers file.',
  'test-advice.unknown-value': 'They do not know a value in it. Check the names of both agencies with them.',
  'test-advice.not-supported':
    'They take no questions for the status. The line works; other messages may well get through.',
  'test-advice.not-made':
    'Nothing was sent: the peer’s keys cannot be opened, or the peer is gone. The log says why.',
  'test-advice.other': 'Show them what was sent and what came back.',
} as const;
