import { InvalidArgumentError } from 'commander';

/** Reads an option that is a number within bounds. */
export function numberWithin(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value) || value < least || value > most)
      throw new InvalidArgumentError(`a number from ${least} to ${most} is needed`);
    return value;
  };
}
