/** Whether both sides agree. */
export const inSync = {
  'in-sync.title': 'Do both sides agree?',
  'in-sync.is.agrees': 'Both sides agree',
  'in-sync.is.behind': 'They stand before what they told',
  'in-sync.is.contradicts': 'The two sides contradict each other',
  'in-sync.is.due-date': 'The due dates differ',
  'in-sync.is.unknown-there': 'They do not have the request',
  'in-sync.is.unanswered': 'They do not say how it stands',
  'in-sync.is.told': 'They asked and were told',
  'in-sync.todo.behind':
    'They stand before what they told us earlier, perhaps after a restore: call them, and let them record again what they have told before. Then ask how it stands.',
  'in-sync.todo.contradicts': 'Call them, and decide which of the two is right. Then ask how it stands.',
  'in-sync.todo.due-date':
    'Agree on one due date with them; the supplier tells it by renewing or by sending the loan again.',
  'in-sync.todo.unknown-there': 'Ask them what has become of it; then ask again, or ask elsewhere.',
  'in-sync.followed': 'We were behind ({from}) and have followed what they told.',
  'in-sync.asked.quiet': 'Asked by itself, because it had been quiet; no answer yet.',
  'in-sync.asked.restored': 'Asked after an older copy of our records was put back; no answer yet.',
  'in-sync.asked.staff': 'Asked by staff; no answer yet.',
  'in-sync.asked.evidence': 'Asked; no answer yet.',
  'in-sync.was.quiet': 'Asked by itself, because it had been quiet:',
  'in-sync.was.restored': 'Asked after an older copy of our records was put back:',
  'in-sync.was.staff': 'Asked by staff:',
  'in-sync.was.evidence': 'Asked:',
  'in-sync.side': 'Side',
  'in-sync.ours': 'Here',
  'in-sync.theirs': 'There',
  'in-sync.no-due': 'none',
  'in-sync.supplier':
    'As the supplier we have no question to ask in ISO 18626: what they ask and do shows what they know.',
} as const;
