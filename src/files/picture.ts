/** A picture without anything that does not show. */
export interface Picture {
  width: number;
  height: number;
  bytes: Buffer;
}
