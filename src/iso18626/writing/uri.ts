const mostKnown = 500;
const known = new Map<string, boolean>();

/** What every reading of xs:anyURI takes: an absolute one, or a mere name or path as some peers use. */
export function isUri(scheme: string): boolean {
  const there = known.get(scheme);
  if (there !== undefined) return there;
  const judged = judge(collapsed(scheme));
  if (known.size >= mostKnown) known.clear();
  known.set(scheme, judged);
  return judged;
}

/** The text of an attribute that is a URI: blanks are no part of it. */
export function collapsed(scheme: string): string {
  return scheme.replace(/[ \t\r\n]+/g, ' ').trim();
}

function judge(scheme: string): boolean {
  if (/^[\w./-]*$/.test(scheme)) return true;
  if (scheme.split('@').length > 2) return false;
  return (
    /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?@!$&'()*+,;= -]|%[0-9A-Fa-f]{2})*(?:#[\w.~:/?@!$&'()*+,;=-]*)?$/i.test(
      scheme,
    ) && URL.canParse(scheme)
  );
}
