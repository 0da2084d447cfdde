/** XML 1.0 has no way to say some characters. */
const replacement = '\uFFFD';
// Most texts have none of these; the exact pattern, which knows pairs of surrogates, takes ten times as long.
const mayNeedCare = /[&<>"\r\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;
const needsCare = /[&<>\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A bare one would be read as LF.
  '\r': '&#13;',
};

/** A value as it stands in an element. Source: iso18626.md 7.1 nr. 18. */
export function xmlText(value: string): string {
  if (!mayNeedCare.test(value)) return value;
  return value.replace(needsCare, (found) => escapes[found] ?? replacement);
}

/** A value as it stands between the double quotes of an attribute; blanks are collapsed before. */
export function xmlAttribute(value: string): string {
  return xmlText(value).replaceAll('"', '&quot;');
}
