/** One change of the database's shape: plain SQL, each way in one database transaction. */
export interface Migration {
  name: string;
  up: string[];
  down: string[];
}
