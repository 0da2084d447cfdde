/** Notices to readers, staff and peers, and what their words should not say. */
export const notices = {
  'lint.lead': 'Before this goes out, please read your words again. You can send them as they are.',
  'lint.blame': '“{found}” may sound like blame. Say what is missing, and until when you need it.',
  'lint.email': '“{found}” is an e-mail address. Leave it out unless it is your library’s own.',
  'lint.phone': '“{found}” looks like a telephone number. Leave it out unless it is your library’s own.',
  'lint.patron-number':
    '“{found}” may be the number of a reader. The other library does not need it: leave it out.',
  'lint.patron-name': '“{found}” may be the name of a reader. Write “our reader” instead.',
} as const;
