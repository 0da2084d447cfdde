/** Where a database is: a file, or the address of a PostgreSQL database. */
export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** A database as messages and logs name it: an address without user, password and parameters. */
export function nameOfPlace(place: string): string {
  if (!isPostgres(place)) return place;
  const url = new URL(place);
  const schema = url.searchParams.get('schema');
  return `postgres://${url.host}${url.pathname}${schema === null ? '' : ` (schema ${schema})`}`;
}
