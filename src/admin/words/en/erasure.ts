/** Erasures that one person proposes and another approves. */
export const erasure = {
  'erasure.waiting': 'Erasures that wait for a second person',
  'erasure.waiting-text': 'Another person than the one who proposed it approves. It cannot be taken back.',
  'erasure.requests': '{n, plural, one {A person’s # request} other {A person’s # requests}}',
  'erasure.proposed': 'Proposed by {who}',
  'erasure.until': 'Can be approved until {when}',
  'erasure.own': 'You proposed it: somebody else approves.',
  'erasure.approve': 'Approve and erase',
  'erasure.done-title': 'Erasure',
  'erasure.done':
    '{n, plural, =0 {Nothing was erased.} one {The person is erased from # request.} other {The person is erased from # requests.}}',
  'erasure.held-back':
    '{n, plural, =0 {Nothing was held back.} one {# request is held back for now: it is open, or something of it is not settled.} other {# requests are held back for now: they are open, or something of them is not settled.}}',
  'erasure.certificate': 'Certificate',
  'erasure.refused.unknown': 'No erasure waits there any more: it was approved, or it ran out.',
  'erasure.refused.same-person':
    'Whoever proposes an erasure cannot be the one who approves it: another person has to.',
  'erasure.refused.ran-out': 'The proposal has run out: it has to be made again.',
  'erasure.back': 'To the ledger',
} as const;
