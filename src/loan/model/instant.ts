/** An instant as ISO 8601 text in UTC, milliseconds. */
export type Instant = string;
