/** Why a file is not taken. */
export const FileFault = {
  Empty: 'file-empty',
  TooLarge: 'file-too-large',
  UnknownType: 'file-of-unknown-type',
  OtherType: 'file-of-other-type',
  Damaged: 'file-damaged',
  TooManyPixels: 'file-of-too-many-pixels',
  Animated: 'file-animated',
} as const;
export type FileFault = (typeof FileFault)[keyof typeof FileFault];

/** A sentence each, for whoever has handed it in. */
export const fileFaultText: Record<FileFault, string> = {
  'file-empty': 'The file is empty.',
  'file-too-large': 'The file is larger than the settings allow.',
  'file-of-unknown-type': 'The file is none of the types that are taken here.',
  'file-of-other-type': 'The file is not of the type that it says it is.',
  'file-damaged': 'The file is damaged or cut off.',
  'file-of-too-many-pixels': 'The picture has more pixels than the settings allow.',
  'file-animated': 'The picture moves; only still ones are taken.',
};

/** Thrown inside the room only; `cleanFile` makes a value of it. */
export class Unclean extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.name = 'Unclean';
    this.fault = fault;
  }
}

export function damaged(): Unclean {
  return new Unclean(FileFault.Damaged);
}
